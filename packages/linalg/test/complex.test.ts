import {
  adjoint,
  type ComplexMatrix,
  complexEigh,
  complexMatmul,
  complexMatrix,
  complexSingularValues,
  complexSvd,
  eigh,
  referenceBackend,
  SvccaError,
  svd,
} from "@svcca/linalg";
import { gaussianMatrix } from "@svcca/linalg/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const U = 2 ** -53;

function gaussian(rows: number, cols: number, seed: number): ComplexMatrix {
  const part = (s: number) => gaussianMatrix(rows, cols, s).data;
  return { re: part(2 * seed), im: part(2 * seed + 1), rows, cols };
}

const columns = (a: ComplexMatrix, factors: ArrayLike<number>): ComplexMatrix => {
  const scale = (part: Float64Array) => part.map((v, p) => v * factors[p % a.cols]!);
  return { ...a, re: scale(a.re), im: scale(a.im) };
};

const times = (a: ComplexMatrix, factor: number): ComplexMatrix => ({
  ...a,
  re: a.re.map((v) => v * factor),
  im: a.im.map((v) => v * factor),
});

function product(a: ComplexMatrix, b: ComplexMatrix): ComplexMatrix {
  const out = complexMatrix(a.rows, b.cols);
  for (let i = 0; i < a.rows; i++)
    for (let j = 0; j < b.cols; j++)
      for (let k = 0; k < a.cols; k++) {
        const [ar, ai] = [a.re[i * a.cols + k]!, a.im[i * a.cols + k]!];
        const [br, bi] = [b.re[k * b.cols + j]!, b.im[k * b.cols + j]!];
        out.re[i * b.cols + j]! += ar * br - ai * bi;
        out.im[i * b.cols + j]! += ar * bi + ai * br;
      }
  return out;
}

/** The largest absolute difference; NaN when there is one. */
function difference(a: ComplexMatrix, b: ComplexMatrix): number {
  expect([a.rows, a.cols]).toEqual([b.rows, b.cols]);
  let max = 0;
  for (let p = 0; p < a.re.length; p++) {
    const value = Math.hypot(a.re[p]! - b.re[p]!, a.im[p]! - b.im[p]!);
    if (!(value <= max)) max = value;
  }
  return max;
}

function fromIdentity(a: ComplexMatrix): number {
  const identity = complexMatrix(a.rows, a.cols);
  for (let i = 0; i < a.rows; i++) identity.re[i * (a.cols + 1)] = 1;
  return difference(a, identity);
}

const largest = (a: ComplexMatrix) => Math.max(0, ...a.re.map(Math.abs), ...a.im.map(Math.abs));

/** Matrices of every shape that break careless decompositions. */
const problems: [string, ComplexMatrix][] = [
  ...[
    [0, 0],
    [0, 3],
    [3, 0],
    [1, 1],
    [1, 6],
    [6, 1],
    [2, 2],
    [12, 12],
    [40, 9],
    [9, 40],
    [33, 32],
  ].map(
    ([rows, cols]) => [`${rows} x ${cols}`, gaussian(rows!, cols!, 7)] as [string, ComplexMatrix],
  ),
  ["rank 3 of 20 x 11", product(gaussian(20, 3, 1), gaussian(3, 11, 2))],
  ["rank 3 of 11 x 20", product(gaussian(11, 3, 1), gaussian(3, 20, 2))],
  ["all zero", complexMatrix(6, 4)],
  [
    "all equal",
    { re: new Float64Array(24).fill(2), im: new Float64Array(24).fill(-3), rows: 6, cols: 4 },
  ],
  ["dead columns", columns(gaussian(30, 8, 3), [0, 1, 0, 0, 1, 1, 0, 1])],
  [
    "graded to 1e-14",
    columns(gaussian(30, 8, 4), [1, 1e-2, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12, 1e-14]),
  ],
  [
    "graded from 1e-14",
    columns(gaussian(30, 8, 5), [1e-14, 1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2, 1]),
  ],
  ["real", { ...gaussian(9, 7, 6), im: new Float64Array(63) }],
  ["imaginary", { ...gaussian(9, 7, 6), re: new Float64Array(63) }],
  ["unitary", adjoint((await complexSvd(gaussian(15, 15, 8))).u)],
  ["huge", times(gaussian(8, 8, 9), 1e200)],
  ["tiny", times(gaussian(8, 8, 9), 1e-200)],
];

