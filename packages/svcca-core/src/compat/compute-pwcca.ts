import { columnMeans, type Matrix, qr, SvccaError, scaleRows, transpose } from "@svcca/linalg";
import { contextOf } from "../measures/measure.js";
import { actsOf, type CompatOptions } from "./acts.js";
import { getCcaSimilarity, movedRows } from "./get-cca-similarity.js";
import { sideOf } from "./side.js";
import { largestSigns } from "./signs.js";

/** Options of {@link computePwcca}. */
export interface ComputePwccaOptions extends CompatOptions {
  /** As in `getCcaSimilarity`. Default 0. */
  readonly epsilon?: number;
  /**
   * +1 or -1 for each direction: which of a row of `coefX` (`coefY` where acts2 has fewer neurons)
   * and its negative is used. Default all 1, which makes the largest entry of each row positive.
   */
  readonly signs?: ArrayLike<number>;
}

/**
 * google/svcca's `compute_pwcca`: its number, for comparison with what was published with it. For
 * the measure that the paper defines use `pwcca` of `@svcca/core`.
 *
 * It is not the paper's measure, and not a function of the activations:
 * - The whitening is left out: its directions are `coefX (acts1 - means)`, not the canonical
 *   variates `coefX invsqrtXx (acts1 - means)`.
 * - It adds the mean of neuron i to direction i before it makes the directions orthonormal, and
 *   the activations that it projects are not centred. The number therefore changes with the sign
 *   of each direction, which is arbitrary: for the MNIST logits of its tutorial NumPy's signs give
 *   0.737, all others from 0.722 to 0.843. `signs` sets them.
 * - Where acts1 keeps more neurons than acts2, it projects the activations of acts1 on the
 *   directions of acts2, and crashes when their numbers differ. Here those of acts2 are taken.
 *
 * Source: github.com/google/svcca, pwcca.py.
 *
 * @param acts1 neurons x datapoints.
 * @param acts2 neurons x datapoints, the same datapoints in the same order.
 * @returns the weighted mean; the weights, which add up to 1; the coefficients.
 * @throws SvccaError as `getCcaSimilarity`, and `invalid-argument` for other signs.
 */
export async function computePwcca(
  acts1: Matrix,
  acts2: Matrix,
  options: ComputePwccaOptions = {},
): Promise<{ pwcca: number; weights: Float64Array; coefs: Float64Array }> {
  const { signs, epsilon = 0, ...call } = options;
  const found = await getCcaSimilarity(acts1, acts2, { epsilon, ...call });
  const fromX = found.invsqrtXx.rows <= found.invsqrtYy.rows;
  const rows = fromX ? found.coefX : found.coefY;
  const coef = scaleRows(rows, largestSigns(rows));
  assertSigns(signs, coef.rows);
  const acts = fromX ? acts1 : acts2;
  const context = contextOf(call);
  const side = sideOf(actsOf("computePwcca", acts)[0]!, epsilon, "computePwcca");
  const dirns = await movedRows(signs ? scaleRows(coef, signs) : coef, side, context);
  const { q } = await qr(transpose(dirns), { ...context.call, backend: context.backend });
  // P' acts', with the means that the centred neurons lack.
  const { data } = await context.backend.matmul(q, side.kept, { ...context.call, transA: true });
  const sums = columnMeans(q).map((value) => value * q.rows);
  const means = side.mean.filter((_, j) => side.idxs[j]);
  const weights = sums.map((sum, i) =>
    means.reduce((all, mean, j) => all + Math.abs(data[i * means.length + j]! + sum * mean), 0),
  );
  const total = weights.reduce((sum, value) => sum + value, 0);
  const coefs = found.ccaCoef1.slice(0, coef.rows);
  return {
    pwcca: coefs.reduce((sum, rho, i) => sum + (rho * weights[i]!) / total, 0),
    weights: weights.map((value) => value / total),
    coefs,
  };
}

function assertSigns(signs: ArrayLike<number> | undefined, count: number): void {
  if (!signs) return;
  const list = Array.from(signs);
  if (list.length === count && list.every((sign) => Math.abs(sign) === 1)) return;
  throw new SvccaError(
    "invalid-argument",
    `signs: ${list.slice(0, 4).join(", ")}${list.length > 4 ? ", ..." : ""} (${list.length} values); give 1 or -1 for each of the ${count} directions`,
    { received: list, expected: count },
  );
}
