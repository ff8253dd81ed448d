import type { Lane } from "./interleave.js";

/** Two matrices of one size, by their places: they are decomposed together, one in each lane. */
export type Pair = readonly [number, number];

/** The matrices of a pair that count, by their lane. */
export function lanesOf([first, second]: Pair): readonly Lane[] {
  return first === second ? [0] : [0, 1];
}

/** One size, and the pairs of matrices that have it; of an odd number the last goes with itself. */
export interface SizedPairs {
  readonly rows: number;
  readonly cols: number;
  readonly pairs: readonly Pair[];
}

/** Matrices of equal sizes in pairs. */
export function pairsOf(sizes: readonly { readonly rows: number; readonly cols: number }[]) {
  const groups = new Map<string, { rows: number; cols: number; places: number[] }>();
  for (const [place, { rows, cols }] of sizes.entries()) {
    const key = `${rows} ${cols}`;
    const group = groups.get(key) ?? { rows, cols, places: [] };
    groups.set(key, group);
    group.places.push(place);
  }
  return [...groups.values()].map(({ rows, cols, places }): SizedPairs => {
    const pairs = Array.from({ length: Math.ceil(places.length / 2) }, (_, i): Pair => {
      const first = places[2 * i]!;
      return [first, places[2 * i + 1] ?? first];
    });
    return { rows, cols, pairs };
  });
}

/** Operations between two looks at the clock and at the signal: about 20 ms. */
const OPERATIONS = 2 ** 26;

/** Some pairs at a time, at least one for each thread, given the operations for one. */
export function* partsOf<T>(list: readonly T[], operations: number, threads: number) {
  const step = Math.max(threads, Math.floor(OPERATIONS / operations));
  for (let first = 0; first < list.length; first += step) yield list.slice(first, first + step);
}
