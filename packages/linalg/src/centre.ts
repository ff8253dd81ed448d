import type { Matrix, Matrix64 } from "./matrix.js";

/**
 * The mean of each column of a matrix with at least one row. Sums differences from the first row,
 * so that a constant column has exactly its value as mean, and exactly zero variance. NaN or
 * infinite for a column that holds such a value.
 */
export function columnMeans({ data, rows, cols }: Matrix): Float64Array {
  const sums = new Float64Array(cols);
  for (let i = 1; i < rows; i++) {
    for (let j = 0; j < cols; j++) sums[j]! += data[i * cols + j]! - data[j]!;
  }
  return sums.map((sum, j) => data[j]! + sum / rows);
}

/** `a` with `row` subtracted from each of its rows, in float64. */
export function subtractRow({ data, rows, cols }: Matrix, row: Float64Array): Matrix64 {
  const out = new Float64Array(data.length);
  for (let i = 0, p = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++, p++) out[p] = data[p]! - row[j]!;
  }
  return { data: out, rows, cols };
}
