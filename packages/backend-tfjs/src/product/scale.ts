/** Powers of two beyond this, with their inverse, would leave the range of float64. */
const MOST_EXPONENT = 1000;

/**
 * The power of two that brings `largest` near 1, so that no product of float32 values leaves its
 * range; 1 for what is zero or not finite.
 */
export function scaleFor(largest: number): number {
  if (!(largest > 0) || largest === Number.POSITIVE_INFINITY) return 1;
  const exponent = Math.floor(Math.log2(largest));
  return 2 ** -Math.max(-MOST_EXPONENT, Math.min(MOST_EXPONENT, exponent));
}
