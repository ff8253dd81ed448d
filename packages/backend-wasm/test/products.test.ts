import { createWasmBackend } from "@svcca/backend-wasm/node";
import { type Matrix, referenceBackend } from "@svcca/linalg";
import { gaussianMatrix } from "@svcca/linalg/testing";
import { afterAll, describe, expect, test } from "vitest";

const backend = await createWasmBackend({ threads: 2 });
afterAll(() => backend.dispose?.());

function expectClose(actual: Matrix, expected: Matrix, scale: number) {
  expect([actual.rows, actual.cols]).toEqual([expected.rows, expected.cols]);
  let worst = 0;
  actual.data.forEach((value, p) => {
    worst = Math.max(worst, Math.abs(value - expected.data[p]!));
  });
  expect(worst).toBeLessThanOrEqual(1e-13 * scale);
}

/** Sizes that go through memory in several blocks, along rows and along the inner index. */
describe("agrees with the reference where an operand takes several blocks", () => {
  const cases = [
    { name: "many rows", m: 4500, k: 60, n: 7, transA: false, transB: false },
    { name: "a long inner index", m: 30, k: 40_000, n: 20, transA: true, transB: false },
    { name: "a long inner index along rows", m: 30, k: 40_000, n: 20, transA: false, transB: true },
  ];
  for (const { name, m, k, n, transA, transB } of cases) {
    test(name, async () => {
      const a = transA ? gaussianMatrix(k, m, 1) : gaussianMatrix(m, k, 1);
      const b = transB ? gaussianMatrix(n, k, 2) : gaussianMatrix(k, n, 2);
      const options = { transA, transB };
      const expected = await referenceBackend.matmul(a, b, options);
      expectClose(await backend.matmul(a, b, options), expected, k);
    });
  }
  test("a Gram matrix along rows", async () => {
    const a = gaussianMatrix(130, 9000, 3);
    const expected = await referenceBackend.matmul(a, a, { transB: true });
    expectClose(await backend.matmul(a, a, { transB: true }), expected, 9000);
  });
});
