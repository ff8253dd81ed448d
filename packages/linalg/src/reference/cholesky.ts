import { SvccaError } from "../errors.js";
import { assertFinite, assertMatrix, type Matrix, type Matrix64 } from "../matrix.js";
import { scaled } from "./scaled.js";

/**
 * The lower triangular L with A = L L' of a symmetric positive definite d x d matrix, of which
 * only the lower triangle is read.
 *
 * Source: Golub & Van Loan, Matrix Computations, 4.2.
 *
 * @throws SvccaError `shape-mismatch` when `a` is not square, `non-finite` for NaN or infinity,
 *   `not-positive-definite` when there is no such factor.
 */
export function cholesky(a: Matrix): Matrix64 {
  assertMatrix(a, "cholesky");
  assertFinite(a, "cholesky");
  const d = a.rows;
  if (a.cols !== d) {
    throw new SvccaError(
      "shape-mismatch",
      `cholesky: a matrix of ${a.rows} x ${a.cols}; only a square symmetric matrix has a factor`,
      { rows: a.rows, cols: a.cols },
    );
  }
  const { data, scale } = scaled(a);
  const root = Math.sqrt(scale);
  const lower = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = data[i * d + j]!;
      for (let k = 0; k < j; k++) rest -= lower[i * d + k]! * lower[j * d + k]!;
      if (j < i) lower[i * d + j] = rest / lower[j * d + j]!;
      else if (rest > 0) lower[i * d + i] = Math.sqrt(rest);
      else {
        throw new SvccaError(
          "not-positive-definite",
          `cholesky: the ${d} x ${d} matrix is not positive definite; use eigh for a matrix that may have zero or negative eigenvalues`,
          { size: d },
        );
      }
    }
  }
  return { data: lower.map((value) => value * root), rows: d, cols: d };
}
