import { SvccaError } from "@svcca/linalg";

/**
 * How many of the first values hold the share `threshold` of the sum: google/svcca's
 * `sum_threshold`, which leaves small trailing coefficients out of the mean.
 *
 * google/svcca never tries all values together, so it returns None where these are needed
 * (`sum_threshold(a, 1.0)`, or a single value); here that is their number. Values that add up to
 * zero hold every share of nothing: 0.
 *
 * @param array largest first, none negative.
 * @param threshold 0 to 1.
 * @throws SvccaError `invalid-argument` for another threshold.
 */
export function sumThreshold(array: ArrayLike<number>, threshold: number): number {
  if (!(threshold >= 0 && threshold <= 1)) {
    throw new SvccaError("invalid-argument", `threshold: ${threshold}; give a share from 0 to 1`, {
      received: threshold,
    });
  }
  const sums = [0];
  for (let i = 0; i < array.length; i++) sums.push(sums[i]! + array[i]!);
  const total = sums.at(-1)!;
  if (total === 0) return 0;
  return sums.findIndex((sum) => sum / total >= threshold);
}
