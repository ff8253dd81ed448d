import type { Backend, CallOptions, Matrix, Matrix64 } from "@svcca/linalg";
import type { PairMoments } from "./pair-moments.js";

/**
 * The moments of one block of rows, x (m x a) and y (m x b) with m >= 1: means, then products of
 * the centred rows. Centring is in float64 before the backend sees the values, because a float32
 * product of values with a large mean has no correct digits left.
 */
export async function blockMoments(
  x: Matrix,
  y: Matrix,
  backend: Backend,
  options: CallOptions = {},
): Promise<PairMoments> {
  const meanX = columnMeans(x);
  const meanY = columnMeans(y);
  const centredX = subtractRow(x, meanX);
  const centredY = subtractRow(y, meanY);
  const transA = { ...options, transA: true };
  return {
    datapoints: x.rows,
    meanX,
    meanY,
    cxx: await backend.matmul(centredX, centredX, transA),
    cyy: await backend.matmul(centredY, centredY, transA),
    cxy: await backend.matmul(centredX, centredY, transA),
  };
}

/**
 * The mean of each column of a matrix with at least one row. Sums differences from the first row,
 * so that a constant column has exactly its value as mean, and exactly zero variance.
 */
export function columnMeans(a: Matrix): Float64Array {
  const { data, rows, cols } = a;
  const sums = new Float64Array(cols);
  for (let i = 1; i < rows; i++) {
    for (let j = 0; j < cols; j++) sums[j]! += data[i * cols + j]! - data[j]!;
  }
  return sums.map((sum, j) => data[j]! + sum / rows);
}

/** `a` with `row` subtracted from each of its rows, in float64. */
export function subtractRow(a: Matrix, row: Float64Array): Matrix64 {
  const { data, rows, cols } = a;
  const out = new Float64Array(data.length);
  for (let i = 0, p = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++, p++) out[p] = data[p]! - row[j]!;
  }
  return { data: out, rows, cols };
}
