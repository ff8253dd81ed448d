import type { Pair } from "./moments.js";

/** Cross moments of more values than this (1 GiB) are not held at once. */
const MOST_VALUES = 2 ** 27;

/** The same (64 MB) where reading again is free: a pass takes several times its cross moments. */
const MOST_IN_MEMORY = 2 ** 23;

/**
 * Pairs in groups whose cross moments fit in memory together, in their order. Each group costs one
 * reading of the layers in it.
 *
 * @param widths neurons (or directions) of each layer.
 * @param inMemory whether all layers are, so that smaller groups cost next to nothing.
 */
export function groupsOf(
  pairs: readonly Pair[],
  widths: readonly number[],
  inMemory: boolean,
): Pair[][] {
  const most = inMemory ? MOST_IN_MEMORY : MOST_VALUES;
  const groups: Pair[][] = [];
  let values = Number.POSITIVE_INFINITY;
  for (const pair of pairs) {
    const size = widths[pair[0]]! * widths[pair[1]]!;
    if (values + size > most) {
      groups.push([]);
      values = 0;
    }
    groups.at(-1)!.push(pair);
    values += size;
  }
  return groups;
}

/**
 * Rows of a block where several pairs share a pass. A constant, so that the sums of a pair come out
 * the same to the last bit whichever other pairs are in the pass.
 */
export const FIXED_ROWS = 1024;

/** The layers that a group of pairs is between, and the pairs by their places among these. */
export function membersOf(group: readonly Pair[]): { members: number[]; places: Pair[] } {
  const members = [...new Set(group.flat())].sort((a, b) => a - b);
  const places = group.map(([x, y]): Pair => [members.indexOf(x), members.indexOf(y)]);
  return { members, places };
}
