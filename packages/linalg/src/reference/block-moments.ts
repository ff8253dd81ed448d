import type { Backend, BlockMoments, CallOptions } from "../backend.js";
import type { Matrix } from "../matrix.js";
import { assertLayers } from "../shapes.js";

/** Means and centred products by any backend's `centredProduct`. */
export async function blockMoments(
  centredProduct: NonNullable<Backend["centredProduct"]>,
  layers: readonly Matrix[],
  pairs: readonly (readonly [number, number])[],
  options: CallOptions = {},
): Promise<BlockMoments> {
  options.signal?.throwIfAborted();
  assertLayers(layers, pairs);
  const means = layers.map(columnMeans);
  const products = [];
  for (const [i, j] of pairs) {
    products.push(await centredProduct(layers[i]!, means[i]!, layers[j]!, means[j]!, options));
  }
  return { means, products };
}

/**
 * The mean of each column of a matrix with at least one row. Sums differences from the first row,
 * so that a constant column has exactly its value as mean, and exactly zero variance.
 */
function columnMeans({ data, rows, cols }: Matrix): Float64Array {
  const sums = new Float64Array(cols);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) sums[j]! += data[i * cols + j]! - data[j]!;
  }
  return sums.map((sum, j) => data[j]! + sum / rows);
}
