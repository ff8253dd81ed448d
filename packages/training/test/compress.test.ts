import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  accuracy,
  compress,
  compressibleLayers,
  compressionCurve,
  compressionMethods,
  convnet,
  createTrainer,
  drawnImages,
  lstm,
  mlp,
  outputsFor,
  resnet,
} from "@svcca/training";
import { loadModel, saveModel, startTfjs } from "@svcca/training/node";
import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { every, FLOAT32_EPSILON, largest, worst } from "./support.js";

const folder = mkdtempSync(join(tmpdir(), "svcca-compress-"));
beforeAll(() => startTfjs("wasm"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const image = { inputShape: [16, 16, 1], outputs: 10, seed: 3 };
const set = every(drawnImages(16, 1), 1);

/** An MLP that was really trained a little. */
async function trained() {
  const model = mlp({ ...image, units: [24, 20] });
  const images = every(drawnImages(40, 1), 1);
  const plan = { epochs: 8, batchSize: 20, learningRate: 0.02 };
  const trainer = createTrainer(model, images, plan);
  while (trainer.step < trainer.steps) await trainer.advance();
  trainer.dispose();
  return model;
}

/** A chain whose second layer gets activations of rank 3: its first has three linear units inside. */
function rankThree(kind: "dense" | "same" | "valid") {
  const init = (seed: number) => layers.initializers.randomNormal({ stddev: 0.3, seed });
  const common = (seed: number) => ({
    kernelInitializer: init(seed),
    biasInitializer: init(seed + 50),
  });
  if (kind === "dense") {
    return layers.sequential({
      layers: [
        layers.layers.reshape({ targetShape: [256], inputShape: [16, 16, 1] }),
        layers.layers.dense({ units: 3, ...common(1) }),
        layers.layers.dense({ units: 12, ...common(2) }),
        layers.layers.dense({ units: 10, name: "target", activation: "tanh", ...common(3) }),
      ],
    });
  }
  const conv = (filters: number, seed: number, more = {}) =>
    layers.layers.conv2d({ filters, kernelSize: 3, padding: kind, ...common(seed), ...more });
  return layers.sequential({
    layers: [
      conv(3, 1, { inputShape: [16, 16, 1] }),
      layers.layers.conv2d({ filters: 9, kernelSize: 1, ...common(2) }),
      conv(4, 3, { name: "target", strides: 2, activation: "tanh" }),
      layers.layers.flatten(),
      layers.layers.dense({ units: 10, ...common(4) }),
    ],
  });
}

describe("a layer that sees three dimensions is the same with three directions", () => {
  test.each([
    ["dense", "pca"],
    ["same", "pca"],
    ["valid", "pca"],
    ["dense", "svcca"],
    ["same", "svcca"],
    ["same", "pls"],
  ] as const)("%s, %s", async (kind, by) => {
    const model = rankThree(kind);
    const before = await outputsFor(model, set);
    const neurons = kind === "dense" ? 12 : 9;
    const small = await compress(model, set, { keep: 3 / neurons, layers: ["target"], by });
    expect(small.layers).toEqual([{ layer: "target", neurons, kept: 3 }]);
    const after = await outputsFor(small.model, set);
    const scale = largest(before);
    // Directions from float32 activations; 1000 roundings are far below what a direction carries.
    expect(worst(before, after)).toBeLessThan(1000 * FLOAT32_EPSILON * scale);
    // And with two it is not.
    const less = await compress(model, set, { keep: 2 / neurons, layers: ["target"], by });
    expect(worst(before, await outputsFor(less.model, set))).toBeGreaterThan(0.01 * scale);
  });
});

test("sizes are those of W (m x n) as k (m + n), and the model itself stays", async () => {
  const model = mlp({ inputShape: [16, 16, 1], outputs: 10, units: [40, 30] });
  const before = await outputsFor(model, set);
  const tensors = tf.memory().numTensors;
  const small = await compress(model, set, { keep: 0.25, layers: ["fc2"] });
  expect(small.layers).toEqual([{ layer: "fc2", neurons: 40, kept: 10 }]);
  expect(small.before.parameters - small.after.parameters).toBe(40 * 30 - 10 * (40 + 30));
  expect(small.before.operations - small.after.operations).toBe(2 * (40 * 30 - 10 * (40 + 30)));
  expect(await outputsFor(model, set)).toEqual(before);
  const byParameters = await compress(model, set, { keep: 0.5, of: "parameters", layers: ["fc2"] });
  // 0.5 of 1200 parameters are 8.6 directions of 70.
  expect(byParameters.layers[0]!.kept).toBe(9);
  byParameters.model.dispose();
  small.model.dispose();
  expect(tf.memory().numTensors).toBe(tensors);
});

test("keeping everything changes nothing", async () => {
  const model = convnet({ ...image, channels: [3, 4], units: [6, 5] });
  const { model: same, before, after } = await compress(model, set, { keep: 1 });
  expect(await outputsFor(same, set)).toEqual(await outputsFor(model, set));
  expect(after).toEqual(before);
});

test("a compressed model is saved, loads, and says the same", async () => {
  const model = resnet({ ...image, channels: [4, 6], blocks: 2, units: 8 });
  const { model: small } = await compress(model, set, { keep: 0.5, by: "pca" });
  const path = join(folder, "small");
  await saveModel(path, small);
  const loaded = await loadModel(path);
  expect(loaded.countParams()).toBe(small.countParams());
  expect(await outputsFor(loaded, set)).toEqual(await outputsFor(small, set));
  await expect(saveModel(path, small)).rejects.toThrow(/the folder is there/);
  expect(existsSync(`${path}.tmp`)).toBe(false);
  await saveModel(path, model, { force: true });
  expect((await loadModel(path)).countParams()).toBe(model.countParams());
});

test("what is no model is refused in one line", async () => {
  await expect(loadModel(join(folder, "nowhere"))).rejects.toThrow(
    /model.json: cannot be read \(ENOENT\)/,
  );
  const other = join(folder, "other.json");
  writeFileSync(other, '{"a": 1}');
  await expect(loadModel(other)).rejects.toThrow(/no layers model.*modelTopology/);
  writeFileSync(other, "{");
  await expect(loadModel(other)).rejects.toThrow(/it is no JSON/);
});

test("a trained net: directions keep more than neurons; every method gives a working model", async () => {
  const model = await trained();
  const test = drawnImages(20, 9);
  const whole = await accuracy(model, test);
  expect(whole).toBeGreaterThan(0.6);
  const second = await trained();
  const at = async (by: (typeof compressionMethods)[number]) => {
    const small = await compress(model, set, {
      keep: 0.2,
      layers: ["fc2", "logits"],
      by,
      other: second,
    });
    expect(small.model.countParams()).toBeLessThan(model.countParams());
    return accuracy(small.model, test);
  };
  const found = Object.fromEntries(
    await Promise.all(compressionMethods.map(async (by) => [by, await at(by)] as const)),
  );
  expect(found.svcca).toBeGreaterThan(found.random! + 0.05);
  expect(found.svcca).toBeGreaterThan(found["highest-activation"]! + 0.05);
  const points = await compressionCurve(model, set, test, {
    keep: [1, 0.2],
    by: ["svcca"],
    layers: ["fc2", "logits"],
  });
  expect(points.map((point) => point.accuracy)).toEqual([whole, found.svcca]);
});

test("what cannot be compressed is refused", async () => {
  const model = lstm({ ...image, units: [4] });
  expect(compressibleLayers(model)).toEqual(["logits"]);
  await expect(compress(model, set, { keep: 0.5, layers: ["lstm1"] })).rejects.toThrow(
    /layer lstm1: a LSTM layer is not compressed/,
  );
  await expect(compress(model, set, { keep: 0 })).rejects.toThrow(/keep: 0/);
  await expect(compress(model, set, { keep: 0.5, by: "svcca-network" })).rejects.toThrow(
    /needs another network/,
  );
});
