import type { Activations } from "../input/activations.js";
import type { Moments } from "../moments/moments.js";
import type { Warning } from "../result/warnings.js";
import type { Basis, Comparison, Reduction } from "../routes/basis.js";
import {
  assertCcaOptions,
  type CcaResult,
  type CompareOptions,
  ccaResult,
  type MomentsOptions,
} from "./cca.js";
import { directionalMeasure } from "./directional.js";
import { fromMoments } from "./from-moments.js";
import { comparePair } from "./measure.js";
import { assertChoice } from "./options.js";
import { largestBy, type TruncateOption } from "./svcca.js";

/** Options of {@link pwcca}. */
export interface PwccaOptions extends Omit<CompareOptions, "average" | "directions"> {
  /**
   * The layer that says how much each direction counts. Default `fewer`: the one with fewer
   * directions, x when they are equal, as in the paper's code. The measure is not symmetric.
   */
  readonly side?: "x" | "y" | "fewer";
  /**
   * Keep only the largest directions first, as SVCCA does. Default: keep all, as in the paper; the
   * weights already make small directions count little.
   */
  readonly truncate?: TruncateOption["truncate"];
}

/** What {@link pwcca} found. */
export interface PwccaResult extends CcaResult {
  readonly measure: "pwcca";
  /** The mean of the coefficients, weighted. */
  readonly similarity: number;
  /** The weight of each coefficient; they add up to 1. */
  readonly weights: Float64Array;
  /** The layer that the weights are from. */
  readonly side: "x" | "y";
}

/**
 * Projection weighted CCA: the mean canonical correlation, each weighted by how much of the layer
 * its direction accounts for: alpha_i = sum over neurons z_j of |<h_i, z_j>|, with h_i the
 * canonical variates.
 *
 * google/svcca computes something else under this name, which leaves the whitening out of h_i; for
 * its number see `computePwcca` in `@svcca/core/compat`.
 *
 * Source: Morcos, Raghu, Bengio 2018 (arXiv 1806.05759), section 2 and definition 1.
 *
 * @param x n x a: datapoints by neurons.
 * @param y n x b, the same datapoints in the same order.
 * @throws SvccaError as {@link cca}.
 */
export async function pwcca(
  x: Activations,
  y: Activations,
  options: PwccaOptions = {},
): Promise<PwccaResult> {
  return comparePair(pwccaMeasure(options), x, y, options);
}

/** {@link pwcca} of two layers of which only the second moments are known. */
export async function pwccaFromMoments(
  moments: Moments,
  options: Omit<MomentsOptions, "average"> & Pick<PwccaOptions, "side" | "truncate"> = {},
): Promise<PwccaResult> {
  return fromMoments(pwccaMeasure(options), moments, options);
}

/** {@link pwcca} as a measure of many pairs. */
export function pwccaMeasure(options: PwccaOptions) {
  assertCcaOptions(options);
  const { side = "fewer", truncate, method = "moments" } = options;
  assertChoice("side", side, ["x", "y", "fewer"]);
  const reduction: Reduction = truncate ? largestBy(truncate) : { kind: "all" };
  return directionalMeasure<PwccaResult>({
    name: "pwcca",
    reduction,
    method,
    directions: true,
    async conclude(comparison, aligned, context) {
      const result = await ccaResult("pwcca", comparison, aligned, reduction, options, context);
      const fewer = comparison.x.weights.cols <= comparison.y.weights.cols ? "x" : "y";
      const from = side === "fewer" ? fewer : side;
      const weights = weightsOf(comparison[from], result.directions[from].correlations.data);
      return {
        ...result,
        similarity: result.coefficients.reduce((sum, rho, i) => sum + rho * weights[i]!, 0),
        weights,
        side: from,
        warnings: [...notUnique(comparison), ...result.warnings],
      };
    },
  });
}

/** How much of the layer each direction accounts for, from the correlations of its neurons with it. */
function weightsOf({ squares }: Basis, correlations: Float64Array): Float64Array {
  const k = correlations.length / squares.length;
  const norms = squares.map(Math.sqrt);
  const largest = norms.reduce((max, norm) => Math.max(max, norm), 0);
  const sums = new Float64Array(k);
  // <h_i, z_j> is the correlation times the norm of the neuron, since h_i is of unit norm.
  for (let p = 0; p < correlations.length; p++) {
    sums[p % k]! += Math.abs(correlations[p]!) * (norms[Math.floor(p / k)]! / largest);
  }
  const total = sums.reduce((sum, value) => sum + value, 0);
  return sums.map((value) => value / total);
}

function notUnique({ x, y, datapoints }: Comparison): Warning[] {
  const [a, b] = [x.weights.cols, y.weights.cols];
  if (datapoints >= a + b + 1) return [];
  return [
    {
      code: "not-unique",
      message: `PWCCA has no single value here: with ${datapoints} datapoints for ${a} + ${b} directions several coefficients are 1, and their directions, on which the weights depend, are arbitrary; use at least ${a + b + 1} datapoints`,
    },
  ];
}
