import type { CallOptions, CompleteBackend, Matrix } from "@svcca/linalg";
import { blockMoments } from "./block.js";
import { addMoments, type Moments, type Pair } from "./moments.js";
import { MeanSteps } from "./steps.js";

/** Moments that grow block by block. */
export interface RunningMoments {
  /** Adds a block of datapoints; gives back the means of its columns, not finite where a value is not. */
  add(blocks: readonly Matrix[], call: CallOptions): Promise<readonly Float64Array[]>;
  /** Those of all blocks so far, of which there is at least one. */
  moments(call: CallOptions): Promise<Moments>;
  /** Frees what the backend holds. */
  release(): void;
}

/**
 * Moments of layers of these names and widths: added up where the backend computes the products, or
 * here where it gives back those of every block.
 */
export function runningMoments(
  names: readonly string[],
  widths: readonly number[],
  pairs: readonly Pair[],
  backend: CompleteBackend,
): RunningMoments {
  return backend.momentSums
    ? sumsOf(backend.momentSums.bind(backend), names, widths, pairs)
    : sumsHere(names, pairs, backend);
}

function sumsHere(
  names: readonly string[],
  pairs: readonly Pair[],
  backend: CompleteBackend,
): RunningMoments {
  let total: Moments | undefined;
  return {
    async add(blocks, call) {
      const block = await blockMoments(blocks, names, pairs, backend, call);
      if (total) addMoments(total, block);
      else total = block;
      return block.layers.map(({ mean }) => mean);
    },
    moments: async () => total!,
    release() {},
  };
}

function sumsOf(
  open: NonNullable<CompleteBackend["momentSums"]>,
  names: readonly string[],
  widths: readonly number[],
  pairs: readonly Pair[],
): RunningMoments {
  const sums = open(widths, [...names.map((_, i): Pair => [i, i]), ...pairs]);
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
    async moments(call) {
      await addSteps(call);
      const products = await sums.products();
      return {
        datapoints: steps.datapoints,
        layers: names.map((name, i) => ({ name, mean: steps.means[i]!, gram: products[i]! })),
        crosses: pairs.map(([x, y], k) => ({ x, y, product: products[names.length + k]! })),
      };
    },
    release: () => sums.release(),
  };
}
