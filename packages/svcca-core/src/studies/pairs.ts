import { assertPairs } from "@svcca/linalg";
import { type Activations, gridOf, layersOf } from "../input/activations.js";
import { KEPT_BYTES, keptLayer } from "../input/kept.js";
import { type MeasureChoice, measureOf } from "../measures/choice.js";
import { contextOf } from "../measures/measure.js";
import { assertCount } from "../measures/options.js";
import type { Similarity } from "../measures/result.js";
import type { Pair } from "../moments/moments.js";

/** Options of {@link comparePairs}. */
export type PairsOptions = MeasureChoice & {
  /** Called after each layer that was decomposed, with how many of how many. */
  readonly onDecomposed?: (done: number, total: number) => void;
  /**
   * Bytes of activations to keep in memory, default 2^28 (256 MB): what fits is read once, other
   * layers again along their directions. 0 keeps none.
   */
  readonly keep?: number;
};

/**
 * Any pairs among any number of layers, one result after another in the order of `pairs`. Each
 * layer is decomposed once, and read once where the layers fit in memory (`keep`). One that does not
 * is read once more along its directions, for all pairs together (a few times, where the pairs take
 * more than 1 GiB): the cross moments of all neurons would save this reading, but take n dx dy
 * products for each pair instead of n kx ky, and lose the small directions.
 *
 * Results hold the similarity and the facts about it, no directions. That of a pair is the same to
 * the last bit whichever other pairs are asked for, so that a study can be cut off and go on with
 * the pairs that are left. With `interpolate`, a layer is read and decomposed once for each size
 * that it is compared at.
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
  const { keep = KEPT_BYTES } = options;
  assertCount("keep", keep, 0);
  const room = { bytes: keep };
  const score = measure.score ?? measure.compare;
  const sizes = pairs.map((pair) => {
    const grid = gridOf(
      pair.map((i) => layers[i]!),
      options,
    );
    return grid && `${grid.height} x ${grid.width}`;
  });
  const results = new Map<string | undefined, AsyncGenerator<Similarity>>();
  for (const size of new Set(sizes)) {
    const own = pairs.filter((_, place) => sizes[place] === size);
    const used = [...new Set(options.spatial === "interpolate" ? own.flat() : layers.keys())];
    const given = used.map((i) => layers[i]!);
    const names = used.map((i) => `layer ${i}`);
    const read = layersOf(given, names, options).map((layer, k) =>
      "data" in given[k]! ? layer : keptLayer(layer, room),
    );
    const places = own.map(([x, y]): Pair => [used.indexOf(x), used.indexOf(y)]);
    results.set(size, score(read, places, contextOf(options)));
  }
  for (const size of sizes) yield (await results.get(size)!.next()).value;
}
