import { shuffledOrder, uniform } from "@svcca/linalg";

/**
 * The order of the datapoints in each epoch: a function of the epoch and the seed alone, so that a
 * run that starts in the middle sees what an undisturbed one would.
 */
export function seededOrder(count: number, seed: number): (epoch: number) => ArrayLike<number> {
  let known = -1;
  let order: ArrayLike<number> = [];
  return (epoch) => {
    if (epoch !== known) {
      order = shuffledOrder(count, uniform(mixed(seed, epoch)));
      known = epoch;
    }
    return order;
  };
}

/**
 * A seed from a seed and a number, so that neighbours have nothing in common.
 *
 * Source: the multiplier of Knuth, TAOCP 3.3.4, and the golden ratio.
 */
export function mixed(seed: number, number: number): number {
  return (Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x6c078965)) | 0;
}
