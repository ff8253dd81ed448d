import {
  assertPairs,
  type Backend,
  type CallOptions,
  type Matrix,
  referenceBackend,
  withFallback,
} from "@svcca/linalg";
import { type Activations, layersOf } from "../input/activations.js";
import { blockRowsFor } from "../input/blocks.js";
import { assertComparable } from "../input/comparable.js";
import type { Layer } from "../input/layer.js";
import { allFinite, nonFiniteError } from "../input/scan.js";
import type { SpatialOptions } from "../input/spatial.js";
import type { TimeOptions } from "../input/time.js";
import type { Moments } from "./moments.js";
import type { Pair, Products } from "./products.js";
import { runningProducts } from "./running.js";

/** Options of everything that reads activations. */
export interface ReadOptions extends SpatialOptions, TimeOptions {
  /** Where the products are computed. Default: the reference backend, which is always there. */
  readonly backend?: Backend;
  /** Stops the work; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called after each block of rows with the datapoints read and to be read in this pass. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Options of {@link collectMoments}. */
export interface CollectOptions extends ReadOptions {
  /** Which layers to relate to which, by place. Default: each with each that comes after it. */
  readonly pairs?: readonly Pair[];
}

/**
 * The second moments of layers over the same datapoints, in one pass over blocks of rows and in
 * memory that does not grow with their number.
 *
 * @param layers n x d each: datapoints by neurons, the same datapoints in the same order.
 * @throws SvccaError `invalid-argument` for no layers or a pair that is not among them,
 *   `shape-mismatch` when the numbers of datapoints differ, `non-finite` with the counts and the
 *   first place, `too-few-datapoints` when there is less than one, and what a source throws.
 */
export async function collectMoments(
  layers: readonly Activations[],
  options: CollectOptions = {},
): Promise<Moments> {
  const { pairs = allPairs(layers.length) } = options;
  assertPairs("collectMoments", pairs, layers.length);
  const names = layers.map((_, i) => `layer ${i}`);
  const read = layersOf(layers, names, options);
  return streamMoments(read, pairs, options);
}

function allPairs(count: number): Pair[] {
  const pairs: Pair[] = [];
  for (let i = 0; i < count; i++) for (let j = i + 1; j < count; j++) pairs.push([i, j]);
  return pairs;
}

/**
 * {@link collectMoments} of layers that were checked, and of one datapoint too.
 *
 * @param rows of a block. Default: as many as the width of the layers lets fit the caches.
 */
export async function streamMoments(
  layers: readonly Layer[],
  pairs: readonly Pair[],
  read: ReadOptions,
  rows?: number,
): Promise<Moments> {
  const own = layers.map((_, i): Pair => [i, i]);
  const { datapoints, means, products } = await streamProducts(
    layers,
    [...own, ...pairs],
    read,
    rows,
  );
  return {
    datapoints,
    layers: layers.map(({ name }, i) => ({ name, mean: means[i]!, gram: products[i]! })),
    crosses: pairs.map(([x, y], k) => ({ x, y, product: products[layers.length + k]! })),
  };
}

/** The means of layers, and the products of these pairs alone; else like {@link streamMoments}. */
export async function streamProducts(
  layers: readonly Layer[],
  pairs: readonly Pair[],
  { backend = referenceBackend, signal, onProgress }: ReadOptions,
  rows?: number,
): Promise<Products> {
  assertComparable(layers, 1);
  const call = signal ? { signal } : {};
  const n = layers[0]!.datapoints;
  const widths = layers.map(({ neurons }) => neurons);
  const width = widths.reduce((sum, neurons) => sum + neurons, 0);
  const unit = Math.max(...layers.map((layer) => layer.unit));
  const step = rows === undefined ? blockRowsFor(width, unit) : Math.ceil(rows / unit) * unit;
  const running = runningProducts(widths, pairs, withFallback(backend));
  try {
    let blocks: readonly Matrix[] = [];
    for (let start = 0; start < n; start += step) {
      signal?.throwIfAborted();
      const end = Math.min(start + step, n);
      // The blocks before are added up already, so their memory is free for these.
      blocks = await readBlocks(layers, start, end, blocks, call);
      for (const [i, mean] of (await running.add(blocks, call)).entries()) {
        // A mean is finite only when all that went into it is.
        if (!allFinite(mean)) throw await nonFiniteError(layers[i]!, call);
      }
      onProgress?.(end, n);
    }
    return await running.result(call);
  } finally {
    running.release();
  }
}

/**
 * A block of every layer, in the memory of the blocks before where a source can: of two layers at
 * once, of more one after another, to hold little beside them.
 */
async function readBlocks(
  layers: readonly Layer[],
  start: number,
  end: number,
  before: readonly Matrix[],
  call: CallOptions,
): Promise<Matrix[]> {
  const read = (layer: Layer, i: number) =>
    layer.read(start, end, { ...call, ...(before[i] ? { into: before[i].data } : {}) });
  if (layers.length <= 2) return Promise.all(layers.map(read));
  const blocks = [];
  for (const [i, layer] of layers.entries()) blocks.push(await read(layer, i));
  return blocks;
}