describe("complexSvd", () => {
  test.each(problems)("%s: A = U S V^H, U and V orthonormal, S sorted", async (_, a) => {
    const { u, s, vh } = await complexSvd(a);
    const k = Math.min(a.rows, a.cols);
    const size = Math.max(a.rows, a.cols);
    expect([u.rows, u.cols, s.length, vh.rows, vh.cols]).toEqual([a.rows, k, k, k, a.cols]);
    const bound = 16 * size * U;
    expect(difference(product(columns(u, s), vh), a)).toBeLessThanOrEqual(
      bound * Math.sqrt(size) * largest(a),
    );
    expect(fromIdentity(product(adjoint(u), u))).toBeLessThanOrEqual(bound);
    expect(fromIdentity(product(vh, adjoint(vh)))).toBeLessThanOrEqual(bound);
    s.forEach((value, i) => {
      expect(value).toBeGreaterThanOrEqual(0);
      if (i > 0) expect(value).toBeLessThanOrEqual(s[i - 1]!);
    });
    const alone = await complexSingularValues(a);
    expect(alone.length).toBe(k);
    alone.forEach((value, i) => {
      expect(Math.abs(value - s[i]!)).toBeLessThanOrEqual(bound * (s[0] ?? 0));
    });
  });

  test("singular values of a matrix that was put together from them, from 1 to 1e-12", async () => {
    const wanted = Array.from({ length: 13 }, (_, i) => 10 ** -i);
    const { u } = await complexSvd(gaussian(30, 13, 1));
    const { vh } = await complexSvd(gaussian(13, 13, 2));
    const s = await complexSingularValues(product(columns(u, wanted), vh));
    // A detour over A^H A would lose all that is under 1e-8.
    wanted.forEach((value, i) => {
      expect(Math.abs(s[i]! - value)).toBeLessThan(100 * U);
    });
  });
});

describe("complexEigh", () => {
  const hermitian = problems.map(([name, a]): [string, ComplexMatrix] => {
    const scaled = name === "huge" || name === "tiny" ? times(a, 1 / largest(a)) : a;
    return [`Gram matrix of ${name}`, product(adjoint(scaled), scaled)];
  });
  const square = gaussian(24, 24, 11);
  const sum = (a: Float64Array, b: Float64Array) => a.map((v, p) => v + b[p]!);
  const flipped = adjoint(square);
  hermitian.push(
    ["indefinite", { ...square, re: sum(square.re, flipped.re), im: sum(square.im, flipped.im) }],
    ["Gram matrix times 1e250", times(hermitian[8]![1], 1e250)],
  );

  test.each(hermitian)("%s: A = V D V^H, V unitary, D sorted", async (_, a) => {
    const { values, vectors } = await complexEigh(a);
    const bound = 16 * Math.max(1, a.rows) * U;
    const rebuilt = product(columns(vectors, values), adjoint(vectors));
    const size = Math.max(Math.abs(values[0] ?? 0), Math.abs(values[values.length - 1] ?? 0));
    expect(difference(rebuilt, a)).toBeLessThanOrEqual(bound * size);
    expect(fromIdentity(product(adjoint(vectors), vectors))).toBeLessThanOrEqual(bound);
    values.forEach((value, i) => {
      if (i > 0) expect(value).toBeLessThanOrEqual(values[i - 1]!);
    });
  });

  test("as many eigenvectors as are wanted, of values that `keep` sees at their own scale", async () => {
    const a = times(product(adjoint(gaussian(9, 6, 1)), gaussian(9, 6, 1)), 1e-30);
    const whole = await complexEigh(a);
    const { values, vectors } = await complexEigh(a, {
      keep: (all) => all.filter((value) => value > whole.values[2]! * 0.99).length,
    });
    expect(values).toEqual(whole.values);
    expect([vectors.rows, vectors.cols]).toEqual([6, 3]);
    for (let i = 0; i < 6; i++) {
      for (let j = 0; j < 3; j++) expect(vectors.re[3 * i + j]).toBe(whole.vectors.re[6 * i + j]);
    }
  });

  test("reads the lower triangle only", async () => {
    const a = product(adjoint(gaussian(9, 6, 1)), gaussian(9, 6, 1));
    const lower = { ...a, re: a.re.slice(), im: a.im.slice() };
    for (let i = 0; i < 6; i++) {
      lower.im[7 * i] = 5;
      for (let j = i + 1; j < 6; j++) lower.re[6 * i + j] = lower.im[6 * i + j] = 99;
    }
    const [whole, half] = [await complexEigh(a), await complexEigh(lower)];
    expect(half.values).toEqual(whole.values);
  });

  test("a real matrix has the eigenvalues of the real decomposition", async () => {
    const x = gaussianMatrix(20, 10, 3);
    const gram = await referenceBackend.matmul(x, x, { transA: true });
    const real = await eigh(gram);
    const { values } = await complexEigh({
      re: gram.data,
      im: new Float64Array(100),
      rows: 10,
      cols: 10,
    });
    values.forEach((value, i) => {
      expect(Math.abs(value - real.values[i]!)).toBeLessThan(100 * U * real.values[0]!);
    });
  });

  test("the Pauli matrices have the eigenvalues 1 and -1", async () => {
    const y = {
      re: Float64Array.of(0, 0, 0, 0),
      im: Float64Array.of(0, -1, 1, 0),
      rows: 2,
      cols: 2,
    };
    expect(Array.from((await complexEigh(y)).values, Math.round)).toEqual([1, -1]);
  });
});

