// Plain against freeze training, several seeds: accuracy, backward work, processor time, and how
// early each layer becomes what it will be. One JSON line a run, and the table at the end.
//   node bench/training/freeze.mjs drawn convnet 1,2,3,4,5 [--models FOLDER]
//                                  [--rules off,linear,svcca,svcca:THRESHOLD:APART]
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { createWasmBackend } from "@svcca/backend-wasm/node";
import { dynamics } from "@svcca/core";
import {
  accuracy,
  captureActivations,
  createTrainer,
  linearFreeze,
  svccaFreeze,
} from "@svcca/training";
import { saveModel, startTfjs } from "@svcca/training/node";
import { dataOf, meanAndDeviation, networkOf, PLANS } from "./data.mjs";

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    models: { type: "string" },
    rules: { type: "string", default: "off,linear,svcca" },
  },
});
const [data = "drawn", network = "convnet", seeds = "1,2,3,4,5"] = positionals;
const folder = flags.models;
const modes = flags.rules.split(",");
const MOMENTS = [0, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1];
const sets = await dataOf(data);
if (!sets) {
  console.log(`${data}: the files are not there; set SVCCA_MNIST to their folder`);
  process.exit(0);
}
const backend = await startTfjs("wasm");
const algebra = await createWasmBackend({ threads: 1 });
const { train, test, probe } = sets;

function ruleOf(mode) {
  if (mode === "off") return undefined;
  if (mode === "linear") return linearFreeze();
  const [, threshold, apart] = mode.split(":");
  const given = threshold ? { threshold: Number(threshold), apart: Number(apart) } : {};
  return svccaFreeze({ probe, backend: algebra, ...given });
}

async function oneRun(mode, seed) {
  const { model, groups } = networkOf(network, train, seed);
  const freeze = ruleOf(mode);
  const trainer = createTrainer(model, train, {
    ...PLANS[data],
    seed,
    groups,
    ...(freeze ? { freeze } : {}),
  });
  const moments = [];
  let spent = 0;
  const layers = groups.slice(0, -1).map((group) => group.layers[0]);
  const at = new Set(MOMENTS.map((share) => Math.round(share * trainer.steps)));
  while (true) {
    if (mode === "off" && at.has(trainer.step)) {
      const from = network === "convnet" ? { layers } : {};
      moments.push(await captureActivations(model, probe, from));
    }
    if (trainer.step === trainer.steps) break;
    const before = process.cpuUsage();
    await trainer.advance();
    const { user, system } = process.cpuUsage(before);
    spent += (user + system) / 1e6;
  }
  const result = {
    data,
    network,
    mode,
    seed,
    test: await accuracy(model, test),
    train: await accuracy(model, train),
    saved: 1 - trainer.backward.done / trainer.backward.full,
    seconds: spent,
    frozen: trainer.frozen.map(({ step, group }) => [group, step / trainer.steps]),
  };
  if (moments.length > 0) {
    const { convergence, checkpoints } = await dynamics(moments, moments.at(-1), {
      spatial: "average",
      backend: algebra,
    });
    const names = moments[0].map(({ name }) => name);
    Object.assign(result, { moments: MOMENTS, layers: names, convergence });
    if (seed === 1) Object.assign(result, { checkpoints });
  }
  if (folder && mode === "off") {
    await saveModel(`${folder}/${data}-${network}-${seed}`, model, { force: true });
  }
  trainer.dispose();
  model.dispose();
  return result;
}

const results = [];
for (const seed of seeds.split(",").map(Number)) {
  for (const mode of modes) {
    const result = await oneRun(mode, seed);
    results.push(result);
    console.log(JSON.stringify(result));
  }
}
const load = loadavg()[0].toFixed(1);
console.log(`\n${data}, ${network}, backend ${backend}, seeds ${seeds}, load ${load}\n`);
console.log("| training | accuracy | backward work saved | processor time, s |");
console.log("| -------- | -------- | ------------------- | ----------------- |");
for (const mode of modes) {
  const own = results.filter((result) => result.mode === mode);
  const [mean, spread] = meanAndDeviation(own.map(({ test: share }) => share));
  const [saved] = meanAndDeviation(own.map((one) => one.saved));
  const [seconds] = meanAndDeviation(own.map((one) => one.seconds));
  console.log(
    `| ${mode} | ${mean.toFixed(4)} ± ${spread.toFixed(4)} | ${(100 * saved).toFixed(0)} % | ${seconds.toFixed(1)} |`,
  );
}
await algebra.dispose();
