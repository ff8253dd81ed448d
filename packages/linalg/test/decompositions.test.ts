import {
  cholesky,
  eigh,
  fromRows,
  type Matrix,
  matrix,
  qr,
  referenceBackend,
  SvccaError,
  svd,
} from "@svcca/linalg";
import { gaussianMatrix } from "@svcca/linalg/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const { matmul } = referenceBackend;
const largest = (a: ArrayLike<number>) => Math.max(0, ...Array.from(a, Math.abs));

async function distance(a: Matrix, b: Matrix): Promise<number> {
  expect([a.rows, a.cols]).toEqual([b.rows, b.cols]);
  return largest(Array.from(a.data, (v, i) => v - b.data[i]!));
}

function identity(size: number): Matrix {
  const out = matrix(size, size);
  for (let i = 0; i < size; i++) out.data[i * size + i] = 1;
  return out;
}

const size = fc.integer({ min: 0, max: 24 });

async function expectQr(a: Matrix): Promise<void> {
  const { q, r } = await qr(a);
  const bound = 1e-14 * (1 + largest(a.data)) * (a.rows + a.cols + 1);
  expect(await distance(await matmul(q, r), a)).toBeLessThanOrEqual(bound);
  const gram = await matmul(q, q, { transA: true });
  expect(await distance(gram, identity(Math.min(a.rows, a.cols)))).toBeLessThanOrEqual(1e-13);
  for (let i = 0; i < r.rows; i++) {
    for (let j = 0; j < Math.min(i, r.cols); j++) expect(r.data[i * r.cols + j]).toBe(0);
  }
}

describe("qr", () => {
  test("rebuilds matrices of any shape and rank, with orthonormal Q and triangular R", () =>
    fc.assert(
      fc.asyncProperty(
        size,
        size,
        fc.integer({ min: 0, max: 24 }),
        fc.integer(),
        async (m, n, rank, seed) => {
          const a = await matmul(gaussianMatrix(m, rank, seed), gaussianMatrix(rank, n, seed + 1));
          await expectQr(a);
        },
      ),
      { numRuns: 60, seed: 1 },
    ));

  // Columns are reduced 32 at a time.
  for (const [m, n, rank] of [
    [130, 70, 70],
    [70, 130, 70],
    [96, 96, 40],
    [33, 32, 3],
  ] as const) {
    test(`${m} x ${n} of rank ${rank}: several blocks of columns`, async () => {
      await expectQr(await matmul(gaussianMatrix(m, rank, 1), gaussianMatrix(rank, n, 2)));
    });
  }

  test("stops when told to", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(qr(gaussianMatrix(5, 4, 1), { signal })).rejects.toThrow("enough");
  });
});

describe("cholesky", () => {
  test("rebuilds A = L L', at scales whose squares leave float64", async () => {
    for (const factor of [1, 1e200, 1e-200]) {
      const g = gaussianMatrix(20, 8, 2);
      const gram = await matmul(g, g, { transA: true });
      const a = { ...gram, data: gram.data.map((v) => v * factor) };
      const l = cholesky(a);
      const back = await matmul(l, l, { transB: true });
      expect(await distance(back, a)).toBeLessThanOrEqual(1e-13 * largest(a.data));
    }
  });

  test("says that a matrix is not positive definite", () => {
    const a = fromRows([
      [1, 2],
      [2, 1],
    ]);
    expect(() => cholesky(a)).toThrowError(
      expect.objectContaining({ code: "not-positive-definite" }),
    );
  });
});

describe("textbook values", () => {
  test("eigh of [[2, 1], [1, 2]]: 3 and 1 along the diagonals", async () => {
    const { values, vectors } = await eigh(
      fromRows([
        [2, 1],
        [1, 2],
      ]),
    );
    expect(Array.from(values)).toEqual([expect.closeTo(3, 14), expect.closeTo(1, 14)]);
    expect(Math.abs(vectors.data[0]!)).toBeCloseTo(Math.SQRT1_2, 14);
  });

  test("svd of the Hilbert matrix of order 5: condition number 476607.25", async () => {
    const rows = Array.from({ length: 5 }, (_, i) =>
      Array.from({ length: 5 }, (_, j) => 1 / (i + j + 1)),
    );
    const { s } = await svd(fromRows(rows));
    // Golub & Van Loan and MATLAB's documentation of hilb print 4.7661e+05.
    expect(s[0]! / s[4]!).toBeCloseTo(476607.25, 1);
  });
});

describe("bad input is one typed error that names the place", () => {
  const nan = matrix(2, 2, new Float64Array([1, 2, Number.NaN, 4]));
  test("NaN", async () => {
    await expect(eigh(nan)).rejects.toThrow(
      "eigh: NaN at row 1, column 0; only finite values can be used",
    );
    await expect(svd(nan)).rejects.toMatchObject({
      code: "non-finite",
      facts: { row: 1, column: 0 },
    });
    await expect(qr(nan)).rejects.toThrow(SvccaError);
    expect(() => cholesky(nan)).toThrow(SvccaError);
  });

  test("shapes", async () => {
    await expect(eigh(matrix(2, 3))).rejects.toMatchObject({
      code: "shape-mismatch",
    });
    expect(() => cholesky(matrix(2, 3))).toThrow("cholesky: a matrix of 2 x 3; only a square");
    expect(() => matrix(2, 3, new Float64Array(5))).toThrow(
      "matrix: 5 values for a matrix of 2 x 3 = 6",
    );
    expect(() => matrix(1.5, 2, new Float64Array(3))).toThrow("sizes are whole numbers from 0");
    expect(() => fromRows([[1, 2], [3]])).toThrow("fromRows: row 1 has 1 values, row 0 has 2");
  });

  test("an abort in the middle of a product", async () => {
    const a = gaussianMatrix(600, 600, 1);
    const started = performance.now();
    const signal = AbortSignal.timeout(60);
    const reason = await Promise.all([1, 2, 3, 4].map(() => matmul(a, a, { signal }))).catch(
      (error: unknown) => error,
    );
    expect(reason).toBe(signal.reason);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