describe("complexMatmul", () => {
  test("agrees with plain sums for every choice of adjoints", async () => {
    const sizes = fc.integer({ min: 0, max: 9 });
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(sizes, sizes, sizes, fc.boolean(), fc.boolean(), fc.nat(1000)),
        async ([m, k, n, adjointA, adjointB, seed]) => {
          const a = adjointA ? gaussian(k, m, seed) : gaussian(m, k, seed);
          const b = adjointB ? gaussian(n, k, seed + 1) : gaussian(k, n, seed + 1);
          const wanted = product(adjointA ? adjoint(a) : a, adjointB ? adjoint(b) : b);
          const got = await complexMatmul(a, b, { adjointA, adjointB });
          expect(difference(got, wanted)).toBeLessThanOrEqual(1e-13);
        },
      ),
    );
  });
});

describe("what the complex functions are given", () => {
  test("the backend decomposes the bidiagonal matrix that is left", async () => {
    const calls: string[] = [];
    const backend = {
      svd: (a: Parameters<typeof svd>[0]) => {
        calls.push(`${a.rows} x ${a.cols}`);
        return svd(a);
      },
    };
    await complexSvd(gaussian(4, 7, 1), { backend });
    expect(calls).toEqual(["4 x 4"]);
  });

  test("inputs stay as they are; an aborted signal and bad input are refused", async () => {
    const a = gaussian(5, 5, 1);
    const copy = { ...a, re: a.re.slice(), im: a.im.slice() };
    await complexSvd(a);
    await complexEigh(a);
    expect(a).toEqual(copy);
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(complexEigh(a, { signal })).rejects.toThrow("enough");
    await expect(complexSvd(a, { signal })).rejects.toThrow("enough");
    await expect(complexSingularValues(a, { signal })).rejects.toThrow("enough");
    await expect(complexMatmul(a, a, { signal })).rejects.toThrow("enough");
    a.im[7] = Number.NaN;
    await expect(complexEigh(a)).rejects.toThrow("NaN at row 1, column 2");
    await expect(complexSvd(a)).rejects.toThrow(SvccaError);
    await expect(complexEigh(gaussian(2, 3, 1))).rejects.toThrow("2 x 3");
    await expect(complexMatmul(a, gaussian(4, 5, 1))).rejects.toThrow("inner sizes 5 and 4");
    expect(() => complexMatrix(-1, 2)).toThrow(SvccaError);
  });
});
