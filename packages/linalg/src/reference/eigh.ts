import type { Eigh, EighOptions } from "../backend.js";
import { assertFinite, type Matrix } from "../matrix.js";
import { assertSquare, keptCount } from "../shapes.js";
import { scaled } from "./scaled.js";

/**
 * Eigendecomposition of a symmetric d x d matrix, of which only the lower triangle is read.
 * Eigenvalues come largest first; `keep` saves no work here. Backward stable: A = V diag(values) V' to about d u max|A|.
 *
 * Source: Golub & Van Loan, Matrix Computations, 8.3 (tridiagonalisation and implicit QL), by
 * ml-matrix.
 *
 * @throws SvccaError `shape-mismatch` when `a` is not square, `non-finite` for NaN or infinity,
 *   `invalid-argument` when `keep` returns what is no count.
 */
export async function eigh(a: Matrix, { keep, signal }: EighOptions = {}): Promise<Eigh> {
  signal?.throwIfAborted();
  assertSquare(a);
  const d = a.rows;
  if (d === 0) {
    const values = new Float64Array(0);
    return {
      values,
      vectors: { data: new Float64Array(0), rows: 0, cols: keptCount(values, keep) },
    };
  }
  assertFinite(a, "eigh");
  const { data, scale } = scaled(a);
  // Loaded where it is used: with the faster backends it never is.
  const { EigenvalueDecomposition, Matrix: MlMatrix } = await import("ml-matrix");
  const symmetric = new MlMatrix(d, d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      symmetric.set(i, j, data[i * d + j]!);
      symmetric.set(j, i, data[i * d + j]!);
    }
  }
  const result = new EigenvalueDecomposition(symmetric, { assumeSymmetric: true });
  const ascending = result.realEigenvalues;
  const order = ascending.map((_, i) => i).sort((i, j) => ascending[j]! - ascending[i]!);
  const values = Float64Array.from(order, (from) => ascending[from]! * scale);
  const k = keptCount(values, keep);
  const vectors = new Float64Array(d * k);
  order.slice(0, k).forEach((from, to) => {
    for (let i = 0; i < d; i++) vectors[i * k + to] = result.eigenvectorMatrix.get(i, from);
  });
  return { values, vectors: { data: vectors, rows: d, cols: k } };
}
