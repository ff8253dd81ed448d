import type { EighOptions } from "../backend.js";
import { assertSquare, keptCount } from "../shapes.js";
import {
  assertComplex,
  type ComplexMatrix,
  complexMatrix,
  complexTranspose,
  scaledCopy,
} from "./complex-matrix.js";
import { reflectEach } from "./householder.js";
import { tridiagonalise } from "./tridiagonal.js";
import { tridiagonalEigen } from "./tridiagonal-eigen.js";

/** Eigendecomposition of a Hermitian matrix: A = V diag(values) V^H. */
export interface ComplexEigh {
  /** All d eigenvalues, which are real, largest first. */
  readonly values: Float64Array;
  /** d x k with k = `keep(values)`, or d; column i is the unit eigenvector of `values[i]`. */
  readonly vectors: ComplexMatrix;
}

/**
 * Eigendecomposition of a Hermitian d x d matrix, of which only the lower triangle is read (and of
 * its diagonal only the real part). Backward stable: A = V diag(values) V^H to about d u max|A|.
 *
 * The matrix is brought to a real tridiagonal one by complex reflections, and that to a diagonal
 * one by implicit QL steps, all in float64. No detour over a real matrix of twice the size, which
 * would find each eigenvalue twice.
 *
 * Source: Golub & Van Loan, Matrix Computations, 8.3.
 *
 * @throws SvccaError `shape-mismatch` when `a` is not square, `non-finite` for NaN or infinity,
 *   `invalid-argument` when `keep` returns what is no count.
 */
export async function complexEigh(
  a: ComplexMatrix,
  { keep, signal }: EighOptions = {},
): Promise<ComplexEigh> {
  signal?.throwIfAborted();
  assertComplex(a, "complexEigh");
  assertSquare({ data: a.re, rows: a.rows, cols: a.cols });
  const n = a.rows;
  const { re, im, scale } = scaledCopy(a, "complexEigh");
  const { diagonal, beside, reflectors, phaseR, phaseI } = tridiagonalise(re, im, n);
  const rows = new Float64Array(n * n);
  for (let i = 0; i < n; i++) rows[i * (n + 1)] = 1;
  tridiagonalEigen(diagonal, beside, rows);
  const order = Uint32Array.from(diagonal.keys()).sort((i, j) => diagonal[j]! - diagonal[i]!);
  const values = Float64Array.from(order, (from) => diagonal[from]! * scale);
  // One eigenvector of A a row: D z, then the reflections.
  const wanted = complexMatrix(keptCount(values, keep), n);
  for (let i = 0, p = 0; i < wanted.rows; i++) {
    for (let j = 0, from = order[i]! * n; j < n; j++, p++, from++) {
      wanted.re[p] = rows[from]! * phaseR[j]!;
      wanted.im[p] = rows[from]! * phaseI[j]!;
    }
  }
  reflectEach(reflectors, wanted.re, wanted.im, n);
  return { values, vectors: complexTranspose(wanted) };
}
