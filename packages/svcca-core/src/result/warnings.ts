import type { Comparison } from "../routes/basis.js";

/**
 * A fact that makes a result mean less than it seems to.
 *
 * - `fewer-datapoints-than-neurons`: correlations of this many neurons on so few datapoints are
 *   large whatever the layers hold; often the array is transposed
 * - `trivial-coefficients`: some coefficients are 1 for any data of these sizes
 * - `constant-neurons`: neurons that never change were left out
 * - `dependent-neurons`: CCA used fewer directions than there are neurons, because the others are
 *   combinations of them up to rounding
 * - `limited-accuracy`: only moments were given, and rounding may show in the printed digits
 */
export interface Warning {
  readonly code:
    | "fewer-datapoints-than-neurons"
    | "trivial-coefficients"
    | "constant-neurons"
    | "dependent-neurons"
    | "limited-accuracy";
  readonly message: string;
}

/** Error of a coefficient that a reader of four digits would see. */
const VISIBLE_ERROR = 1e-6;

/** What `comparison` has to say about itself, most important first. */
export function warningsOf(
  comparison: Comparison,
  names: { readonly x: string; readonly y: string },
  showRank: boolean,
): Warning[] {
  const { datapoints, error } = comparison;
  const sides = [
    { name: names.x, basis: comparison.x },
    { name: names.y, basis: comparison.y },
  ];
  const warnings: Warning[] = [];
  const widest = Math.max(...sides.map(({ basis }) => basis.weights.rows));
  if (datapoints <= widest) {
    warnings.push({
      code: "fewer-datapoints-than-neurons",
      message: `${datapoints} datapoints for ${widest} neurons: correlations are large whatever the layers hold; use more datapoints, several times the neurons, or check that the array is not transposed (neurons first)`,
    });
  }
  const kept = sides.map(({ basis }) => basis.weights.cols);
  const trivial = Math.min(kept[0]!, kept[1]!, kept[0]! + kept[1]! - (datapoints - 1));
  if (trivial > 0) {
    warnings.push({
      code: "trivial-coefficients",
      message: `${trivial} coefficient${trivial === 1 ? " is" : "s are"} 1 for any data of these sizes (${kept[0]} + ${kept[1]} directions, ${datapoints} datapoints): the similarity means little; use at least ${kept[0]! + kept[1]! + 1} datapoints, better ten times that`,
    });
  }
  for (const { name, basis } of sides) {
    const neurons = basis.weights.rows;
    if (basis.constant > 0) {
      warnings.push({
        code: "constant-neurons",
        message: `${name}: ${basis.constant} of ${neurons} neurons are constant and were left out`,
      });
    }
    const live = neurons - basis.constant;
    // With few datapoints the rank is theirs, not the neurons', and has been warned about.
    if (showRank && basis.rank < Math.min(live, datapoints - 1)) {
      warnings.push({
        code: "dependent-neurons",
        message: `${name}: its ${live} neurons span ${basis.rank} directions; the others are combinations of them`,
      });
    }
  }
  if (error > VISIBLE_ERROR) {
    warnings.push({
      code: "limited-accuracy",
      message: `rounding may change the coefficients by up to ${error.toExponential(0)}: moments alone do not resolve directions this small; compare the data themselves`,
    });
  }
  return warnings;
}
