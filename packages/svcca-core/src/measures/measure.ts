import {
  type CallOptions,
  type CompleteBackend,
  referenceBackend,
  withFallback,
} from "@svcca/linalg";
import { type Activations, layersOf } from "../input/activations.js";
import type { Layer } from "../input/layer.js";
import type { Pair, PairView } from "../moments/moments.js";
import type { ReadOptions } from "../moments/stream.js";
import type { Comparison, Reduction } from "../routes/basis.js";
import type { ReadLayers } from "../routes/layers.js";
import type { Similarity } from "./result.js";

/** What a measure computes with. */
export interface Context {
  readonly backend: CompleteBackend;
  readonly call: CallOptions;
  readonly read: ReadLayers;
}

/** What a measure does with the directions of layers, however these were found. */
interface DirectionStages {
  readonly reduction: Reduction;
  readonly method: "moments" | "exact";
  /** The similarity, and the facts about it. */
  score(comparison: Comparison, context: Context): Promise<Similarity>;
}

/** How a measure is computed of layers that were checked, for one pair or for many in one go. */
export interface Measure<R extends Similarity> {
  /** The results of `pairs`, in their order, as they are found. */
  compare(layers: readonly Layer[], pairs: readonly Pair[], context: Context): AsyncGenerator<R>;
  /**
   * The same without what takes extra work beside the similarity, such as directions. Left out
   * where there is no such work.
   */
  score?(
    layers: readonly Layer[],
    pairs: readonly Pair[],
    context: Context,
  ): AsyncGenerator<Similarity>;
  /** How it is computed where layers are turned into directions first; see `stages/`. */
  readonly directions?: DirectionStages;
  /** The result from second moments alone; left out where they do not suffice. */
  fromMoments?(pair: PairView, context: Context): Promise<R>;
}

/** The context that `options` ask for. */
export function contextOf(options: ReadLayers): Context {
  const backend = withFallback(options.backend ?? referenceBackend);
  return {
    backend,
    call: options.signal ? { signal: options.signal } : {},
    read: { ...options, backend },
  };
}

/** Two layers by a measure. */
export async function comparePair<R extends Similarity>(
  measure: Measure<R>,
  x: Activations,
  y: Activations,
  options: ReadOptions,
): Promise<R> {
  const layers = layersOf([x, y], ["x", "y"], options);
  const { value } = await measure
    .compare(layers, [[0, 1]], contextOf({ ...options, single: true }))
    .next();
  return value;
}
