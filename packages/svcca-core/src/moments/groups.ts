import type { Pair } from "./moments.js";

/** Cross moments of more values than this (1 GiB) are not held at once. */
const MOST_VALUES = 2 ** 27;

/**
 * Pairs in groups whose cross moments fit in memory together, in their order. Each group costs one
 * reading of the layers in it.
 *
 * @param widths neurons (or directions) of each layer.
 */
export function groupsOf(pairs: readonly Pair[], widths: readonly number[]): Pair[][] {
  const groups: Pair[][] = [];
  let values = Number.POSITIVE_INFINITY;
  for (const pair of pairs) {
    const size = widths[pair[0]]! * widths[pair[1]]!;
    if (values + size > MOST_VALUES) {
      groups.push([]);
      values = 0;
    }
    groups.at(-1)!.push(pair);
    values += size;
  }
  return groups;
}
