// Five networks that generalize and five that learned shuffled labels by heart: how alike are they?
//   node bench/training/memorising.mjs
import { createWasmBackend } from "@svcca/backend-wasm/node";
import { compareGroups } from "@svcca/core";
import {
  accuracy,
  captureActivations,
  createTrainer,
  drawnImages,
  mlp,
  shuffledLabels,
} from "@svcca/training";
import { startTfjs } from "@svcca/training/node";

const NETWORKS = 5;
const PLAN = { epochs: 60, batchSize: 20, learningRate: 0.02 };
await startTfjs("wasm");
const backend = await createWasmBackend({ threads: 1 });
const honest = drawnImages(40, 101);
const test = drawnImages(100, 202);
const sets = { generalizing: honest, memorizing: shuffledLabels(honest, 1) };
const groups = [];
for (const [g, [name, set]] of Object.entries(sets).entries()) {
  const networks = [];
  // No two start from the same weights.
  for (let seed = 1 + g * NETWORKS; seed <= (g + 1) * NETWORKS; seed++) {
    const model = mlp({ inputShape: set.shape, outputs: 10, units: [64, 64, 64], seed });
    const trainer = createTrainer(model, set, { ...PLAN, seed });
    while (trainer.step < trainer.steps) await trainer.advance();
    const [own, other] = [await accuracy(model, set), await accuracy(model, test)];
    console.log(`${name} ${seed}: accuracy ${own} on its training data, ${other} on others`);
    networks.push(await captureActivations(model, test));
    trainer.dispose();
    model.dispose();
  }
  groups.push({ name, networks });
}
const found = await compareGroups(groups, { backend });
console.log(`\nSVCCA on ${test.count} images that none has seen\n`);
console.log("| networks | fc1 | fc2 | fc3 | logits |");
console.log("| --- | --- | --- | --- | --- |");
for (const { groups: names, mean, spread } of found) {
  const cells = mean.map((value, i) => `${value.toFixed(3)} ± ${spread[i].toFixed(3)}`);
  console.log(`| ${names[0]} with ${names[1]} | ${cells.join(" | ")} |`);
}
await backend.dispose();
