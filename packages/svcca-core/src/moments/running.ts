import type { CallOptions, CompleteBackend, Matrix, Matrix64, MomentSums } from "@svcca/linalg";
import { addProducts, type Pair, type Products } from "./products.js";
import { MeanSteps } from "./steps.js";

/** Products that grow block by block. */
export interface RunningProducts {
  /** Adds a block of datapoints; gives back the means of its columns, not finite where a value is not. */
  add(blocks: readonly Matrix[], call: CallOptions): Promise<readonly Float64Array[]>;
  /** Those of all blocks so far, of which there is at least one. */
  result(call: CallOptions): Promise<Products>;
  /** Frees what the backend holds. */
  release(): void;
}

/**
 * Products of pairs of layers of these widths: added up where the backend computes them, or here where
 * it gives back those of every block.
 */
export function runningProducts(
  widths: readonly number[],
  pairs: readonly Pair[],
  backend: CompleteBackend,
): RunningProducts {
  const sums = backend.momentSums?.(widths, pairs);
  return sums ? addedThere(sums, widths, pairs, backend) : addedHere(pairs, backend);
}

function addedHere(pairs: readonly Pair[], backend: CompleteBackend): RunningProducts {
  let total: Products | undefined;
  return {
    async add(blocks, call) {
      const block = await backend.blockMoments(blocks, pairs, call);
      const { means } = block;
      const more = { datapoints: blocks[0]!.rows, ...block };
      total = total ? addProducts(total, more, pairs) : more;
      return means;
    },
    result: async () => total!,
    release() {},
  };
}

function addedThere(
  sums: MomentSums,
  widths: readonly number[],
  pairs: readonly Pair[],
  backend: CompleteBackend,
): RunningProducts {
  const steps = new MeanSteps(widths);
  // What the steps of the means add to each product, in float64 whatever the sums are in.
  const more = pairs.map((): Matrix64 | undefined => undefined);
  const addSteps = async (call: CallOptions) => {
    const rows = steps.take();
    if (!rows) return;
    for (const [k, [x, y]] of pairs.entries()) {
      const product = await backend.matmul(rows[x]!, rows[y]!, { ...call, transA: true });
      more[k] = more[k] ? added(more[k], product) : product;
    }
  };
  return {
    async add(blocks, call) {
      const means = await sums.add(blocks, call);
      steps.add(blocks[0]!.rows, means);
      if (steps.isFull) await addSteps(call);
      return means;
    },
    async result(call) {
      await addSteps(call);
      const { datapoints, means } = steps;
      const products = [...(await sums.products())];
      for (const [k, product] of products.entries()) {
        products[k] = more[k] ? added(product, more[k]) : product;
      }
      return { datapoints, means, products };
    },
    release: () => sums.release(),
  };
}

/** a + b, in the place of a. */
function added(a: Matrix64, b: Matrix64): Matrix64 {
  for (let p = 0; p < a.data.length; p++) a.data[p]! += b.data[p]!;
  return a;
}
