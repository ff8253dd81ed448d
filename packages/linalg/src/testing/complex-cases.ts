import { adjoint, type ComplexMatrix, complexMatrix } from "../complex/complex-matrix.js";
import type { ComplexBackend } from "../complex/fallback.js";
import { SvccaError } from "../errors.js";
import { type Matrix64, maxAbs } from "../matrix.js";
import type { ConformanceCase } from "./case.js";
import { check, checkWithin, rejection } from "./check.js";
import { atScales, checkDescending, SLACK } from "./decomposition-cases.js";
import { maxDifference, naiveProduct } from "./measure.js";
import { type Problem, rectangularProblems } from "./problems.js";
import { gaussianMatrix } from "./random.js";

/** Decompositions of complex matrices are float64 everywhere. */
const U = 2 ** -53;

/** op(a) b by its definition, and the same product of absolute values. */
export function naiveComplex(a: ComplexMatrix, b: ComplexMatrix) {
  const parts = ({ re, im, rows, cols }: ComplexMatrix): [Matrix64, Matrix64] => [
    { data: re, rows, cols },
    { data: im, rows, cols },
  ];
  const [[ar, ai], [br, bi]] = [parts(a), parts(b)];
  const times = (x: Matrix64, y: Matrix64) => naiveProduct(x, y, false, false);
  const [rr, ii, ri, ir] = [times(ar, br), times(ai, bi), times(ar, bi), times(ai, br)];
  const data = (one: typeof rr) => one.product.data;
  return {
    product: {
      re: data(rr).map((value, p) => value - data(ii)[p]!),
      im: data(ri).map((value, p) => value + data(ir)[p]!),
      rows: a.rows,
      cols: b.cols,
    },
    magnitude: rr.magnitude.map(
      (value, p) => value + ii.magnitude[p]! + ri.magnitude[p]! + ir.magnitude[p]!,
    ),
  };
}

export function complexDifference(a: ComplexMatrix, b: ComplexMatrix): number {
  return Math.max(maxDifference(a.re, b.re), maxDifference(a.im, b.im));
}

function largest({ re, im }: ComplexMatrix): number {
  return Math.max(maxAbs(re), maxAbs(im));
}

/** How far the columns of `q` are from orthonormal. */
function orthogonality(q: ComplexMatrix): number {
  const { product } = naiveComplex(adjoint(q), q);
  for (let i = 0; i < q.cols; i++) product.re[i * (q.cols + 1)]! -= 1;
  return complexDifference(product, complexMatrix(q.cols, q.cols));
}

function scaleColumns({ re, im, rows, cols }: ComplexMatrix, factors: Float64Array): ComplexMatrix {
  const scale = (part: Float64Array) => part.map((value, p) => value * factors[p % cols]!);
  return { re: scale(re), im: scale(im), rows, cols };
}

/** A problem with an imaginary part of the same kind: its rows in another order. */
function complexOf({ matrix: { data, rows, cols } }: Problem): ComplexMatrix {
  const im = Float64Array.from(data, (_, p) => {
    const row = rows - 1 - Math.floor(p / cols);
    return data[row * cols + (p % cols)]! * (p % 2 ? -1 : 1);
  });
  return { re: data, im, rows, cols };
}

/** Sizes in no order, so that matrices of a size are not neighbours, and an odd number of some. */
function problems(unitRoundoff: number): { name: string; matrix: ComplexMatrix }[] {
  const list = atScales(rectangularProblems(), unitRoundoff).map((one) => {
    return { name: one.name, matrix: complexOf(one) };
  });
  return [...list.filter((_, i) => i % 2 === 0), ...list.filter((_, i) => i % 2 === 1)];
}

/** Their Hermitian products A^H A, to which the scale 1e-150 would leave nothing. */
function hermitianProblems() {
  return problems(1).map(({ name, matrix }) => {
    const { product } = naiveComplex(adjoint(matrix), matrix);
    for (let i = 0; i < product.rows; i++) product.im[i * (product.rows + 1)] = 0;
    return { name: `A^H A of ${name}`, matrix: product };
  });
}

