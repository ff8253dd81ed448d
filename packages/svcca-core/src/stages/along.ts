import { assertPairs, referenceBackend, withFallback } from "@svcca/linalg";
import { type Activations, layerOf } from "../input/activations.js";
import { projectedLayer } from "../input/projected.js";
import { FIXED_ROWS } from "../moments/groups.js";
import type { Moments, Pair } from "../moments/moments.js";
import { type ReadOptions, streamMoments } from "../moments/stream.js";
import type { LayerDirections } from "./directions.js";

/**
 * The second moments of layers seen along their directions: k x k for a layer instead of d x d. Of
 * shards, they add up like all moments.
 *
 * @param layers n x d each, over the same datapoints.
 * @param directions of each layer.
 * @throws SvccaError as `collectMoments`.
 */
export async function collectAlong(
  layers: readonly Activations[],
  directions: readonly LayerDirections[],
  pairs: readonly Pair[],
  options: ReadOptions = {},
): Promise<Moments> {
  assertPairs("collectAlong", pairs, layers.length);
  const backend = withFallback(options.backend ?? referenceBackend);
  const along = layers.map((layer, i) =>
    projectedLayer(layerOf(layer, `layer ${i}`, options), directions[i]!.basis, backend),
  );
  return streamMoments(along, pairs, { ...options, backend }, FIXED_ROWS);
}
