import { type Activations, layerOf } from "../input/activations.js";
import { type MeasureChoice, measureOf } from "../measures/choice.js";
import { contextOf } from "../measures/measure.js";
import type { Similarity } from "../measures/result.js";
import { assertPairs } from "../moments/assert-pairs.js";
import type { Pair } from "../moments/moments.js";

/** Options of {@link comparePairs}. */
export type PairsOptions = MeasureChoice & {
  /** Called after each layer that was decomposed, with how many of how many. */
  readonly onDecomposed?: (done: number, total: number) => void;
};

/**
 * Any pairs among any number of layers, one result after another in the order of `pairs`. Each
 * layer is read and decomposed once, and read once more along its directions for all pairs
 * together (or a few times, where the pairs take more than 1 GiB).
 *
 * Results hold the similarity and the facts about it, no directions. That of a pair is the same to
 * the last bit whichever other pairs are asked for, so that a study can be cut off and go on with
 * the pairs that are left.
 *
 * @param layers n x d each, over the same datapoints.
 * @param pairs by place in `layers`.
 * @throws SvccaError as the measure; `invalid-argument` for a pair that is not among the layers.
 */
export async function* comparePairs(
  layers: readonly Activations[],
  pairs: readonly Pair[],
  options: PairsOptions = {},
): AsyncGenerator<Similarity> {
  assertPairs("comparePairs", pairs, layers.length);
  const measure = measureOf(options);
  const read = layers.map((layer, i) => layerOf(layer, `layer ${i}`, options));
  const score = measure.score ?? measure.compare;
  yield* score(read, pairs, contextOf(options));
}
