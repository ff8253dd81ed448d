import type { Weighed } from "./weigh.js";

/** The similarity of equal layers is 1 to the last digits, in which that of draws may differ. */
const ROUNDING = 1e-6;

/** A fact about the interval, beside the warnings of the library. */
export interface IntervalWarning {
  readonly code: "interval-beside-similarity";
  readonly message: string;
}

/**
 * A warning where the interval does not hold the similarity. That is no mistake: of few datapoints
 * the similarity is biased, and the interval has part of the bias taken out.
 */
export function intervalWarnings(
  similarity: number,
  { bootstrap }: Pick<Weighed, "bootstrap">,
): IntervalWarning[] {
  if (!bootstrap) return [];
  const { lower, upper } = bootstrap;
  if (lower <= similarity + ROUNDING && similarity <= upper + ROUNDING) return [];
  const [side, bias] = similarity > upper ? ["under", "high"] : ["over", "low"];
  return [
    {
      code: "interval-beside-similarity",
      message: `the whole interval lies ${side} the similarity, which is too ${bias} for so few datapoints: the interval has part of that bias taken out, so take it as it is, or use more datapoints`,
    },
  ];
}
