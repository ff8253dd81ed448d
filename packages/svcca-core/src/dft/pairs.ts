import type { Activations } from "../input/activations.js";
import type { Similarity } from "../measures/result.js";
import { assertPairs } from "../moments/assert-pairs.js";
import type { Pair } from "../moments/moments.js";
import { dftSvcca } from "./dft-svcca.js";
import type { DftOptions } from "./options.js";
import type { DftResult } from "./result.js";

/**
 * The result of a pair by frequency in the form that all measures have. The counts are those of the
 * flattened layers: all channels, and all kept directions, at all shared frequencies.
 */
export interface FrequencySimilarity
  extends Similarity,
    Pick<DftResult, "coefficients" | "frequencies"> {}

/**
 * `dftSvcca` of any pairs among any number of layers, one result after another in the order of
 * `pairs`. Dense layers meet convolutional ones at the zero frequency. Each pair is read and
 * decomposed on its own, so a grid costs as much as its pairs.
 *
 * @param pairs by place in `layers`.
 * @throws SvccaError as `dftSvcca`; `invalid-argument` for a pair that is not among the layers.
 */
export async function* comparePairsByFrequency(
  layers: readonly Activations[],
  pairs: readonly Pair[],
  options: DftOptions = {},
): AsyncGenerator<FrequencySimilarity> {
  assertPairs("comparePairsByFrequency", pairs, layers.length);
  for (const [i, j] of pairs) yield similarityOf(await dftSvcca(layers[i]!, layers[j]!, options));
}

function similarityOf(found: DftResult): FrequencySimilarity {
  const { channels, perFrequency, frequencies } = found;
  const places = frequencies.height * frequencies.width;
  const total = (side: "x" | "y") =>
    perFrequency.reduce((sum, { multiplicity, kept }) => sum + multiplicity * kept[side], 0);
  const { measure, similarity, coefficients, datapoints, backend, warnings } = found;
  return {
    measure,
    similarity,
    coefficients,
    frequencies,
    datapoints,
    kept: { x: total("x"), y: total("y") },
    neurons: { x: channels.x * places, y: channels.y * places },
    backend,
    warnings,
  };
}