async function checkHermitianEighs(backend: ComplexBackend): Promise<void> {
  const list = hermitianProblems();
  const before = list.map(({ matrix }) => matrix.re.slice());
  const seen: number[] = [];
  const countOf = (d: number, i: number) => (i % 3 === 0 ? d : Math.ceil((d * (i % 3)) / 3));
  const found = await backend.hermitianEighs(
    list.map(({ matrix }) => matrix),
    {
      keep(values, i) {
        seen.push(i);
        return countOf(values.length, i);
      },
    },
  );
  check(found.length === list.length, "hermitianEighs: not one result for each matrix");
  check(
    seen.length === list.length && new Set(seen).size === list.length,
    "hermitianEighs: keep was not called once for each matrix",
  );
  for (const [i, { name, matrix }] of list.entries()) {
    const where = `hermitianEighs of ${name}`;
    const { values, vectors } = found[i]!;
    const d = matrix.rows;
    const k = countOf(d, i);
    check(
      values.length === d && vectors.rows === d && vectors.cols === k,
      `${where}: wrong sizes, or not as many vectors as keep says`,
    );
    checkDescending(values, where);
    check(maxDifference(before[i]!, matrix.re) === 0, `${where}: the input was changed`);
    const { product } = naiveComplex(matrix, vectors);
    const bound = SLACK * d * U;
    const error = complexDifference(product, scaleColumns(vectors, values.subarray(0, k)));
    checkWithin(error, d * bound * largest(matrix), where);
    checkWithin(orthogonality(vectors), bound, `${where}: orthogonality`);
    // The values that have no vectors here too.
    const trace = values.reduce((sum, value) => sum + value, 0);
    const expected = matrix.re.reduce((sum, v, p) => sum + (p % (d + 1) === 0 ? v : 0), 0);
    checkWithin(Math.abs(trace - expected), d * bound * largest(matrix), `${where}: trace`);
  }
}

/** Unitary u and v around known values: what is found must be these, also those under 1e-8. */
async function checkSingularValues(backend: ComplexBackend): Promise<void> {
  const wanted = Float64Array.of(1, 0.5, 1e-3, 1e-7, 1e-10, 1e-12, 0);
  const unitary = async (n: number, seed: number) => {
    const part = (s: number) => gaussianMatrix(n, n, s).data;
    const a = { re: part(seed), im: part(seed + 1), rows: n, cols: n };
    const [found] = await backend.hermitianEighs([naiveComplex(adjoint(a), a).product]);
    return found!.vectors;
  };
  const [u, v] = [await unitary(9, 1), await unitary(7, 3)];
  const thin = (part: Float64Array) => part.filter((_, p) => p % 9 < 7);
  const left = { re: thin(u.re), im: thin(u.im), rows: 9, cols: 7 };
  const tall = naiveComplex(scaleColumns(left, wanted), adjoint(v)).product;
  const list = [tall, adjoint(tall), tall];
  for (const values of await backend.complexSingularValues(list)) {
    checkWithin(
      maxDifference(values, wanted),
      SLACK * 9 * U,
      "complexSingularValues: of known values",
    );
  }
  for (const { name, matrix } of problems(backend.unitRoundoff)) {
    const where = `complexSingularValues of ${name}`;
    const [values] = await backend.complexSingularValues([matrix]);
    check(values!.length === Math.min(matrix.rows, matrix.cols), `${where}: wrong size`);
    checkDescending(values!, where);
    check(
      values!.every((value) => value >= 0),
      `${where}: a singular value is negative`,
    );
    const top = largest(matrix) || 1;
    const squares = (part: ArrayLike<number>) =>
      Array.from(part).reduce((sum, value) => sum + (value / top) ** 2, 0);
    const error = Math.abs(squares(values!) - squares(matrix.re) - squares(matrix.im));
    const size = matrix.rows * matrix.cols;
    checkWithin(error, SLACK * (size + 4) * size * U, `${where}: sum of squares`);
  }
}

