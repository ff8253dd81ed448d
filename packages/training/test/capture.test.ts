import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openNetwork } from "@svcca/io/node";
import {
  activationSources,
  captureActivations,
  convnet,
  drawnImages,
  layerNames,
  lstm,
  resnet,
} from "@svcca/training";
import { startTfjs, writeActivations } from "@svcca/training/node";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { every, FLOAT32_EPSILON, largest, worst } from "./support.js";

const folder = mkdtempSync(join(tmpdir(), "svcca-capture-"));
beforeAll(() => startTfjs("wasm"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const set = every(drawnImages(5, 1), 2);
const image = { inputShape: [16, 16, 1], outputs: 10 };
const small = { ...image, channels: [3, 4], units: [6, 5] } as const;

test("a chain: every layer equals its direct forward pass", async () => {
  const model = convnet(small);
  // Layer by layer, by hand.
  let current: tf.Tensor = tf.tensor(set.inputs, [set.count, 16, 16, 1]);
  const direct = new Map<string, tf.Tensor>();
  for (const layer of model.layers) {
    current = layer.apply(current, { training: false }) as tf.Tensor;
    direct.set(layer.name, current);
  }
  const before = tf.memory().numTensors;
  const held = await captureActivations(model, set, { batchSize: 7 });
  expect(held.map(({ name }) => name)).toEqual(layerNames(model));
  for (const { name, shape, values, attributes } of held) {
    expect(shape).toEqual(direct.get(name)!.shape);
    expect(attributes).toEqual(shape.length === 4 ? { layout: "NHWC" } : {});
    const wanted = await direct.get(name)!.data();
    const scale = largest(wanted);
    // Other batches, so that products may be summed in another order.
    expect(worst(values, wanted)).toBeLessThanOrEqual(64 * FLOAT32_EPSILON * scale);
  }
  expect(tf.memory().numTensors).toBe(before);
});

test("a graph: sources that are read in blocks equal what is held", async () => {
  const model = resnet({ ...image, channels: [2, 3], blocks: 2, units: 4 });
  const held = await captureActivations(model, set, { batchSize: 5 });
  const sources = activationSources(model, set, { batchSize: 5 });
  for (const [i, source] of sources.entries()) {
    const width = held[i]!.values.length / set.count;
    expect(await source.read(5, 20)).toEqual(held[i]!.values.slice(5 * width, 20 * width));
  }
  await expect(sources[0]!.read(20, 26)).rejects.toThrow(/rows 20 to 26 of 25/);
});

test("a sequence keeps its steps", async () => {
  const model = lstm({ ...image, units: [4, 3] });
  const [first, second] = await captureActivations(model, set);
  expect([first!.shape, second!.shape]).toEqual([
    [25, 16, 4],
    [25, 3],
  ]);
});

test("a folder of activations is a network with the same values", async () => {
  const model = convnet(small);
  const path = join(folder, "run");
  await writeActivations(path, model, set, { batchSize: 9, layers: ["conv1", "fc1"] });
  const held = await captureActivations(model, set, { batchSize: 9, layers: ["conv1", "fc1"] });
  const network = await openNetwork(path);
  expect(network.arrays.map(({ array }) => array)).toEqual(["conv1", "fc1"]);
  for (const [i, { open }] of network.arrays.entries()) {
    const source = await open();
    expect(source.shape).toEqual(held[i]!.shape);
    expect(await source.read(0, 25)).toEqual(held[i]!.values);
  }
  await network.close();
});

test("a layer that is not there is named", () => {
  expect(() => activationSources(convnet(small), set, { layers: ["conv9"] })).toThrow(
    /no layer "conv9"; it has conv1/,
  );
});

test("a signal stops", async () => {
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(captureActivations(convnet(small), set, { signal })).rejects.toThrow("enough");
});
