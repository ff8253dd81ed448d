/**
 * A standard normal number from two uniform ones in [0, 1).
 *
 * Source: Box and Muller 1958. 1 - u keeps the logarithm away from zero.
 */
export function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}
