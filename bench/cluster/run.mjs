// One worker against two and against one machine without a queue, interleaved; what a job costs the
// worker and the server beside its arithmetic, and how many bytes go through the server.
//
//   node bench/cluster/run.mjs [rounds] [datapoints]
//   SERVER=postgres://... SERVER_PID=... node bench/cluster/run.mjs [rounds] [datapoints]
//
// The first starts a redis-server. The second takes a server that runs already; with the id of its
// first process it counts the processor time of all of them, and no bytes. Wall clock where the
// machine is quiet; the processor time of each process holds under load too.
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { connectCluster, fileStore, makePlan } from "../../packages/cluster/dist/node/index.js";
import {
  measured,
  oneMachine,
  serverAt,
  startRedis,
  startWorkers,
  writeNetwork,
} from "./machines.mjs";

const [rounds = 3, datapoints = 40_000] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), "svcca-bench-"));
const { SERVER, SERVER_PID } = process.env;
const server = SERVER ? serverAt(SERVER, SERVER_PID) : await startRedis();

/** Runs a study on so many workers, on an empty store. */
async function study(targets, layers, shardRows, count) {
  const store = mkdtempSync(join(folder, "store-"));
  const workers = await startWorkers(count, server.url, store);
  const cluster = await connectCluster(server.url);
  const plan = await makePlan({
    networks: targets.map((target) => ({ target, layers })),
    couples: [[0, 1]],
    choice: { measure: "svcca" },
    version: `bench-${process.hrtime.bigint()}`,
    backend: "wasm",
    shardRows,
  });
  await workers.version(plan.version);
  const found = await measured(server, workers, async () => {
    const id = await cluster.submit(plan, fileStore(store), "bench");
    await cluster.results(id, fileStore(store));
    return (await cluster.study(id)).progress;
  });
  await workers.stop();
  await cluster.close();
  rmSync(store, { recursive: true });
  return { ...found, jobs: jobsOf(found.result, plan.cuts.length - 1) };
}

/** Jobs of a study: its own, those that are counted, and the merges above the shards. */
function jobsOf(progress, shards) {
  let merges = 0;
  for (let nodes = shards; nodes > 1; merges += nodes) nodes = Math.ceil(nodes / 16);
  return progress.reduce((sum, { kind, total }) => {
    const trees = /^(layers|again|cross)/.test(kind) ? total / shards : 0;
    return sum + total + trees * merges;
  }, 1);
}

console.log(`load average before: ${loadavg()[0].toFixed(1)}`);
const layers = ["layer0", "layer1", "layer2", "layer3"];
const targets = [];
for (const seed of [1, 2]) {
  const path = join(folder, `net-${seed}.npz`);
  await writeNetwork(path, datapoints, [256, 256, 256, 256], seed);
  targets.push(path);
}
console.log("\ngrid of 4 x 4 layers of 256 neurons, shards of 2,000 datapoints\n");
console.log("round  how          seconds  CPU s of workers  CPU s of server  jobs  kB through it");
for (let round = 0; round < rounds; round++) {
  const alone = await oneMachine(targets);
  console.log(`${round}      one machine  ${alone.seconds.toFixed(2)}     ${alone.cpu.toFixed(2)}`);
  for (const count of [1, 2]) {
    const { seconds, cpu, serverCpu, jobs, bytes } = await study(targets, layers, 2000, count);
    console.log(
      `${round}      ${count} worker${count > 1 ? "s" : " "}    ${seconds.toFixed(2)}     ${cpu.toFixed(2)}              ${serverCpu.toFixed(2)}            ${jobs}   ${(bytes / 1000).toFixed(0)}`,
    );
  }
}

console.log("\njobs without work: 4,000 datapoints of 4 neurons, shards of 10\n");
const tiny = [1, 2].map((seed) => join(folder, `tiny-${seed}.npz`));
for (const [i, path] of tiny.entries()) await writeNetwork(path, 4000, [4], i);
for (let round = 0; round < rounds; round++) {
  const { seconds, cpu, serverCpu, jobs, bytes } = await study(tiny, ["layer0"], 10, 1);
  const per = (value, unit) => ((1000 * value) / jobs).toFixed(2) + unit;
  console.log(
    `${jobs} jobs: ${per(seconds, " ms")} each, ${per(cpu, " ms")} of the worker's processor, ${per(serverCpu, " ms")} of the server's, ${(bytes / jobs).toFixed(0)} bytes through it`,
  );
}
console.log(`load average after: ${loadavg()[0].toFixed(1)}`);
await server.stop();
rmSync(folder, { recursive: true });
