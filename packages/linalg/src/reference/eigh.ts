import { EigenvalueDecomposition, Matrix as MlMatrix } from "ml-matrix";
import type { CallOptions, Eigh } from "../backend.js";
import { SvccaError } from "../errors.js";
import { assertFinite, assertMatrix, type Matrix } from "../matrix.js";
import { scaled } from "./scaled.js";

/**
 * Eigendecomposition of a symmetric d x d matrix, of which only the lower triangle is read.
 * Eigenvalues come largest first. Backward stable: A = V diag(values) V' to about d u max|A|.
 *
 * Source: Golub & Van Loan, Matrix Computations, 8.3 (tridiagonalisation and implicit QL), by
 * ml-matrix.
 *
 * @throws SvccaError `shape-mismatch` when `a` is not square, `non-finite` for NaN or infinity.
 */
export async function eigh(a: Matrix, { signal }: CallOptions = {}): Promise<Eigh> {
  signal?.throwIfAborted();
  assertMatrix(a, "eigh");
  const d = a.rows;
  if (a.cols !== d) {
    throw new SvccaError(
      "shape-mismatch",
      `eigh: a matrix of ${a.rows} x ${a.cols}; only a square symmetric matrix has this decomposition`,
      { rows: a.rows, cols: a.cols },
    );
  }
  const values = new Float64Array(d);
  const vectors = new Float64Array(d * d);
  if (d > 0) {
    assertFinite(a, "eigh");
    const { data, scale } = scaled(a);
    const symmetric = new MlMatrix(d, d);
    for (let i = 0; i < d; i++) {
      for (let j = 0; j <= i; j++) {
        symmetric.set(i, j, data[i * d + j]!);
        symmetric.set(j, i, data[i * d + j]!);
      }
    }
    const result = new EigenvalueDecomposition(symmetric, {
      assumeSymmetric: true,
    });
    const ascending = result.realEigenvalues;
    const order = ascending.map((_, i) => i).sort((i, j) => ascending[j]! - ascending[i]!);
    order.forEach((from, to) => {
      values[to] = ascending[from]! * scale;
      for (let i = 0; i < d; i++) vectors[i * d + to] = result.eigenvectorMatrix.get(i, from);
    });
  }
  return { values, vectors: { data: vectors, rows: d, cols: d } };
}
