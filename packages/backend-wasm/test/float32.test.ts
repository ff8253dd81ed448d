import { createWasmBackend } from "@svcca/backend-wasm/node";
import { type Matrix, referenceBackend } from "@svcca/linalg";
import { gaussianMatrix } from "@svcca/linalg/testing";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";

const backend = await createWasmBackend({ threads: 2, precision: "float32" });
afterAll(() => backend.dispose?.());

const U = 2 ** -24;

/** Each column of a Gaussian matrix times a scale of its own, as float32 or float64. */
function graded(n: number, scales: readonly number[], seed: number, single: boolean): Matrix {
  const d = scales.length;
  const data = gaussianMatrix(n, d, seed).data.map((value, p) => value * scales[p % d]!);
  return { rows: n, cols: d, data: single ? Float32Array.from(data) : data };
}

test("columns of any size keep their digits: no product leaves the range of float32", async () => {
  const exponent = fc.integer({ min: -36, max: 36 });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 2, max: 300 }),
      fc.array(exponent, { minLength: 1, maxLength: 20 }),
      fc.boolean(),
      fc.integer(),
      async (n, exponents, single, seed) => {
        // Float64 input may be larger and smaller than any float32.
        const scales = exponents.map((e) => 10 ** (single ? e : 4 * e));
        const a = graded(n, scales, seed, single);
        const { products } = await backend.blockMoments([a], [[0, 0]]);
        const expected = (await referenceBackend.blockMoments([a], [[0, 0]])).products[0]!.data;
        const d = scales.length;
        products[0]!.data.forEach((value, p) => {
          const [i, j] = [Math.floor(p / d), p % d];
          const size = Math.sqrt(expected[i * (d + 1)]!) * Math.sqrt(expected[j * (d + 1)]!);
          // At most 64 roundings of partial sums, one of each factor, one of the product.
          expect(Math.abs(value - expected[p]!)).toBeLessThanOrEqual(67 * U * size);
        });
      },
    ),
    { numRuns: 60, seed: 1 },
  );
});

test("sums over blocks in which columns have other sizes each time", async () => {
  // None at first, then small, then far beyond what the first allows for, then small again.
  const sizes = [
    [0, 1e-30, 1, 1],
    [1e-9, 1e-30, 1e25, 1e30],
    [1e9, 1e30, 1e-3, 1e30],
    [1, 1, 1, 1e-30],
  ];
  const pairs = [
    [0, 0],
    [0, 1],
    [1, 1],
  ] as const;
  const others = [1e-20, 1, 1e20];
  const sums = backend.momentSums!([4, 3], pairs);
  const expected = pairs.map((): number[] => []);
  for (const [seed, scales] of sizes.entries()) {
    const block = [graded(200, scales, seed, seed % 2 === 0), graded(200, others, 9 + seed, true)];
    await sums.add(block);
    const { products } = await referenceBackend.blockMoments(block, pairs);
    for (const [k, { data }] of products.entries()) {
      expected[k] = Array.from(data, (value, p) => value + (expected[k]![p] ?? 0));
    }
  }
  const [xx, xy, yy] = await sums.products();
  sums.release();
  const [grams, crosses, others2] = expected as [number[], number[], number[]];
  const off = (found: Float64Array, right: number[], rows: number[], columns: number[]) => {
    const d = Math.sqrt(columns.length);
    const n = Math.sqrt(rows.length);
    found.forEach((value, p) => {
      const [i, j] = [Math.floor(p / d), p % d];
      const size = Math.sqrt(rows[i * (n + 1)]!) * Math.sqrt(columns[j * (d + 1)]!);
      expect(Math.abs(value - right[p]!)).toBeLessThanOrEqual(67 * U * size);
    });
  };
  off(xx!.data, grams, grams, grams);
  off(xy!.data, crosses, grams, others2);
  off(yy!.data, others2, others2, others2);
});

test("errors average out over the datapoints instead of adding up", async () => {
  const a = gaussianMatrix(20_000, 30, 1);
  const exact = (await referenceBackend.blockMoments([a], [[0, 0]])).products[0]!.data;
  const { products } = await backend.blockMoments([a], [[0, 0]]);
  let square = 0;
  products[0]!.data.forEach((value, p) => {
    const size = Math.sqrt(exact[31 * Math.floor(p / 30)]! * exact[31 * (p % 30)]!);
    square += ((value - exact[p]!) / size) ** 2;
  });
  // What core's entryRounding takes an entry to be off by; one long sum would be off by ten times that.
  expect(Math.sqrt(square / 900)).toBeLessThan((U * 8) / Math.sqrt(20_000));
});

test("a neuron that never changes has exactly no variance, and equal neurons equal moments", async () => {
  const data = gaussianMatrix(500, 20, 3).data.map((value, p) => (p % 20 === 4 ? 0.1 : value));
  for (let p = 0; p < data.length; p += 20) data[p + 19] = data[p + 2]!;
  const { products } = await backend.blockMoments([{ data, rows: 500, cols: 20 }], [[0, 0]]);
  const gram = products[0]!.data;
  for (let j = 0; j < 20; j++) {
    expect(gram[4 * 20 + j]).toBe(0);
    expect(gram[19 * 20 + j]).toBe(gram[2 * 20 + j]);
  }
});

test("the same bits for any number of threads, and by way of centredProduct", async () => {
  const a = {
    ...gaussianMatrix(3000, 201, 1),
    data: Float32Array.from(gaussianMatrix(3000, 201, 1).data),
  };
  const b = gaussianMatrix(3000, 150, 2);
  const pairs = [
    [0, 0],
    [0, 1],
    [1, 1],
  ] as const;
  const expected = await backend.blockMoments([a, b], pairs);
  for (const threads of [1, 3]) {
    const other = await createWasmBackend({ threads, precision: "float32" });
    expect(await other.blockMoments([a, b], pairs)).toEqual(expected);
    await other.dispose?.();
  }
});

test("a precision that is none is named", async () => {
  const options = { precision: "float16" } as unknown as { precision: "float32" };
  await expect(createWasmBackend(options)).rejects.toThrow(
    'createWasmBackend: precision "float16"; give "float64" or "float32"',
  );
});
