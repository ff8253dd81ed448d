import type { Comparison } from "./basis.js";

/** Values of the cross moments of comparisons that are concluded side by side: 1 MB. */
const MOST_VALUES = 2 ** 17;

/**
 * Comparisons in groups of small ones: a backend can decompose their cross moments at the same time.
 * Large ones come one by one, as soon as they are there.
 */
export async function* smallOnesTogether(
  comparisons: AsyncIterable<Comparison>,
): AsyncGenerator<Comparison[]> {
  let group: Comparison[] = [];
  let values = 0;
  for await (const comparison of comparisons) {
    group.push(comparison);
    values += comparison.cross.data.length;
    if (values < MOST_VALUES) continue;
    yield group;
    group = [];
    values = 0;
  }
  if (group.length > 0) yield group;
}
