/**
 * One layer against others that follow each other: their lines do too, so that one product does all.
 * The first of them may be the layer itself, whose product is symmetric.
 */
export interface Run {
  readonly left: number;
  /** The layers `right`, `right + 1`, ..., and the places of these pairs in their list. */
  readonly right: number;
  readonly places: readonly number[];
}

/** Pairs in runs, the longest that there are. */
export function runsOf(pairs: readonly (readonly [number, number])[]): Run[] {
  const order = pairs.map(([left, right], place) => ({ left, right, place }));
  order.sort((a, b) => a.left - b.left || a.right - b.right || a.place - b.place);
  const runs: { left: number; right: number; places: number[] }[] = [];
  for (const { left, right, place } of order) {
    const last = runs.at(-1);
    const next = last && last.left === left && right === last.right + last.places.length;
    if (next && right !== left) last.places.push(place);
    else runs.push({ left, right, places: [place] });
  }
  return runs;
}
