import { assertAdded, assertPairs, type Matrix, type MomentSums } from "@svcca/linalg";
import type { Engine } from "../engine/engine.js";
import { Scope, scoped } from "../engine/scope.js";
import { addBlock, resultValues } from "./add-block.js";
import { type Exponents, RunningExponents, scaleBack } from "./exponents.js";
import { readProduct } from "./result.js";
import type { Precision } from "./staged.js";

/** Sums that stay in the memory of WebAssembly until they are read; see `Backend.momentSums`. */
export function momentSums(
  engine: Engine,
  widths: readonly number[],
  pairs: readonly (readonly [number, number])[],
  precision: Precision,
): MomentSums {
  assertPairs("momentSums", pairs, widths.length);
  const room = new Scope(engine);
  const results: number[] = [];
  try {
    for (const [i, j] of pairs) {
      results.push(room.zeros(resultValues(widths[i]!, widths[j]!, precision)));
    }
  } catch (reason) {
    // There was memory for some of them only.
    room.release();
    throw reason;
  }
  const exponents = precision.single
    ? new RunningExponents(engine, widths, pairs, results)
    : undefined;
  const settle = (found: readonly Exponents[]) => exponents?.settle(found) ?? found;
  return {
    async add(layers: readonly Matrix[], { signal } = {}) {
      signal?.throwIfAborted();
      assertAdded(widths, layers);
      const task = { layers, pairs, results, precision, means: undefined, settle };
      const added = await scoped(engine, signal, (scope) => addBlock(engine, scope, task, signal));
      return added.means;
    },
    async products() {
      return pairs.map((pair, k) => {
        const product = readProduct(engine, results[k]!, widths, pair, precision);
        if (exponents) {
          scaleBack(product.data, exponents.known[pair[0]]!, exponents.known[pair[1]]!);
        }
        return product;
      });
    },
    release: () => room.release(),
  };
}
