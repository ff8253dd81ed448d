import { createWasmBackend, hasRelaxedSimd } from "@svcca/backend-wasm/node";
import { expect, test } from "vitest";

// Every Node that is supported has it, once the backend has asked for it.
test("relaxed SIMD is found, and used: one rounding in a multiply-add", async () => {
  const backend = await createWasmBackend({ threads: 1 });
  expect(hasRelaxedSimd()).toBe(true);
  // 1 + 2^-29 + 2^-60, less what it rounds to: 2^-60 with one rounding, 0 with two.
  const a = { rows: 1, cols: 2, data: Float64Array.of(-1 - 2 ** -29, 1 + 2 ** -30) };
  const b = { rows: 2, cols: 1, data: Float64Array.of(1, 1 + 2 ** -30) };
  const plain = await createWasmBackend({ threads: 1, fused: false });
  expect((await plain.matmul(a, b)).data[0]).toBe(0);
  expect((await backend.matmul(a, b)).data[0]).toBe(2 ** -60);
});
