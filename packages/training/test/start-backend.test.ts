import { startTfjs } from "@svcca/training/node";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";

test("a backend that is none is refused", async () => {
  await expect(startTfjs("cuda" as never)).rejects.toMatchObject({
    code: "invalid-argument",
    message: 'startTfjs: backend "cuda"; give one of auto, tensorflow, wasm, webgpu',
  });
});

test("an adapter that would be ignored is refused", async () => {
  // As an earlier start leaves it; it is not asked to compute.
  tf.registerBackend("webgpu", () => null as never);
  await expect(startTfjs("webgpu", { adapter: "nvidia" })).rejects.toMatchObject({
    code: "invalid-argument",
    message: expect.stringMatching(/^startTfjs: adapter nvidia, but tfjs has a backend "webgpu"/),
  });
  tf.removeBackend("webgpu");
});
