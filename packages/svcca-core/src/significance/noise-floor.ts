import { SvccaError } from "@svcca/linalg";

/** Points of the quadrature; the integrand is smooth, so this gives about 8 digits. */
const POINTS = 4096;

/**
 * The mean canonical correlation that two layers with nothing in common show by chance.
 *
 * `datapoints` many samples of p and q independent directions (the kept counts of both sides) are
 * never quite orthogonal: with few datapoints the mean coefficient of pure noise is large. A
 * similarity near this number says nothing. Exact in the limit of large p, q and n with fixed
 * ratios; within 0.01 from about five directions on, and independent of the distribution for
 * activations with finite fourth moments.
 *
 * Source: Wachter 1980, The limiting empirical measure of multiple discriminant ratios, Annals of
 * Statistics 8; E[mean squared coefficient] = max(p, q) / (n - 1).
 *
 * @throws SvccaError `invalid-argument` unless n >= 2, p >= 1 and q >= 1 are whole numbers.
 */
export function noiseFloor(datapoints: number, kept: { x: number; y: number }): number {
  const counts = [datapoints - 1, kept.x, kept.y];
  if (counts.some((count) => !Number.isSafeInteger(count) || count < 1)) {
    throw new SvccaError(
      "invalid-argument",
      `noiseFloor: ${datapoints} datapoints, ${kept.x} and ${kept.y} directions; give whole numbers, at least 2 datapoints and 1 direction`,
      { datapoints, kept },
    );
  }
  const freedom = datapoints - 1;
  const p = Math.min(kept.x, kept.y, freedom);
  const q = Math.min(Math.max(kept.x, kept.y), freedom);
  if (q === freedom) return 1;
  const alpha = p / freedom;
  const beta = q / freedom;
  // Two subspaces of dimensions p and q in n - 1 dimensions meet in at least p + q - (n - 1).
  const certain = Math.max(0, p + q - freedom) / p;
  const low = (Math.sqrt(alpha * (1 - beta)) - Math.sqrt(beta * (1 - alpha))) ** 2;
  const high = (Math.sqrt(alpha * (1 - beta)) + Math.sqrt(beta * (1 - alpha))) ** 2;
  return Math.min(1, certain + meanRoot(low, high) / (2 * Math.PI * alpha));
}

/**
 * The integral of sqrt((high - t)(t - low)) / (t (1 - t)) * sqrt(t) from low to high. With
 * t = middle + half cos(angle) the square root at the ends turns into a smooth sine.
 */
function meanRoot(low: number, high: number): number {
  const half = (high - low) / 2;
  let sum = 0;
  for (let i = 0; i < POINTS; i++) {
    const angle = ((i + 0.5) * Math.PI) / POINTS;
    // 1 + cos and 1 - cos without cancellation near the ends, where t or 1 - t may vanish.
    const t = low + 2 * half * Math.cos(angle / 2) ** 2;
    const rest = 1 - high + 2 * half * Math.sin(angle / 2) ** 2;
    sum += (half * Math.sin(angle)) ** 2 / (Math.sqrt(t) * rest);
  }
  return (sum * Math.PI) / POINTS;
}
