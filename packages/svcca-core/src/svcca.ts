import {
  type CcaResult,
  type CompareOptions,
  type Measured,
  type MomentsOptions,
  measureActivations,
  measureMoments,
} from "./compare.js";
import type { Activations } from "./input/activations.js";
import type { PairMoments } from "./moments/pair-moments.js";
import type { Reduction } from "./routes/basis.js";
import { assertTruncation, defaultTruncation, keptCount, type Truncation } from "./truncation.js";

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
  { truncate = defaultTruncation, ...options }: CompareOptions & TruncateOption = {},
): Promise<SvccaResult> {
  return finish(await measureActivations(x, y, largest(truncate), options), truncate);
}

/** {@link svcca} of two layers of which only the second moments are known. */
export async function svccaFromMoments(
  moments: PairMoments,
  { truncate = defaultTruncation, ...options }: MomentsOptions & TruncateOption = {},
): Promise<SvccaResult> {
  return finish(await measureMoments(moments, largest(truncate), options), truncate);
}

function largest(truncate: Truncation): Reduction {
  assertTruncation(truncate);
  return { kind: "largest", keep: (values, rank) => keptCount(values, rank, truncate) };
}

function finish({ result, comparison }: Measured, truncate: Truncation): SvccaResult {
  const { x, y } = comparison;
  const singularValues = { x: x.singularValues, y: y.singularValues };
  return { ...result, measure: "svcca", truncate, singularValues };
}
