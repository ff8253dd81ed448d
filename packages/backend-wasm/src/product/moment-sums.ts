import { assertAdded, assertPairs, type Matrix, type MomentSums } from "@svcca/linalg";
import type { Engine } from "../engine/engine.js";
import { Scope, scoped } from "../engine/scope.js";
import { addBlock, resultValues } from "./add-block.js";
import { readProduct } from "./result.js";
import { DOUBLE } from "./staged.js";

/** Sums that stay in the memory of WebAssembly until they are read; see `Backend.momentSums`. */
export function momentSums(
  engine: Engine,
  widths: readonly number[],
  pairs: readonly (readonly [number, number])[],
): MomentSums {
  assertPairs("momentSums", pairs, widths.length);
  const room = new Scope(engine);
  const results: number[] = [];
  try {
    for (const [i, j] of pairs) {
      results.push(room.zeros(resultValues(widths[i]!, widths[j]!, DOUBLE)));
    }
  } catch (reason) {
    // There was memory for some of them only.
    room.release();
    throw reason;
  }
  return {
    async add(layers: readonly Matrix[], { means, signal } = {}) {
      signal?.throwIfAborted();
      assertAdded(widths, layers, means);
      const task = { layers, pairs, results, precision: DOUBLE, means };
      const added = await scoped(engine, signal, (scope) => addBlock(engine, scope, task, signal));
      return added.means;
    },
    async products() {
      return pairs.map((pair, k) => readProduct(engine, results[k]!, widths, pair, DOUBLE));
    },
    release: () => room.release(),
  };
}
