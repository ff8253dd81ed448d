import type { CallOptions, CompleteBackend, Matrix, Matrix64 } from "@svcca/linalg";
import type { Moments, Pair } from "./moments.js";

/**
 * The moments of one block of rows of some layers: means, then products of the centred rows.
 * Centring is in float64 before a value is rounded to anything less, because a float32 product of
 * values with a large mean has no correct digits left.
 */
export async function blockMoments(
  blocks: readonly Matrix[],
  names: readonly string[],
  pairs: readonly Pair[],
  backend: CompleteBackend,
  options: CallOptions = {},
): Promise<Moments> {
  const means = blocks.map(columnMeans);
  const product = (i: number, j: number) =>
    backend.centredProduct(blocks[i]!, means[i]!, blocks[j]!, means[j]!, options);
  const layers = [];
  for (const [i, name] of names.entries()) {
    layers.push({ name, mean: means[i]!, gram: await product(i, i) });
  }
  const crosses = [];
  for (const [x, y] of pairs) crosses.push({ x, y, product: await product(x, y) });
  return { datapoints: blocks[0]!.rows, layers, crosses };
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
