import type { CallOptions, CompleteBackend, Matrix, Matrix64, MomentSums } from "@svcca/linalg";
import { isCoarse } from "../routes/rounding.js";
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
  // Steps are few, so that errors of a coarse product would not average out: they are kept apart then.
  const apart = isCoarse(backend) ? pairs.map((): Matrix64 | undefined => undefined) : undefined;
  const addSteps = async (call: CallOptions) => {
    const rows = steps.take();
    if (!rows) return;
    if (!apart) {
      await sums.add(rows.map(mirrored), call);
      return;
    }
    for (const [k, [x, y]] of pairs.entries()) {
      const product = await backend.matmul(rows[x]!, rows[y]!, { ...call, transA: true });
      apart[k] = apart[k] ? added(apart[k], product) : product;
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
      const found = await sums.products();
      const products = found.map((product, k) => (apart?.[k] ? added(product, apart[k]) : product));
      return { datapoints, means, products };
    },
    release: () => sums.release(),
  };
}

/** Rows with the products of these and a mean of zero: themselves and their negatives, over sqrt(2). */
function mirrored({ data, rows, cols }: Matrix64): Matrix64 {
  const both = new Float64Array(2 * data.length);
  for (let p = 0; p < data.length; p++) {
    const value = data[p]! * Math.SQRT1_2;
    both[p] = value;
    both[data.length + p] = -value;
  }
  return { data: both, rows: 2 * rows, cols };
}

/** a + b, in the place of a. */
function added(a: Matrix64, b: Matrix64): Matrix64 {
  for (let p = 0; p < a.data.length; p++) a.data[p]! += b.data[p]!;
  return a;
}
