import { SvccaError } from "@svcca/linalg";

/**
 * How many singular directions of a layer SVCCA keeps:
 *
 * - `{ variance: 0.99 }`: the fewest whose squared singular values reach that share of their sum.
 *   The default, as in section 2 of the SVCCA paper ("99% of the variance").
 * - `{ singularValueSum: 0.99 }`: the same with singular values that are not squared, as in the
 *   paper's appendix A and in google/svcca. It keeps more directions.
 * - `{ components: 20 }`: exactly that many, where the layer has them.
 */
export type Truncation =
  | { readonly variance: number }
  | { readonly singularValueSum: number }
  | { readonly components: number };

export const defaultTruncation: Truncation = { variance: 0.99 };

/**
 * Checks a rule before anything is read.
 *
 * @throws SvccaError `invalid-argument` for a share outside (0, 1], components that are not a
 *   whole number from 1, or none or several rules at once.
 */
export function assertTruncation(rule: Truncation): void {
  const given = Object.entries(rule).filter(([, value]) => value !== undefined);
  const [name, value] = given[0] ?? [];
  const valid =
    given.length === 1 &&
    typeof value === "number" &&
    (name === "components"
      ? Number.isSafeInteger(value) && value >= 1
      : (name === "variance" || name === "singularValueSum") && value > 0 && value <= 1);
  if (!valid) {
    throw new SvccaError(
      "invalid-argument",
      `truncate: ${JSON.stringify(rule)}; give one of { variance: above 0 to 1 }, { singularValueSum: above 0 to 1 }, { components: a whole number from 1 }`,
      { received: rule },
    );
  }
}

/**
 * The number of directions that `rule` keeps.
 *
 * @param singularValues largest first, of the centred activations.
 * @param rank how many of them stand out from rounding; no rule keeps more.
 */
export function keptCount(singularValues: Float64Array, rank: number, rule: Truncation): number {
  if ("components" in rule) return Math.min(rule.components, rank);
  const squared = "variance" in rule;
  const share = squared ? rule.variance : rule.singularValueSum;
  const sizes = singularValues.subarray(0, rank).map((s) => (squared ? s * s : s));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  // A share that is met exactly must not be missed by the rounding of the sums.
  const wanted = share * total * (1 - 4 * rank * 2 ** -53);
  let sum = 0;
  for (let k = 0; k < rank; k++) {
    sum += sizes[k]!;
    if (sum >= wanted) return k + 1;
  }
  return rank;
}
