import type { SpectralLayer } from "@svcca/linalg";

/** The columns of a transform that are wanted, as assembly/fourier/image.ts reads them. */
export interface Columns {
  readonly count: number;
  readonly table: readonly number[];
}

/**
 * Of each column at which a frequency is wanted, that column, the opposite one, the number of its
 * frequencies, and of each its number, its place and that of its opposite in both columns.
 */
export function columnsOf({ height, width, frequencies }: SpectralLayer): Columns {
  const wanted = new Map<number, { place: number; y: number; x: number }[]>();
  for (const [place, frequency] of frequencies.entries()) {
    const y = (frequency.y + height) % height;
    const x = (frequency.x + width) % width;
    const first = Math.min(x, (width - x) % width);
    const list = wanted.get(first) ?? [];
    wanted.set(first, list);
    list.push({ place, y, x });
  }
  const table: number[] = [];
  for (const [first, list] of wanted) {
    const opposite = (width - first) % width;
    table.push(first, opposite, list.length);
    for (const { place, y, x } of list) {
      const below = (row: number, column: number) => row + (column === first ? 0 : height);
      const minus = below((height - y) % height, (width - x) % width);
      table.push(place, below(y, x), minus);
    }
  }
  return { count: wanted.size, table };
}
