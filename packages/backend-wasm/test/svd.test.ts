import { createWasmBackend } from "@svcca/backend-wasm/node";
import { type Matrix64, referenceBackend, scaleColumns } from "@svcca/linalg";
import { gaussianMatrix } from "@svcca/linalg/testing";
import { afterAll, describe, expect, test } from "vitest";

const backend = await createWasmBackend({ threads: 2 });
afterAll(() => backend.dispose?.());

const U = 2 ** -53;
const { matmul } = referenceBackend;
const largest = (values: ArrayLike<number>) =>
  Array.from(values).reduce((max, value) => Math.max(max, Math.abs(value)), 0);
const difference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  largest(Array.from(a, (value, p) => value - b[p]!));

/** Sizes beyond one panel and one list of rotations, and spectra that break careless solvers. */
const problems: Record<string, () => Promise<Matrix64>> = {
  "100 x 100": async () => gaussianMatrix(100, 100, 1),
  "tall, 211 x 98": async () => gaussianMatrix(211, 98, 2),
  "wide, 98 x 211": async () => gaussianMatrix(98, 211, 3),
  "rank 20 of 120 x 90": () => matmul(gaussianMatrix(120, 20, 4), gaussianMatrix(20, 90, 5)),
  "columns graded over 20 orders of magnitude": async () =>
    scaleColumns(
      gaussianMatrix(110, 110, 6),
      Float64Array.from({ length: 110 }, (_, j) => 10 ** (-20 * (j / 109))),
    ),
  "a value that is exactly zero": async () => {
    const a = gaussianMatrix(80, 80, 7);
    for (let i = 0; i < 80; i++) a.data[i * 80 + 40] = 0;
    return a;
  },
  "an orthogonal matrix": async () => (await referenceBackend.svd(gaussianMatrix(90, 90, 8))).u,
};

for (const [name, problem] of Object.entries(problems)) {
  describe(name, () => {
    test("A = U diag(s) V', orthonormal, and the values of the reference", async () => {
      const a = await problem();
      const k = Math.min(a.rows, a.cols);
      const { u, s, vt } = await backend.svd(a);
      const bound = 30 * Math.max(a.rows, a.cols) * U;
      const rebuilt = await matmul(scaleColumns(u, s), vt);
      expect(difference(rebuilt.data, a.data)).toBeLessThanOrEqual(bound * s[0]!);
      const identity = new Float64Array(k * k);
      for (let i = 0; i < k; i++) identity[i * (k + 1)] = 1;
      const left = await matmul(u, u, { transA: true });
      expect(difference(left.data, identity)).toBeLessThanOrEqual(bound);
      const right = await matmul(vt, vt, { transB: true });
      expect(difference(right.data, identity)).toBeLessThanOrEqual(bound);
      const reference = await referenceBackend.svd(a);
      expect(difference(s, reference.s)).toBeLessThanOrEqual(bound * s[0]!);
    });

    test("the values alone are the same", async () => {
      const a = await problem();
      const values = await backend.singularValues(a);
      const { s } = await backend.svd(a);
      expect(difference(values, s)).toBeLessThanOrEqual(30 * a.rows * U * s[0]!);
    });
  });
}

test("the same bits for any number of threads", async () => {
  const a = gaussianMatrix(300, 260, 9);
  const single = await createWasmBackend({ threads: 1 });
  expect(await backend.svd(a)).toEqual(await single.svd(a));
});

test("NaN is named with its place", async () => {
  const a = gaussianMatrix(3, 3, 10);
  a.data[4] = Number.NaN;
  await expect(backend.svd(a)).rejects.toThrow("svd: NaN at row 1, column 1");
});
