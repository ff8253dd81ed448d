import { comparePairsFromMoments, type MeasureChoice, type Pair } from "@svcca/core";
import { SvccaError } from "@svcca/linalg";
import { commonMoments } from "../input/moments-network.js";
import type { OpenLayers } from "../input/network.js";
import { interruptSignal } from "../interrupt.js";
import { assertWholeLayers, type StudyFlags } from "../options/study.js";
import type { Saved } from "./journal.js";

/**
 * What compares pairs of layers of which only the second moments are known, the sum of many shards
 * for instance; undefined where there are activations.
 *
 * @throws SvccaError `invalid-argument` for frequencies or identifiers, which moments do not have.
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
  if (flags.ids !== undefined) {
    throw new SvccaError(
      "invalid-argument",
      "--ids: second moments hold no datapoints that could be compared; leave it out",
      { received: flags.ids },
    );
  }
  const { moments, places } = behind;
  const among = pairs.map(([x, y]): Pair => [places[x]!, places[y]!]);
  return async () => {
    const interrupt = interruptSignal();
    try {
      const results: Saved[] = [];
      const options = { ...choice, signal: interrupt.signal };
      for await (const found of comparePairsFromMoments(moments, among, options)) {
        const { similarity, kept, datapoints, warnings } = found;
        results.push({ similarity, kept, datapoints, warnings });
        interrupt.signal.throwIfAborted();
      }
      return results;
    } finally {
      interrupt.dispose();
    }
  };
}
