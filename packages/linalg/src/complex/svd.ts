import type { Backend, CallOptions } from "../backend.js";
import { type Matrix64, transpose } from "../matrix.js";
import { svd } from "../reference/svd.js";
import { bidiagonalise, type Phases } from "./bidiagonal.js";
import {
  adjoint,
  assertComplex,
  type ComplexMatrix,
  complexMatrix,
  complexTranspose,
  scaledCopy,
} from "./complex-matrix.js";
import { type Reflector, reflectEach } from "./householder.js";
import { tridiagonalEigen } from "./tridiagonal-eigen.js";

/** Thin singular value decomposition A = U diag(s) V^H, with k = min(rows, cols). */
export interface ComplexSvd {
  /** rows x k, orthonormal columns. */
  readonly u: ComplexMatrix;
  /** The k singular values, largest first, none negative. */
  readonly s: Float64Array;
  /** k x cols, orthonormal rows. */
  readonly vh: ComplexMatrix;
}

/** Options of {@link complexSvd}. */
export interface ComplexSvdOptions extends CallOptions {
  /** Who decomposes the real bidiagonal matrix that is left. Default: the reference backend. */
  readonly backend?: Pick<Backend, "svd">;
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
  { backend, signal }: ComplexSvdOptions = {},
): Promise<ComplexSvd> {
  signal?.throwIfAborted();
  assertComplex(a, "complexSvd");
  if (a.rows < a.cols) {
    const { u, s, vh } = await complexSvd(adjoint(a), backend ? { backend } : {});
    return { u: adjoint(vh), s, vh: adjoint(u) };
  }
  const n = a.cols;
  const { re, im, scale } = scaledCopy(a, "complexSvd");
  const parts = bidiagonalise(re, im, a.rows, n);
  const data = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    data[i * n + i] = parts.diagonal[i]!;
    if (i + 1 < n) data[i * n + i + 1] = parts.above[i]!;
  }
  const real = { data, rows: n, cols: n };
  const call = signal ? { signal } : {};
  const inner = await (backend?.svd?.(real, call) ?? svd(real, call));
  const u = columnsOf(inner.u, parts.leftPhase, parts.left, a.rows);
  const v = columnsOf(transpose(inner.vt), parts.rightPhase, parts.right, a.cols);
  return { u, s: inner.s.map((value) => value * scale), vh: adjoint(v) };
}

/**
 * The singular values alone, as {@link complexSvd} gives them, for a small part of the work: the
 * eigenvalues of a tridiagonal matrix of twice the size with a zero diagonal, which come in pairs
 * s and -s.
 *
 * Source: Golub & Kahan 1965, Calculating the singular values and pseudo-inverse of a matrix.
 *
 * @throws SvccaError `non-finite` for NaN or infinity.
 */
export async function complexSingularValues(
  a: ComplexMatrix,
  { signal }: CallOptions = {},
): Promise<Float64Array> {
  signal?.throwIfAborted();
  assertComplex(a, "complexSingularValues");
  const tall = a.rows < a.cols ? adjoint(a) : a;
  const n = tall.cols;
  const { re, im, scale } = scaledCopy(tall, "complexSingularValues");
  const { diagonal, above } = bidiagonalise(re, im, tall.rows, n);
  const values = new Float64Array(2 * n);
  const beside = new Float64Array(Math.max(0, 2 * n - 1));
  for (let i = 0; i < n; i++) {
    beside[2 * i] = diagonal[i]!;
    if (i + 1 < n) beside[2 * i + 1] = above[i]!;
  }
  tridiagonalEigen(values, beside);
  const sorted = values.sort().reverse().subarray(0, n);
  return sorted.map((value) => Math.max(0, value) * scale);
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
