import { Matrix as MlMatrix, QrDecomposition } from "ml-matrix";
import { assertFinite, assertMatrix, type Matrix, type Matrix64 } from "../matrix.js";
import { scaled } from "./scaled.js";

/** A = Q R with k = min(rows, cols). */
export interface Qr {
  /** rows x k, orthonormal columns, also where A has dependent columns. */
  readonly q: Matrix64;
  /** k x cols, upper triangular (upper trapezoidal when A is wide). */
  readonly r: Matrix64;
}

/**
 * Thin QR decomposition by Householder reflections, of a matrix of any shape. The signs of the
 * diagonal of R are as they fall.
 *
 * Source: Golub & Van Loan, Matrix Computations, 5.2, by ml-matrix.
 *
 * @throws SvccaError `non-finite` for NaN or infinity.
 */
export function qr(a: Matrix): Qr {
  assertMatrix(a, "qr");
  assertFinite(a, "qr");
  const { rows, cols } = a;
  const k = Math.min(rows, cols);
  const q = new Float64Array(rows * k);
  const r = new Float64Array(k * cols);
  if (k > 0) {
    const { data, scale } = scaled(a);
    const whole = MlMatrix.from1DArray(rows, cols, data);
    // ml-matrix factors tall input only. The first k columns fix Q; the rest of R is Q'A.
    const square = new QrDecomposition(k < cols ? whole.subMatrix(0, rows - 1, 0, k - 1) : whole);
    const factorQ = square.orthogonalMatrix;
    const factorR = square.upperTriangularMatrix;
    const rest = k < cols ? factorQ.transpose().mmul(whole) : factorR;
    for (let i = 0; i < rows; i++) for (let j = 0; j < k; j++) q[i * k + j] = factorQ.get(i, j);
    for (let i = 0; i < k; i++) {
      for (let j = i; j < cols; j++) {
        r[i * cols + j] = (j < k ? factorR.get(i, j) : rest.get(i, j)) * scale;
      }
    }
  }
  return { q: { data: q, rows, cols: k }, r: { data: r, rows: k, cols } };
}
