import type { Activations } from "../input/activations.js";
import type { Moments, Pair } from "../moments/moments.js";
import type { ReadOptions } from "../moments/stream.js";
import type { Aligned, Coefficients } from "../result/coefficients.js";
import { alignedDirections, type Directions } from "../result/directions.js";
import { type Comparison, errorOf, type Reduction } from "../routes/basis.js";
import { directionalMeasure, factsOf } from "./directional.js";
import { fromMoments } from "./from-moments.js";
import { type Context, comparePair } from "./measure.js";
import { assertChoice } from "./options.js";
import type { Similarity } from "./result.js";

/** Options of `cca` and `svcca`. */
export interface CompareOptions extends ReadOptions {
  /**
   * What the similarity divides the sum of the coefficients by: the number of `kept` directions of
   * the narrower side (default, what all published code does), or its number of `neurons` (eq. 1
   * of the SVCCA paper, whose text counts the directions that truncation drops as zeros).
   */
  readonly average?: "kept" | "neurons";
  /**
   * `moments` (default) streams the data in fixed memory; it reads them once, or up to three times
   * where one pass would cost accuracy. `exact` holds both layers in memory and decomposes the
   * data themselves: slower, for checking.
   */
  readonly method?: "moments" | "exact";
  /**
   * Find the aligned directions too. Default true; without them, singular values take the place of a
   * singular value decomposition, and the result has no `directions`. PWCCA needs them, and has them.
   */
  readonly directions?: boolean;
}

/** Options of `ccaFromMoments`: the data are not read, so less is to say. */
export type MomentsOptions = Pick<CompareOptions, "average" | "backend" | "signal"> & {
  /** Which two layers of the moments, by place. Default the first two. */
  readonly pair?: Pair;
};

/** What a comparison by canonical correlations found. */
export interface CcaResult extends Similarity {
  readonly measure: "cca" | "svcca" | "pwcca";
  /** The mean canonical correlation, 0 (nothing in common) to 1; `average` says over what. */
  readonly similarity: number;
  /** The canonical correlations, largest first, in [0, 1]. */
  readonly coefficients: Float64Array;
  /** The mean of the squared coefficients over the kept directions. */
  readonly meanSquared: number;
  /** Wilks' lambda, the product of all 1 - rho²: 1 for nothing in common, 0 for a shared direction. */
  readonly wilks: number;
  /** Pillai's trace, the sum of all rho². */
  readonly pillai: number;
  /** The aligned directions; give them to `project` for the projected datapoints. */
  readonly directions: { readonly x: Directions; readonly y: Directions };
  /** Estimated error of the coefficients by rounding. */
  readonly error: number;
  readonly method: "moments" | "exact";
}

const ALL: Reduction = { kind: "all" };

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
  options: CompareOptions & { readonly directions: false },
): Promise<Omit<CcaResult, "directions">>;
export async function cca(
  x: Activations,
  y: Activations,
  options?: CompareOptions,
): Promise<CcaResult>;
export async function cca(
  x: Activations,
  y: Activations,
  options: CompareOptions = {},
): Promise<CcaResult> {
  return comparePair(ccaMeasure(options), x, y, options);
}

/**
 * {@link cca} of two layers of which only the second moments are known, for example the sum of
 * many shards. Directions under about 1e-7 of the largest are out of reach without the data.
 *
 * @throws SvccaError `not-found` when the cross moments of the pair were not collected.
 */
export async function ccaFromMoments(
  moments: Moments,
  options: MomentsOptions = {},
): Promise<CcaResult> {
  return fromMoments(ccaMeasure(options), moments, options);
}

/** {@link cca} as a measure of many pairs. */
export function ccaMeasure(options: CompareOptions) {
  assertCcaOptions(options);
  const { average = "kept", method = "moments", directions = true } = options;
  return directionalMeasure<CcaResult>({
    name: "cca",
    reduction: ALL,
    method,
    directions,
    conclude: (comparison, aligned, context) =>
      ccaResult("cca", comparison, aligned, ALL, options, context),
    similarity: (coefficients, comparison) => meanOf(coefficients, comparison, average),
  });
}

export function assertCcaOptions({ average = "kept", method = "moments" }: CompareOptions): void {
  assertChoice("average", average, ["kept", "neurons"]);
  assertChoice("method", method, ["moments", "exact"]);
}

/** The mean coefficient, over what `average` says. */
export function meanOf(
  coefficients: Float64Array,
  { x, y }: Comparison,
  average: "kept" | "neurons",
): number {
  const over = average === "kept" ? coefficients.length : Math.min(x.weights.rows, y.weights.rows);
  return coefficients.reduce((sum, value) => sum + value, 0) / over;
}

/** The result that CCA, SVCCA and PWCCA share. */
export async function ccaResult<M extends CcaResult["measure"]>(
  measure: M,
  comparison: Comparison,
  aligned: Aligned | Coefficients,
  reduction: Reduction,
  { average = "kept", method = "moments" }: CompareOptions,
  context: Context,
) {
  const { backend, call } = context;
  const coefficients = aligned.s;
  const pillai = coefficients.reduce((sum, value) => sum + value * value, 0);
  return {
    measure,
    similarity: meanOf(coefficients, comparison, average),
    coefficients,
    meanSquared: pillai / coefficients.length,
    wilks: coefficients.reduce((product, value) => product * (1 - value) * (1 + value), 1),
    pillai,
    ...factsOf(comparison, reduction, context),
    // Left out only where the caller's own type says so: see the overloads.
    ...(("u" in aligned
      ? { directions: await alignedDirections(comparison, aligned, backend, call) }
      : {}) as Pick<CcaResult, "directions">),
    error: errorOf(comparison),
    method,
  };
}
