import { svcca } from "@svcca/core";
import {
  captureActivations,
  classProbes,
  convergenceOf,
  convnet,
  createTrainer,
  drawnImages,
  mlp,
  toyCurves,
} from "@svcca/training";
import { startTfjs } from "@svcca/training/node";
import { beforeAll, expect, test } from "vitest";
import { every } from "./support.js";

beforeAll(() => startTfjs("wasm"));

const image = { inputShape: [16, 16, 1], outputs: 10, seed: 3 };
const set = every(drawnImages(16, 1), 1);

test("class probes: the logits layer knows its own logits, and training teaches classes", async () => {
  const model = mlp({ ...image, units: [16] });
  const found = await classProbes(model, set, { truncate: { variance: 1 } });
  expect(found.layers).toEqual(["fc1", "logits"]);
  expect(found.classes).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (const value of found.values[1]!) expect(value).toBeGreaterThan(1 - 1e-6);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const before = await classProbes(model, set, { against: "labels", layers: ["logits"] });
  const trainer = createTrainer(model, set, { epochs: 15, batchSize: 20, learningRate: 0.02 });
  while (trainer.step < trainer.steps) await trainer.advance();
  const after = await classProbes(model, set, { against: "labels", layers: ["logits"] });
  expect(mean(after.values[0]!)).toBeGreaterThan(mean(before.values[0]!) + 0.1);
  await expect(classProbes(mlp({ inputShape: [1], outputs: 4 }), toyCurves(20, 1))).rejects.toThrow(
    /classProbes: the data set has values/,
  );
});

test("convergence: the last moment is itself, an earlier one is what svcca says of it", async () => {
  const model = convnet({ ...image, channels: [3, 4], units: [6, 5] });
  const names = ["conv1", "fc1"];
  const watch = convergenceOf(model, set, { layers: names });
  await watch.record();
  const start = await captureActivations(model, set, { layers: names });
  const trainer = createTrainer(model, set, { epochs: 1, batchSize: 20 });
  while (trainer.step < trainer.steps) await trainer.advance();
  await watch.record();
  const end = await captureActivations(model, set, { layers: names });
  const { layers, convergence } = await watch.result();
  expect(layers).toEqual(names);
  const { similarity } = await svcca(start[1]!, end[1]!);
  expect(convergence[1]![0]).toBeCloseTo(similarity, 9);
  expect(similarity).toBeLessThan(0.9999);
  for (const [, last] of convergence) expect(last).toBeCloseTo(1, 9);
  await expect(convergenceOf(model, set).result()).rejects.toThrow(/no checkpoints/);
});

test("batch norm holds what its input holds: CCA over positions, in the middle of training", async () => {
  const model = convnet({ ...image, channels: [4, 4], units: [6, 5] });
  const trainer = createTrainer(model, set, { epochs: 2, batchSize: 20 });
  while (trainer.step < trainer.steps / 2) await trainer.advance();
  const pairs = [
    ["conv2", "bn1"],
    ["conv5", "bn2"],
    ["fc1", "bn3"],
  ] as const;
  const { cca } = await import("@svcca/core");
  for (const names of pairs) {
    const [x, y] = await captureActivations(model, set, { layers: names });
    // In inference mode batch norm is an affine map of each channel.
    expect((await cca(x!, y!, { spatial: "datapoints" })).similarity).toBeGreaterThan(0.99);
  }
});
