import type { CallOptions } from "../backend.js";
import { type Matrix64, transpose } from "../matrix.js";
import { svd } from "../reference/svd.js";
import { type Bidiagonal, bidiagonalise, type Phases } from "./bidiagonal.js";
import {
  adjoint,
  assertComplex,
  type ComplexMatrix,
  complexMatrix,
  complexTranspose,
  scaledCopy,
} from "./complex-matrix.js";
import type { ComplexOptions } from "./eigh.js";
import { type Reflector, reflectEach } from "./householder.js";

/** Thin singular value decomposition A = U diag(s) V^H, with k = min(rows, cols). */
export interface ComplexSvd {
  /** rows x k, orthonormal columns. */
  readonly u: ComplexMatrix;
  /** The k singular values, largest first, none negative. */
  readonly s: Float64Array;
  /** k x cols, orthonormal rows. */
  readonly vh: ComplexMatrix;
}

/**
 * Thin singular value decomposition of a complex matrix of any shape.
 *
 * The matrix is brought to a real bidiagonal one by complex reflections, in float64; the real
 * decomposition of that is the backend's. Never through A^H A, so small singular values keep an
 * absolute accuracy of about u times the largest.
 *
 * Source: Golub & Van Loan, Matrix Computations, 8.6.
 *
 * @throws SvccaError `non-finite` for NaN or infinity.
 */
export async function complexSvd(
  a: ComplexMatrix,
  options: ComplexOptions = {},
): Promise<ComplexSvd> {
  assertComplex(a, "complexSvd");
  if (a.rows < a.cols) {
    const { u, s, vh } = await complexSvd(adjoint(a), options);
    return { u: adjoint(vh), s, vh: adjoint(u) };
  }
  const { real, scale, parts } = reduce(a, "complexSvd");
  const inner = await realSvd(real, options);
  const u = columnsOf(inner.u, parts.leftPhase, parts.left, a.rows);
  const v = columnsOf(transpose(inner.vt), parts.rightPhase, parts.right, a.cols);
  return { u, s: inner.s.map((value) => value * scale), vh: adjoint(v) };
}

/**
 * The singular values alone, as {@link complexSvd} gives them, for less work.
 *
 * @throws SvccaError `non-finite` for NaN or infinity.
 */
export async function complexSingularValues(
  a: ComplexMatrix,
  options: ComplexOptions = {},
): Promise<Float64Array> {
  assertComplex(a, "complexSingularValues");
  const { real, scale } = reduce(a.rows < a.cols ? adjoint(a) : a, "complexSingularValues");
  const { backend } = options;
  const call = callOf(options);
  const s = backend?.singularValues
    ? await backend.singularValues(real, call)
    : (await realSvd(real, options)).s;
  return s.map((value) => value * scale);
}

function reduce(
  a: ComplexMatrix,
  where: string,
): { real: Matrix64; scale: number; parts: Bidiagonal } {
  const n = a.cols;
  const { re, im, scale } = scaledCopy(a, where);
  const parts = bidiagonalise(re, im, a.rows, n);
  const data = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    data[i * n + i] = parts.diagonal[i]!;
    if (i + 1 < n) data[i * n + i + 1] = parts.above[i]!;
  }
  return { real: { data, rows: n, cols: n }, scale, parts };
}

function realSvd(real: Matrix64, options: ComplexOptions) {
  return options.backend?.svd?.(real, callOf(options)) ?? svd(real, callOf(options));
}

function callOf({ signal }: ComplexOptions): CallOptions {
  return signal ? { signal } : {};
}

/** The vectors of the bidiagonal matrix, a column each, as vectors of the matrix itself. */
function columnsOf(
  inner: Matrix64,
  phases: Phases,
  reflectors: readonly Reflector[],
  rows: number,
): ComplexMatrix {
  const k = inner.cols;
  const vectors = complexMatrix(k, rows);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < inner.rows; j++) {
      const z = inner.data[j * k + i]!;
      vectors.re[i * rows + j] = z * phases.re[j]!;
      vectors.im[i * rows + j] = z * phases.im[j]!;
    }
  }
  reflectEach(reflectors, vectors.re, vectors.im, rows);
  return complexTranspose(vectors);
}
