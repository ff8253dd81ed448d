import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createWasmBackend } from "@svcca/backend-wasm/node";
import { cca, cka, collectMoments, grid, pca, svcca, svccaFromMoments } from "@svcca/core";
import { openArray } from "@svcca/io/node";
import { type Matrix, matrix } from "@svcca/linalg";
import { gaussianMatrix } from "@svcca/linalg/testing";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";

const single = await createWasmBackend({ threads: 2, precision: "float32" });
const double = await createWasmBackend({ threads: 2 });
afterAll(() => Promise.all([single, double].map((backend) => backend.dispose?.())));

const shared = fileURLToPath(new URL("../../shared/", import.meta.url));
const here = existsSync(`${shared}goldens/pairs.json`);
const pairs = here ? JSON.parse(readFileSync(`${shared}goldens/pairs.json`, "utf8")).pairs : {};

async function whole(target: string): Promise<Matrix> {
  const { source, close } = await openArray(`${shared}data/${target}`);
  const [rows = 0] = source.shape;
  const data = Float32Array.from(await source.read(0, rows));
  await close();
  return matrix(rows, data.length / rows, data);
}

/** A layer whose neurons mix d factors, each smaller than the one before, around large means. */
function layer(n: number, d: number, decay: number, seed: number): Matrix {
  const factors = gaussianMatrix(n, d, seed).data;
  const mixing = gaussianMatrix(d, d, seed + 1).data;
  const data = new Float32Array(n * d);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) {
      let sum = 10 * (j % 5);
      for (let k = 0; k < d; k++) sum += factors[i * d + k]! * decay ** k * mixing[k * d + j]!;
      data[i * d + j] = sum;
    }
  }
  return { data, rows: n, cols: d };
}

/** The first layer with noise of its own on every neuron. */
function relative(x: Matrix, noise: number, seed: number): Matrix {
  const own = gaussianMatrix(x.rows, x.cols, seed).data;
  return { ...x, data: Float32Array.from(x.data, (value, p) => value + noise * own[p]!) };
}

describe.skipIf(!here)("reference values, to 1e-6 of the mean and 1e-5 of a coefficient", () => {
  test("digits-cnn fc1 a-000 vs a-100", async () => {
    const golden = pairs["digits-cnn fc1 a-000 vs a-100"]["svcca_variance_0.99"];
    const [x, y] = [
      await whole("digits-cnn-a-000.npz:fc1"),
      await whole("digits-cnn-a-100.npz:fc1"),
    ];
    const result = await svcca(x, y, { backend: single });
    expect(result.coefficients.length).toBe(golden.coefficients.length);
    golden.coefficients.forEach((value: number, i: number) => {
      expect(Math.abs(result.coefficients[i]! - value)).toBeLessThan(1e-5);
    });
    const mean = golden.coefficients.reduce((sum: number, value: number) => sum + value, 0);
    expect(Math.abs(result.similarity - mean / golden.coefficients.length)).toBeLessThan(1e-6);
    expect(result.backend).toBe("wasm-float32");
  });
});

test("svcca: the mean to 1e-6, and coefficients within a few times the error that is claimed", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 300, max: 1200 }),
      fc.integer({ min: 2, max: 40 }),
      fc.double({ min: 0.7, max: 1, noNaN: true }),
      fc.integer({ min: 1, max: 1e6 }),
      async (n, d, decay, seed) => {
        const x = layer(n, d, decay, seed);
        const y = relative(x, 0.3, seed + 2);
        const exact = await svcca(x, y, { backend: double });
        const result = await svcca(x, y, { backend: single });
        // A share of the variance that is met by a hair may be met by one direction more or less.
        fc.pre(exact.kept.x === result.kept.x && exact.kept.y === result.kept.y);
        expect(Math.abs(result.similarity - exact.similarity)).toBeLessThan(1e-6);
        result.coefficients.forEach((value, i) => {
          const off = Math.abs(value - exact.coefficients[i]!);
          expect(off).toBeLessThan(Math.max(1e-6, 4 * result.error));
        });
      },
    ),
    { numRuns: 25, seed: 1 },
  );
});

test("dead neurons, copies and combinations change the rank no more than in float64", async () => {
  const x = layer(800, 12, 0.9, 5);
  const data = new Float32Array(800 * 16);
  for (let i = 0; i < 800; i++) {
    for (let j = 0; j < 12; j++) data[i * 16 + j] = x.data[i * 12 + j]!;
    data[i * 16 + 13] = x.data[i * 12]!;
    data[i * 16 + 14] = 2 * x.data[i * 12 + 3]!;
    data[i * 16 + 15] = 0.25;
  }
  const wide = { data, rows: 800, cols: 16 };
  const y = relative(x, 0.5, 6);
  for (const measure of [svcca, cca]) {
    const exact = await measure(wide, y, { backend: double });
    const result = await measure(wide, y, { backend: single });
    expect(result.kept).toEqual(exact.kept);
    expect(Math.abs(result.similarity - exact.similarity)).toBeLessThan(1e-5);
  }
  expect((await pca(wide, { backend: single })).dimension.rank).toBe(12);
  const [one, other] = [
    await cka(wide, y, { backend: single }),
    await cka(wide, y, { backend: double }),
  ];
  expect(Math.abs(one.similarity - other.similarity)).toBeLessThan(1e-6);
});

test("a grid is as accurate as its pairs", async () => {
  const xs = [layer(900, 20, 0.85, 1), layer(900, 30, 0.9, 2)];
  const ys = [relative(xs[0]!, 0.4, 3), relative(xs[1]!, 0.2, 4)];
  const exact = await grid(xs, ys, { backend: double });
  const result = await grid(xs, ys, { backend: single });
  result.values.forEach((row, i) => {
    row.forEach((value, j) => {
      expect(Math.abs(value - exact.values[i]![j]!)).toBeLessThan(1e-6);
    });
  });
});

test("what float32 may lose is said", async () => {
  const x = layer(600, 40, 0.8, 1);
  const moments = await collectMoments([x, relative(x, 1e-4, 2)], { backend: single });
  const options = { backend: single, truncate: { variance: 0.99999 } };
  const result = await svccaFromMoments(moments, options);
  expect(result.error).toBeGreaterThan(1e-6);
  expect(result.warnings.map(({ message }) => message).join()).toContain("--precision");
});