async function checkProducts(backend: ComplexBackend): Promise<void> {
  const part = (rows: number, cols: number, seed: number): ComplexMatrix => ({
    re: gaussianMatrix(rows, cols, seed).data,
    im: gaussianMatrix(rows, cols, seed + 1).data.map((value) => value * 1e-3),
    rows,
    cols,
  });
  const sizes = [0, 1, 3, 4, 5, 17, 40];
  const list = sizes.flatMap((rows, i) =>
    sizes.map((inner, j) => {
      const cols = sizes[(i + 2 * j) % sizes.length]!;
      const adjointA = (i + j) % 2 === 0;
      const a = adjointA ? part(inner, rows, i) : part(rows, inner, i);
      return { a, b: part(inner, cols, j), ...(adjointA ? { adjointA } : {}) };
    }),
  );
  const found = await backend.complexProducts(list);
  check(found.length === list.length, "complexProducts: not one result for each product");
  for (const [i, { a, b, adjointA = false }] of list.entries()) {
    const { product, magnitude } = naiveComplex(adjointA ? adjoint(a) : a, b);
    const where = `complexProducts: ${product.rows} x ${b.rows} x ${product.cols}`;
    const { re, im, rows, cols } = found[i]!;
    check(rows === product.rows && cols === product.cols, `${where}: wrong sizes`);
    const bound = 4 * (b.rows + 4) * backend.unitRoundoff;
    for (let p = 0; p < re.length; p++) {
      const error = Math.max(Math.abs(re[p]! - product.re[p]!), Math.abs(im[p]! - product.im[p]!));
      checkWithin(error, bound * magnitude[p]!, `${where}, entry ${p}`);
    }
  }
}

export const complexCases: readonly ConformanceCase[] = [
  {
    name: "hermitianEighs: many of different sizes, reconstruction and orthogonality of what is kept",
    run: checkHermitianEighs,
  },
  {
    name: "complexSingularValues: known values down to 1e-12 of the largest, and hard matrices",
    run: checkSingularValues,
  },
  { name: "complexProducts: many of different sizes, entry by entry", run: checkProducts },
  {
    name: "complex matrices in lists: what does not fit, is not finite, or was aborted",
    async run(backend) {
      const a = complexMatrix(2, 2);
      const wide = complexMatrix(2, 3);
      const nan = { ...a, re: Float64Array.of(1, 2, Number.NaN, 4) };
      for (const [call, code] of [
        [() => backend.hermitianEighs([a, wide]), "shape-mismatch"],
        [() => backend.hermitianEighs([a, nan]), "non-finite"],
        [() => backend.hermitianEighs([a], { keep: () => 3 }), "invalid-argument"],
        [() => backend.complexSingularValues([a, nan]), "non-finite"],
        [() => backend.complexProducts([{ a: wide, b: a }]), "shape-mismatch"],
      ] as const) {
        const reason = await rejection(call(), `complex lists, ${code}`);
        check(
          reason instanceof SvccaError && reason.code === code,
          `complex lists: rejected with ${reason}, expected an SvccaError with code ${code}`,
        );
      }
      const stop = new Error("stop");
      const signal = AbortSignal.abort(stop);
      for (const call of [
        () => backend.hermitianEighs([a], { signal }),
        () => backend.complexSingularValues([a], { signal }),
        () => backend.complexProducts([{ a, b: a }], { signal }),
      ]) {
        const reason = await rejection(call(), "complex lists, aborted");
        check(
          reason === stop,
          `complex lists: rejected with ${reason}, expected the signal's reason`,
        );
      }
    },
  },
];
