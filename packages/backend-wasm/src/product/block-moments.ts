import type { BlockMoments, Matrix, Matrix64 } from "@svcca/linalg";
import type { Engine } from "../engine/engine.js";
import { scoped } from "../engine/scope.js";
import { addBlock, resultValues } from "./add-block.js";
import { scaleBack } from "./exponents.js";
import { readProduct } from "./result.js";
import type { Precision } from "./staged.js";

/** Column means of layers (those given, or computed) and the centred products of pairs of them. */
export async function blockMoments(
  engine: Engine,
  layers: readonly Matrix[],
  pairs: readonly (readonly [number, number])[],
  precision: Precision,
  given: readonly Float64Array[] | undefined,
  signal: AbortSignal | undefined,
): Promise<BlockMoments> {
  return scoped(engine, signal, async (scope) => {
    const widths = layers.map(({ cols }) => cols);
    const results = pairs.map(([i, j]) =>
      scope.zeros(resultValues(widths[i]!, widths[j]!, precision)),
    );
    const task = { layers, pairs, results, precision, means: given };
    const { means, exponents } = await addBlock(engine, scope, task, signal);
    const products = pairs.map((pair, k): Matrix64 => {
      const product = readProduct(engine, results[k]!, widths, pair, precision);
      const [a, b] = [exponents[pair[0]], exponents[pair[1]]];
      if (a && b) scaleBack(product.data, a, b);
      return product;
    });
    return { means, products };
  });
}
