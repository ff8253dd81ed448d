import type { Backend, BlockMoments, CallOptions } from "../backend.js";
import { columnMeans, subtractRow } from "../centre.js";
import type { Matrix } from "../matrix.js";
import { assertLayers } from "../shapes.js";

/** Means and centred products by any backend's `centredProduct`, or by its `matmul` of centred copies. */
export async function blockMoments(
  { centredProduct, matmul }: Pick<Backend, "centredProduct" | "matmul">,
  layers: readonly Matrix[],
  pairs: readonly (readonly [number, number])[],
  options: CallOptions = {},
): Promise<BlockMoments> {
  options.signal?.throwIfAborted();
  assertLayers(layers, pairs);
  const means = layers.map(columnMeans);
  const centred = centredProduct ? [] : layers.map((layer, i) => subtractRow(layer, means[i]!));
  const products = [];
  for (const [i, j] of pairs) {
    products.push(
      centredProduct
        ? await centredProduct(layers[i]!, means[i]!, layers[j]!, means[j]!, options)
        : await matmul(centred[i]!, centred[j]!, { ...options, transA: true }),
    );
  }
  return { means, products };
}
