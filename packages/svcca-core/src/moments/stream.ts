import { type Backend, referenceBackend, SvccaError } from "@svcca/linalg";
import { type Activations, layerOf } from "../input/activations.js";
import { blockRowsFor } from "../input/blocks.js";
import type { Layer } from "../input/layer.js";
import { allFinite, nonFiniteError } from "../input/scan.js";
import type { SpatialOptions } from "../input/spatial.js";
import { blockMoments } from "./block.js";
import { mergeMoments, type PairMoments } from "./pair-moments.js";

/** Options of everything that reads activations. */
export interface ReadOptions extends SpatialOptions {
  /** Where the products are computed. Default: the reference backend, which is always there. */
  readonly backend?: Backend;
  /** Stops the work; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called after each block of rows with the datapoints read and to be read in this pass. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * The second moments of two layers over the same datapoints, in one pass over blocks of rows and
 * in memory that does not grow with their number.
 *
 * @param x n x a: datapoints by neurons.
 * @param y n x b, the same datapoints in the same order.
 * @throws SvccaError `shape-mismatch` when the numbers of datapoints differ, `non-finite` with the
 *   counts and the first place, `too-few-datapoints` when there are none, and what the source throws.
 */
export async function pairMoments(
  x: Activations,
  y: Activations,
  options: ReadOptions = {},
): Promise<PairMoments> {
  return streamMoments(layerOf(x, "x", options), layerOf(y, "y", options), options);
}

export async function streamMoments(
  x: Layer,
  y: Layer,
  { backend = referenceBackend, signal, onProgress }: ReadOptions,
): Promise<PairMoments> {
  assertComparable(x, y);
  const call = signal ? { signal } : {};
  const n = x.datapoints;
  const step = blockRowsFor(x.neurons + y.neurons, Math.max(x.unit, y.unit));
  let total: PairMoments | undefined;
  for (let start = 0; start < n; start += step) {
    signal?.throwIfAborted();
    const end = Math.min(start + step, n);
    const [blockX, blockY] = await Promise.all([
      x.read(start, end, call),
      y.read(start, end, call),
    ]);
    if (!allFinite(blockX.data)) throw await nonFiniteError(x, call);
    if (!allFinite(blockY.data)) throw await nonFiniteError(y, call);
    const block = await blockMoments(blockX, blockY, backend, call);
    total = total ? mergeMoments(total, block) : block;
    onProgress?.(end, n);
  }
  return total!;
}

/**
 * Checks that two layers can be compared at all.
 *
 * @throws SvccaError `shape-mismatch`, `too-few-datapoints` or `no-variance`.
 */
export function assertComparable(x: Layer, y: Layer): void {
  if (x.unit !== y.unit && Math.min(x.unit, y.unit) > 1) {
    throw new SvccaError(
      "shape-mismatch",
      `${x.name} has ${x.unit} positions an image, ${y.name} has ${y.unit}; as datapoints they do not pair up, so choose another treatment of space, such as average`,
      { x: x.unit, y: y.unit },
    );
  }
  if (x.datapoints !== y.datapoints) {
    throw new SvccaError(
      "shape-mismatch",
      `${x.name} has ${x.datapoints} datapoints, ${y.name} has ${y.datapoints}; both layers must have seen the same datapoints in the same order${transposeHint(x, y)}`,
      { x: x.datapoints, y: y.datapoints },
    );
  }
  if (x.datapoints < 2) {
    throw new SvccaError(
      "too-few-datapoints",
      `${x.name}: ${x.datapoints} datapoint${x.datapoints === 1 ? "" : "s"}; a correlation needs at least 2`,
      { datapoints: x.datapoints },
    );
  }
  for (const { name, neurons } of [x, y]) {
    if (neurons === 0) {
      throw new SvccaError(
        "no-variance",
        `${name}: a layer without neurons has nothing to compare`,
        {
          array: name,
        },
      );
    }
  }
}

function transposeHint(x: Layer, y: Layer): string {
  const transposed =
    x.neurons === y.neurons || x.neurons === y.datapoints || x.datapoints === y.neurons;
  return transposed ? " (are neurons the first axis of a file?)" : "";
}
