import type { CallOptions, CompleteBackend, Matrix } from "@svcca/linalg";
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
  return backend.momentSums
    ? addedThere(backend.momentSums.bind(backend), widths, pairs)
    : addedHere(pairs, backend);
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
  open: NonNullable<CompleteBackend["momentSums"]>,
  widths: readonly number[],
  pairs: readonly Pair[],
): RunningProducts {
  const sums = open(widths, pairs);
  const steps = new MeanSteps(widths);
  const addSteps = async (call: CallOptions) => {
    const rows = steps.take();
    if (rows) await sums.add(rows, { ...call, means: widths.map((d) => new Float64Array(d)) });
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
      return { datapoints, means, products: await sums.products() };
    },
    release: () => sums.release(),
  };
}
