import type { Activations } from "../input/activations.js";
import type { Moments } from "../moments/moments.js";
import type { Reduction } from "../routes/basis.js";
import {
  assertTruncation,
  defaultTruncation,
  keptCount,
  type Truncation,
} from "../routes/truncation.js";
import {
  assertCcaOptions,
  type CcaResult,
  type CompareOptions,
  ccaResult,
  type MomentsOptions,
  meanOf,
} from "./cca.js";
import { directionalMeasure } from "./directional.js";
import { fromMoments } from "./from-moments.js";
import { comparePair } from "./measure.js";

/** Which directions SVCCA keeps before it compares. */
export interface TruncateOption {
  /** Default `{ variance: 0.99 }`, as in section 2 of the paper. */
  readonly truncate?: Truncation;
}

/** What SVCCA found: what CCA finds, and the singular values that the truncation looked at. */
export interface SvccaResult extends CcaResult {
  readonly measure: "svcca";
  /** The rule that was used. */
  readonly truncate: Truncation;
  /** All singular values of each centred layer, largest first; the first `kept` took part. */
  readonly singularValues: { readonly x: Float64Array; readonly y: Float64Array };
}

/**
 * Singular vector canonical correlation analysis: keeps of each layer the directions that hold
 * most of its variance, then compares these by CCA. Unchanged by permutation, rotation, shift and
 * common scaling of the neurons of either side.
 *
 * Source: Raghu, Gilmer, Yosinski, Sohl-Dickstein 2017 (arXiv 1706.05806), section 2.
 *
 * @param x n x a: datapoints by neurons.
 * @param y n x b, the same datapoints in the same order.
 * @throws SvccaError `shape-mismatch`, `too-few-datapoints`, `non-finite`, `no-variance`,
 *   `unsupported`, `invalid-argument`, `accuracy`.
 */
export async function svcca(
  x: Activations,
  y: Activations,
  options: CompareOptions & TruncateOption & { readonly directions: false },
): Promise<Omit<SvccaResult, "directions">>;
export async function svcca(
  x: Activations,
  y: Activations,
  options?: CompareOptions & TruncateOption,
): Promise<SvccaResult>;
export async function svcca(
  x: Activations,
  y: Activations,
  options: CompareOptions & TruncateOption = {},
): Promise<SvccaResult> {
  return comparePair(svccaMeasure(options), x, y, options);
}

/**
 * {@link svcca} of two layers of which only the second moments are known.
 *
 * @throws SvccaError `not-found` when the cross moments of the pair were not collected.
 */
export async function svccaFromMoments(
  moments: Moments,
  options: MomentsOptions & TruncateOption = {},
): Promise<SvccaResult> {
  return fromMoments(svccaMeasure(options), moments, options);
}

/** {@link svcca} as a measure of many pairs. */
export function svccaMeasure(options: CompareOptions & TruncateOption) {
  assertCcaOptions(options);
  const { average = "kept", method = "moments", truncate = defaultTruncation } = options;
  const { directions = true } = options;
  const reduction = largestBy(truncate);
  return directionalMeasure<SvccaResult>({
    name: "svcca",
    reduction,
    method,
    directions,
    conclude: async (comparison, aligned, context) => ({
      ...(await ccaResult("svcca", comparison, aligned, reduction, options, context)),
      truncate,
      singularValues: { x: comparison.x.singularValues, y: comparison.y.singularValues },
    }),
    similarity: (coefficients, comparison) => meanOf(coefficients, comparison, average),
  });
}

/** The largest directions, as many as the rule keeps. @throws SvccaError `invalid-argument`. */
export function largestBy(truncate: Truncation): Reduction {
  assertTruncation(truncate);
  return { kind: "largest", keep: (values, rank) => keptCount(values, rank, truncate) };
}
