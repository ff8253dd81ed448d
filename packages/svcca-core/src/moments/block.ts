import type { CallOptions, CompleteBackend, Matrix } from "@svcca/linalg";
import type { Moments, Pair } from "./moments.js";

/** The moments of one block of rows of some layers. */
export async function blockMoments(
  blocks: readonly Matrix[],
  names: readonly string[],
  pairs: readonly Pair[],
  backend: CompleteBackend,
  options: CallOptions = {},
): Promise<Moments> {
  const own = names.map((_, i): Pair => [i, i]);
  const { means, products } = await backend.blockMoments(blocks, [...own, ...pairs], options);
  return {
    datapoints: blocks[0]!.rows,
    layers: names.map((name, i) => ({ name, mean: means[i]!, gram: products[i]! })),
    crosses: pairs.map(([x, y], k) => ({ x, y, product: products[names.length + k]! })),
  };
}
