import type { Backend, BlockMoments, CallOptions } from "../backend.js";
import { columnMeans } from "../centre.js";
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
