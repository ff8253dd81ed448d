import {
  type CcaResult,
  type CompareOptions,
  type MomentsOptions,
  measureActivations,
  measureMoments,
} from "./compare.js";
import type { Activations } from "./input/activations.js";
import type { PairMoments } from "./moments/pair-moments.js";

/**
 * Canonical correlation analysis of two layers: the mean correlation between the best matching
 * pairs of directions. Unchanged by any invertible linear map of the neurons of either side.
 *
 * Counts every direction alike, however little of the layer it is; {@link svcca} drops the small
 * ones first.
 *
 * Source: Hotelling 1936; Björck & Golub 1973; Raghu et al. 2017 (arXiv 1706.05806), appendix A.
 *
 * @param x n x a: datapoints by neurons.
 * @param y n x b, the same datapoints in the same order.
 * @throws SvccaError `shape-mismatch`, `too-few-datapoints`, `non-finite`, `no-variance`,
 *   `unsupported`, `invalid-argument`, `accuracy`.
 */
export async function cca(
  x: Activations,
  y: Activations,
  options: CompareOptions = {},
): Promise<CcaResult> {
  const { result } = await measureActivations(x, y, { kind: "all" }, options);
  return { measure: "cca", ...result };
}

/**
 * {@link cca} of two layers of which only the second moments are known, for example the sum of
 * many shards. Directions under about 1e-7 of the largest are out of reach without the data.
 */
export async function ccaFromMoments(
  moments: PairMoments,
  options: MomentsOptions = {},
): Promise<CcaResult> {
  const { result } = await measureMoments(moments, { kind: "all" }, options);
  return { measure: "cca", ...result };
}
