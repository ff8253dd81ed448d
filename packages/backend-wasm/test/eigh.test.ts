import { createWasmBackend } from "@svcca/backend-wasm/node";
import { type Matrix64, referenceBackend, scaleColumns, scaleRows } from "@svcca/linalg";
import { gaussianMatrix } from "@svcca/linalg/testing";
import { afterAll, describe, expect, test } from "vitest";

const backend = await createWasmBackend({ threads: 2 });
afterAll(() => backend.dispose?.());

const U = 2 ** -53;
const largest = (values: ArrayLike<number>) =>
  Array.from(values).reduce((max, value) => Math.max(max, Math.abs(value)), 0);

/** Orthonormal columns: the eigenvectors of a random symmetric matrix. */
async function orthonormal(d: number, seed: number): Promise<Matrix64> {
  const g = gaussianMatrix(d, d, seed);
  return (await referenceBackend.eigh(await referenceBackend.matmul(g, g, { transA: true })))
    .vectors;
}

async function withSpectrum(values: Float64Array, seed: number): Promise<Matrix64> {
  const q = await orthonormal(values.length, seed);
  const half = scaleColumns(q, Float64Array.from(values, Math.sqrt));
  return referenceBackend.matmul(half, half, { transB: true });
}

async function gram(n: number, d: number, seed: number): Promise<Matrix64> {
  const g = gaussianMatrix(n, d, seed);
  return referenceBackend.matmul(g, g, { transA: true });
}

const spectrum = (d: number, value: (i: number) => number) =>
  Float64Array.from({ length: d }, (_, i) => value(i));

/** Sizes with several levels of divide-and-conquer, and spectra that break careless solvers. */
const problems: Record<string, () => Promise<Matrix64>> = {
  "a Gram matrix of 231 neurons": () => gram(500, 231, 1),
  "rank 40 of 180": () => gram(40, 180, 2),
  "five repeated values": () =>
    withSpectrum(
      spectrum(150, (i) => 1 + (i % 5)),
      3,
    ),
  "clusters 1e-13 wide": () =>
    withSpectrum(
      spectrum(150, (i) => 1 + (i % 3) + 1e-13 * i),
      4,
    ),
  "graded over 24 orders of magnitude": () =>
    withSpectrum(
      spectrum(140, (i) => 10 ** (-24 * (i / 139))),
      5,
    ),
  "neurons of very different scale": async () => {
    const factors = spectrum(130, (i) => 10 ** (((i * 37) % 11) - 5));
    return scaleRows(scaleColumns(await gram(300, 130, 6), factors), factors);
  },
  "a diagonal": async () => {
    const d = 100;
    const data = new Float64Array(d * d);
    for (let i = 0; i < d; i++) data[i * (d + 1)] = (i * 31) % 17;
    return { data, rows: d, cols: d };
  },
  "one value everywhere": async () => ({
    data: new Float64Array(120 * 120).fill(3),
    rows: 120,
    cols: 120,
  }),
};

for (const [name, problem] of Object.entries(problems)) {
  describe(name, () => {
    test("A V = V diag(values), orthonormal, and the values of the reference", async () => {
      const a = await problem();
      const d = a.rows;
      const scale = largest(a.data) * d;
      const { values, vectors } = await backend.eigh(a);
      const image = await referenceBackend.matmul(a, vectors);
      const expected = scaleColumns(vectors, values);
      const residual = image.data.map((value, p) => value - expected.data[p]!);
      expect(largest(residual)).toBeLessThanOrEqual(30 * U * scale);
      const product = await referenceBackend.matmul(vectors, vectors, { transA: true });
      for (let i = 0; i < d; i++) product.data[i * (d + 1)]! -= 1;
      expect(largest(product.data)).toBeLessThanOrEqual(30 * d * U);
      const reference = await referenceBackend.eigh(a);
      const off = values.map((value, i) => value - reference.values[i]!);
      expect(largest(off)).toBeLessThanOrEqual(30 * U * scale);
    });

    test("the kept vectors are the first of all", async () => {
      const a = await problem();
      const whole = await backend.eigh(a);
      for (const k of [1, 37]) {
        const { values, vectors } = await backend.eigh(a, { keep: () => k });
        expect(values).toEqual(whole.values);
        expect([vectors.rows, vectors.cols]).toEqual([a.rows, k]);
        const image = await referenceBackend.matmul(a, vectors);
        const expected = scaleColumns(vectors, values.subarray(0, k));
        const residual = image.data.map((value, p) => value - expected.data[p]!);
        expect(largest(residual)).toBeLessThanOrEqual(30 * U * largest(a.data) * a.rows);
      }
    });
  });
}

test("the same bits for any number of threads, and on every run", async () => {
  const a = await gram(700, 300, 7);
  const single = await createWasmBackend({ threads: 1 });
  const expected = await single.eigh(a, { keep: () => 100 });
  expect(await backend.eigh(a, { keep: () => 100 })).toEqual(expected);
  expect(await backend.eigh(a, { keep: () => 100 })).toEqual(expected);
});
