import { type Comparison, determinedError, errorOf } from "../routes/basis.js";
import { isFloat32, visibleError } from "../routes/rounding.js";

/**
 * A fact that makes a result mean less than it seems to.
 *
 * - `fewer-datapoints-than-neurons`: correlations of this many neurons on so few datapoints are
 *   large whatever the layers hold; often the array is transposed
 * - `trivial-coefficients`: some coefficients are 1 for any data of these sizes
 * - `constant-neurons`: neurons that never change were left out
 * - `dependent-neurons`: CCA used fewer directions than there are neurons, because the others are
 *   combinations of them as far as can be told: from moments alone to about 1e-7 of the largest,
 *   from the data to the last digit
 * - `not-unique`: PWCCA weighs directions that are arbitrary among those with coefficient 1
 * - `frequencies-without-variance`: frequencies at which one layer holds nothing were left out
 * - `limited-accuracy`: rounding may show in the printed digits, because only moments were given,
 *   because their products were float32, or because directions are about as small as the last digit
 *   of the data
 */
export interface Warning {
  readonly code:
    | "fewer-datapoints-than-neurons"
    | "trivial-coefficients"
    | "constant-neurons"
    | "dependent-neurons"
    | "not-unique"
    | "frequencies-without-variance"
    | "limited-accuracy";
  readonly message: string;
}

/**
 * What `comparison` has to say about itself, most important first.
 *
 * @param showRank warn of neurons that are combinations of others.
 * @param coarse the second moments are products of float32.
 */
export function warningsOf(comparison: Comparison, showRank: boolean, coarse: boolean): Warning[] {
  const { datapoints, x, y, unitRoundoff } = comparison;
  const warnings: Warning[] = fewDatapoints(datapoints, [x.weights.rows, y.weights.rows]);
  const [a, b] = [x.weights.cols, y.weights.cols];
  warnings.push(...trivialCoefficients(datapoints, a, b));
  for (const { name, weights, constant, rank, resolution } of [x, y]) {
    warnings.push(...constantNeuronsLeftOut(name, constant, weights.rows));
    const live = weights.rows - constant;
    // With few datapoints the rank is theirs, not the neurons', and has been warned about.
    if (showRank && rank < Math.min(live, datapoints - 1)) {
      warnings.push({
        code: "dependent-neurons",
        message: `${name}: its ${live} neurons span ${rank} directions; the others are combinations of them, or under ${resolution.toExponential(0)} of the largest`,
      });
    }
  }
  const error = errorOf(comparison);
  if (error > visibleError(unitRoundoff, coarse)) {
    const ofMoments = coarse
      ? "products in float32 are as good as that; for more digits take float64 (--precision)"
      : "moments alone do not resolve directions this small; compare the data themselves";
    const ofData =
      Math.max(determinedError(x), determinedError(y)) < error
        ? ofMoments
        : "the smallest directions are close to the last digit of the data; leave them out (svcca)";
    const reason = isFloat32(unitRoundoff)
      ? "float32 does not resolve directions this small; use a backend of float64, or leave them out (svcca)"
      : ofData;
    warnings.push({
      code: "limited-accuracy",
      message: `rounding may change the coefficients by up to ${error.toExponential(0)}: ${reason}`,
    });
  }
  return warnings;
}

/** A warning when some coefficients of `a` against `b` directions are 1 whatever the data. */
export function trivialCoefficients(datapoints: number, a: number, b: number): Warning[] {
  const trivial = Math.min(a, b, a + b - (datapoints - 1));
  if (trivial <= 0) return [];
  return [
    {
      code: "trivial-coefficients",
      message: `${trivial} coefficient${trivial === 1 ? " is" : "s are"} 1 for any data of these sizes (${a} + ${b} directions, ${datapoints} datapoints): the similarity means little; use at least ${a + b + 1} datapoints, better ten times that`,
    },
  ];
}

/** A warning when the widest of the layers has as many neurons as there are datapoints, or more. */
export function fewDatapoints(datapoints: number, neurons: readonly number[]): Warning[] {
  const widest = Math.max(...neurons);
  if (datapoints > widest) return [];
  return [
    {
      code: "fewer-datapoints-than-neurons",
      message: `${datapoints} datapoints for ${widest} neurons: correlations are large whatever the layers hold; use more datapoints, several times the neurons, or check that the array is not transposed (neurons first)`,
    },
  ];
}

/** A warning when neurons of a layer never change. */
export function constantNeuronsLeftOut(name: string, constant: number, neurons: number): Warning[] {
  if (constant === 0) return [];
  return [
    {
      code: "constant-neurons",
      message: `${name}: ${constant} of ${neurons} neurons are constant and were left out`,
    },
  ];
}
