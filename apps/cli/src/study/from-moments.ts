import { type MeasureChoice, type Pair, similarityFromMoments } from "@svcca/core";
import { commonMoments, momentsOfPair } from "../input/moments-network.js";
import type { OpenLayers } from "../input/network.js";
import { assertWholeLayers, type StudyFlags } from "../options/study.js";
import type { Saved } from "./journal.js";

/**
 * What compares pairs of layers of which only the second moments are known, the sum of many shards
 * for instance; undefined where there are activations. They hold too little for directions under 1e-7 of
 * the largest, which svcca leaves out anyway.
 *
 * @throws SvccaError `invalid-argument` for frequencies, which moments do not have.
 */
export function compareMoments(
  networks: readonly OpenLayers[],
  pairs: readonly Pair[],
  choice: MeasureChoice,
  flags: StudyFlags,
): (() => Promise<Saved[]>) | undefined {
  const behind = commonMoments(networks);
  if (!behind) return undefined;
  assertWholeLayers(flags);
  return async () => {
    const results: Saved[] = [];
    for (const pair of pairs) {
      const found = await similarityFromMoments(momentsOfPair(behind, pair), choice);
      const { similarity, kept, datapoints, warnings } = found;
      results.push({ similarity, kept, datapoints, warnings });
    }
    return results;
  };
}
