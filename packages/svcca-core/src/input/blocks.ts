/** Values in one block of rows: 8 MB as float64, which stays in the second-level cache's reach. */
export const BLOCK_VALUES = 2 ** 20;

/** Values in the largest block of wide layers: 128 MB as float64. */
const MOST_VALUES = 2 ** 24;

/**
 * Rows to read at once from layers that hold `neurons` values a row in all: few enough for small
 * memory, enough for one matrix product to be worth its call. Of wide layers a quarter of the width,
 * since every block adds d x d sums, which would take longer than the products. A function of the
 * width alone, so that the same data always add up in the same order, and to the same bits.
 *
 * @param unit rows that are stored together, so that a block must not end between them.
 */
export function blockRowsFor(neurons: number, unit = 1): number {
  const width = Math.max(1, neurons);
  const wide = Math.min(width >> 2, Math.floor(MOST_VALUES / width));
  const rows = Math.min(8192, Math.max(64, wide, Math.floor(BLOCK_VALUES / width)));
  return Math.ceil(rows / unit) * unit;
}
