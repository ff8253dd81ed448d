import type { Matrix as MlMatrix } from "ml-matrix";
import type { CallOptions, Svd } from "../backend.js";
import { assertFinite, assertMatrix, type Matrix, transpose } from "../matrix.js";
import { scaled } from "./scaled.js";

/**
 * Thin singular value decomposition of a matrix of any shape, singular values largest first.
 *
 * Works on the matrix itself, not on its Gram matrix, so small singular values keep an absolute
 * accuracy of about u times the largest.
 * Source: Golub & Van Loan, Matrix Computations, 8.6 (Golub-Kahan bidiagonalisation), by ml-matrix.
 *
 * @throws SvccaError `non-finite` for NaN or infinity.
 */
export async function svd(a: Matrix, { signal }: CallOptions = {}): Promise<Svd> {
  signal?.throwIfAborted();
  assertMatrix(a, "svd");
  assertFinite(a, "svd");
  const k = Math.min(a.rows, a.cols);
  if (k === 0) {
    return {
      u: { data: new Float64Array(0), rows: a.rows, cols: 0 },
      s: new Float64Array(0),
      vt: { data: new Float64Array(0), rows: 0, cols: a.cols },
    };
  }
  // ml-matrix gives wrong shapes for wide input, so it only ever sees tall input.
  const wide = a.rows < a.cols;
  const tall = wide ? transpose(a) : a;
  const { data, scale } = scaled(tall);
  // Loaded where it is used: with the faster backends it never is.
  const { Matrix, SingularValueDecomposition } = await import("ml-matrix");
  const result = new SingularValueDecomposition(Matrix.from1DArray(tall.rows, tall.cols, data), {
    autoTranspose: false,
  });
  const left = toMatrix(result.leftSingularVectors, tall.rows, k);
  const right = toMatrix(result.rightSingularVectors, k, k);
  const s = Float64Array.from(result.diagonal, (value) => value * scale);
  return wide ? { u: right, s, vt: transpose(left) } : { u: left, s, vt: transpose(right) };
}

/** The singular values alone; ml-matrix takes as long for them. @throws as {@link svd}. */
export async function singularValues(a: Matrix, options?: CallOptions): Promise<Float64Array> {
  return (await svd(a, options)).s;
}

function toMatrix(source: MlMatrix, rows: number, cols: number) {
  const data = new Float64Array(rows * cols);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) data[i * cols + j] = source.get(i, j);
  }
  return { data, rows, cols };
}
