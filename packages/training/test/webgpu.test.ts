import { existsSync } from "node:fs";
import {
  captureActivations,
  compress,
  convnet,
  createTrainer,
  drawnImages,
  linearFreeze,
  outputsFor,
} from "@svcca/training";
import { startTfjs } from "@svcca/training/node";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { describe, expect, test } from "vitest";
import { convolutionCases, disagreements, networkCases } from "./gradients.js";
import { largest, weightsOf, worst } from "./support.js";

/** The software Vulkan driver that comes with Debian's chromium. */
const driver = "/usr/lib/chromium/vk_swiftshader_icd.json";
if (existsSync(driver)) process.env.VK_ICD_FILENAMES ??= driver;
const missing = await startTfjs("webgpu").then(
  () => "",
  (error: Error) => error.message,
);

/** A net that is trained with layers that freeze: what it held, and what became of it. */
async function trained(backend: "wasm" | "webgpu") {
  expect(await startTfjs(backend)).toBe(backend);
  const set = drawnImages(4, 1);
  const model = convnet({ inputShape: [16, 16, 1], outputs: 10, channels: [2, 3], units: [6, 5] });
  const plan = { epochs: 4, batchSize: 20, freeze: linearFreeze() };
  const trainer = createTrainer(model, set, plan);
  const losses = [await trainer.advance()];
  const tensors = tf.memory().numTensors;
  const before = await weightsOf(model, ["conv1", "logits"]);
  while (trainer.step < trainer.steps) losses.push(await trainer.advance());
  expect(tf.memory().numTensors).toBe(tensors);
  // Frozen after the first of eight parts, so that only the logits went on.
  const after = await weightsOf(model, ["conv1", "logits"]);
  expect(after.conv1).toEqual(before.conv1);
  expect(after.logits).not.toEqual(before.logits);
  expect((await trainer.save()).facts.step).toBe(trainer.steps);
  trainer.dispose();
  const [layer] = await captureActivations(model, set, { layers: ["fc1"] });
  const { model: small } = await compress(model, set, { keep: 0.5, layers: ["fc2"], by: "pca" });
  return { losses, held: layer!.values, outputs: await outputsFor(small, set) };
}

const here = missing === "";
describe.skipIf(!here)(`training through WebGPU in Node${here ? "" : `: ${missing}`}`, () => {
  describe("gradients agree with the cpu backend", () => {
    for (const one of [...convolutionCases, ...networkCases]) {
      test(one.name, async () => expect(await disagreements(one, "webgpu")).toEqual([]));
    }
  });

  test("a network trains, freezes, is captured and compressed as on wasm, and keeps no tensors", {
    timeout: 240_000,
  }, async () => {
    const [expected, found] = [await trained("wasm"), await trained("webgpu")];
    for (const name of ["losses", "held", "outputs"] as const) {
      const [values, wanted] = [found[name], expected[name]];
      // Eight steps of float32, each of which starts from the rounding of the one before.
      expect(worst(values, wanted), name).toBeLessThan(1e-3 * largest(wanted));
      expect(largest(wanted), name).toBeGreaterThan(0.1);
    }
  });
});

test("an adapter belongs to webgpu", async () => {
  await expect(startTfjs("wasm", { adapter: "x" })).rejects.toThrow(
    "startTfjs: adapter x with the backend wasm; only webgpu has adapters",
  );
});
