import { SvccaError } from "@svcca/linalg";
import { assertFraction } from "../measures/options.js";
import { chiSquaredTail } from "./chi-squared.js";

/** Options of {@link bartlett}. */
export interface BartlettOptions {
  /** The chance of counting a coefficient that means nothing. Default 0.05, the field's. */
  readonly level?: number;
  /**
   * `textbook` (default) uses n - 1, as Lawley and statistical packages do; `printed` uses n, as
   * the formula in the appendix of Morcos et al. 2018 does.
   */
  readonly form?: "textbook" | "printed";
}

/**
 * What {@link bartlett} found. Entry k of each is the test of "all coefficients from k on are 0",
 * given that those before are real: entries after the first that passes say nothing.
 */
export interface BartlettResult {
  readonly chiSquared: Float64Array;
  readonly freedom: Float64Array;
  readonly pValues: Float64Array;
  /** Wilks' lambda of the coefficients from k on: the product of their 1 - rho². */
  readonly wilks: Float64Array;
  /** Coefficients that are significant: as many as there are before the first test that passes. */
  readonly significant: number;
  readonly level: number;
}

/**
 * How many canonical correlations are more than chance: Bartlett's test of the rest being 0, one
 * after the other, with Lawley's correction.
 *
 * Assumes independent datapoints, near enough normal: positions of one image, or frames of one
 * sequence, are not independent. Needs more datapoints than directions of both sides together.
 * The coefficients are CCA's of all neurons, or SVCCA's, whose choice of directions did not look
 * at the other layer.
 *
 * Source: Bartlett 1938; Lawley 1959, Biometrika 46; Morcos et al. 2018 (arXiv 1806.05759), A.2.
 *
 * @param coefficients canonical correlations, largest first.
 * @param kept directions of both sides.
 * @throws SvccaError `too-few-datapoints` unless n > kept.x + kept.y + 1, `invalid-argument`.
 */
export function bartlett(
  coefficients: ArrayLike<number>,
  datapoints: number,
  kept: { readonly x: number; readonly y: number },
  { level = 0.05, form = "textbook" }: BartlettOptions = {},
): BartlettResult {
  assertFraction("level", level);
  const { x: a, y: b } = kept;
  if (!(datapoints > a + b + 1)) {
    throw new SvccaError(
      "too-few-datapoints",
      `bartlett: ${datapoints} datapoints for ${a} + ${b} directions; needs at least ${a + b + 2}`,
      { datapoints, kept },
    );
  }
  const count = coefficients.length;
  const [chiSquared, freedom, pValues, wilks] = [0, 0, 0, 0].map(() => new Float64Array(count));
  let logLambda = 0;
  for (let k = count - 1; k >= 0; k--) {
    const rho = coefficients[k]!;
    logLambda += Math.log1p(-rho) + Math.log1p(rho);
    wilks![k] = Math.exp(logLambda);
    freedom![k] = (a - k) * (b - k);
    chiSquared![k] = -logLambda;
  }
  // Lawley's correction adds 1 / rho² of the coefficients that are taken to be real.
  let correction = (form === "textbook" ? datapoints - 1 : datapoints) - (a + b + 1) / 2;
  let significant = count;
  for (let k = 0; k < count; k++) {
    // Nothing left is no evidence, however large the correction by vanishing coefficients.
    if (chiSquared![k] !== 0) chiSquared![k] = Math.max(0, correction * chiSquared![k]!);
    pValues![k] = chiSquaredTail(chiSquared![k]!, freedom![k]!);
    if (pValues![k]! > level) significant = Math.min(significant, k);
    correction += 1 / coefficients[k]! ** 2 - 1;
  }
  return {
    chiSquared: chiSquared!,
    freedom: freedom!,
    pValues: pValues!,
    wilks: wilks!,
    significant,
    level,
  };
}
