import {
  accuracy,
  convnet,
  createTrainer,
  drawnImages,
  linearFreeze,
  meanSquaredError,
  mlp,
  outputsFor,
  svccaFreeze,
  type TrainerState,
  toyCurves,
} from "@svcca/training";
import { startTfjs } from "@svcca/training/node";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { every, weightsOf } from "./support.js";

beforeAll(() => startTfjs("wasm"));

const set = every(drawnImages(8, 1), 2);
const probe = every(drawnImages(10, 2), 1);
const image = { inputShape: [16, 16, 1], outputs: 10, seed: 2 };
const build = () => convnet({ ...image, channels: [2, 3], units: [6, 5] });
const plan = { epochs: 3, batchSize: 10, translate: 1, seed: 5 };

const rules = {
  off: () => ({}),
  linear: () => ({ freeze: linearFreeze() }),
  svcca: () => ({ freeze: svccaFreeze({ probe, threshold: 0.9, apart: 0.5, every: 0.25 }) }),
};

describe("a run that goes on from a saved state ends with the same weights", () => {
  test.each(Object.entries(rules))("freeze %s", async (_, rule) => {
    const whole = build();
    const trainer = createTrainer(whole, set, { ...plan, ...rule() });
    const losses: number[] = [];
    let state: TrainerState | undefined;
    while (trainer.step < trainer.steps) {
      if (trainer.step === 7) state = await trainer.save();
      losses.push(await trainer.advance());
    }
    const expected = await weightsOf(whole);

    const second = build();
    const again = createTrainer(second, set, { ...plan, ...rule() });
    // As it would come from a file.
    const { facts, arrays } = state!;
    await again.restore({ facts: JSON.parse(JSON.stringify(facts)), arrays });
    expect(again.step).toBe(7);
    const rest: number[] = [];
    while (again.step < again.steps) rest.push(await again.advance());
    expect(rest).toEqual(losses.slice(7));
    expect(await weightsOf(second)).toEqual(expected);
    expect(again.backward).toEqual(trainer.backward);
    expect(again.frozen).toEqual(trainer.frozen);
  });
});

test("training is deterministic, and depends on the seed", async () => {
  const run = async (seed: number) => {
    const model = build();
    const trainer = createTrainer(model, set, { ...plan, epochs: 1, seed });
    while (trainer.step < trainer.steps) await trainer.advance();
    return weightsOf(model);
  };
  expect(await run(1)).toEqual(await run(1));
  expect(await run(1)).not.toEqual(await run(2));
});

test("an MLP learns classes and curves, and keeps no tensors", async () => {
  const images = every(drawnImages(30, 1), 1);
  const model = mlp({ ...image, units: [20] });
  const trainer = createTrainer(model, images, { epochs: 8, batchSize: 20, learningRate: 0.02 });
  await trainer.advance();
  const tensors = tf.memory().numTensors;
  while (trainer.step < trainer.steps) await trainer.advance();
  expect(tf.memory().numTensors).toBe(tensors);
  // Chance is 0.1.
  expect(await accuracy(model, images)).toBeGreaterThan(0.5);
  await expect(trainer.advance()).rejects.toThrow(/all 120 steps are done/);

  const curves = toyCurves(200, 1);
  const toy = mlp({ inputShape: [1], outputs: 4, units: [30, 30] });
  const before = await meanSquaredError(toy, curves);
  const fit = createTrainer(toy, curves, { epochs: 20, batchSize: 20, learningRate: 0.05 });
  while (fit.step < fit.steps) await fit.advance();
  expect(await meanSquaredError(toy, curves)).toBeLessThan(before / 5);
});

test("accuracy counts the largest outputs, the error is the mean of squares", async () => {
  const model = build();
  const outputs = await outputsFor(model, set);
  const labels = Int32Array.from({ length: set.count }, (_, i) => {
    const row = Array.from(outputs.slice(10 * i, 10 * i + 10));
    return row.indexOf(Math.max(...row));
  });
  expect(await accuracy(model, { ...set, targets: { labels, classes: 10 } })).toBe(1);
  labels[0] = (labels[0]! + 1) % 10;
  expect(await accuracy(model, { ...set, targets: { labels, classes: 10 } })).toBe(
    1 - 1 / set.count,
  );
  const values = outputs.map((value) => value + 0.5);
  const error = await meanSquaredError(model, { ...set, targets: { values, outputs: 10 } });
  expect(error).toBeCloseTo(0.25, 6);
});

describe("what cannot be trained is refused", () => {
  test.each([
    [{ batchSize: 41 }, /batchSize: 41; give a whole number from 1 to 40/],
    [{ epochs: 0 }, /epochs: 0/],
    [{ learningRate: 0 }, /learningRate: 0/],
    [{ momentum: 1 }, /momentum: 1/],
    [{ translate: -1 }, /translate: -1/],
  ])("%o", (options, message) => {
    expect(() => createTrainer(build(), set, { batchSize: 10, ...options })).toThrow(message);
  });

  test("a model for other data, and training that diverges", async () => {
    expect(() => createTrainer(mlp({ inputShape: [3], outputs: 2 }), set, plan)).toThrow(
      /takes \(3\) and gives 2 outputs; the data are \(16, 16, 1\) and want 10/,
    );
    const trainer = createTrainer(mlp(image), set, {
      epochs: 50,
      batchSize: 10,
      learningRate: 1e9,
    });
    const diverge = async () => {
      while (trainer.step < trainer.steps) await trainer.advance();
    };
    await expect(diverge()).rejects.toThrow(/training diverged; use a smaller learning rate/);
  });

  test("a state of another model", async () => {
    const state = await createTrainer(build(), set, plan).save();
    await expect(createTrainer(mlp(image), set, plan).restore(state)).rejects.toThrow(
      /saved state is of another model/,
    );
  });
});
