import { createTfjsBackend } from "@svcca/backend-tfjs";
import { gaussianMatrix } from "@svcca/linalg/testing";
import { expect, test } from "vitest";
import { tf } from "./tfjs.js";

/** tfjs' cpu backend in the place of a GPU that reports what it could not do, as a GPU does: beside. */
function gpuThat() {
  const state = { refuses: false, scopes: 0 };
  const device = {
    lost: new Promise(() => {}),
    pushErrorScope: () => void state.scopes++,
    async popErrorScope() {
      state.scopes--;
      return state.refuses ? { message: "no memory for a buffer\n - while creating it" } : null;
    },
    destroy() {},
  };
  const backend = Object.create(tf.findBackend("cpu"), { device: { value: device } });
  const gpu = {
    ...tf,
    getKernel: (kernel: string) => tf.getKernel(kernel, "cpu"),
    engine: () => ({ registry: { webgpu: backend }, registryFactory: { webgpu: {} } }),
  };
  return { gpu, state };
}

test("what a GPU refuses to compute is an error, not a result", async () => {
  const { gpu, state } = gpuThat();
  const backend = await createTfjsBackend(gpu, { leastFlops: 0 });
  const x = gaussianMatrix(300, 20, 1);
  const good = await backend.matmul(x, x, { transA: true });
  state.refuses = true;
  await expect(backend.matmul(x, x, { transA: true })).rejects.toMatchObject({
    code: "device-refused",
    message:
      "tfjs-webgpu: the device refused to compute (no memory for a buffer); use another backend",
  });
  state.refuses = false;
  expect(await backend.matmul(x, x, { transA: true })).toEqual(good);
  expect(state.scopes).toBe(0);
});
