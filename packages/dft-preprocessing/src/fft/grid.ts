import type { Size } from "../block.js";
import { planOf } from "./plan.js";

/** Room for some complex images, twice, since no pass works in place. */
export interface Grid {
  readonly xr: Float64Array;
  readonly xi: Float64Array;
  readonly yr: Float64Array;
  readonly yi: Float64Array;
}

/**
 * Complex values in one grid: two megabytes for its four arrays, about a second-level cache. More
 * signals at once make longer runs of neighbouring values in channels-last images, which counts
 * for more than a smaller grid does. Measured in bench/dft.
 */
const GRID_VALUES = 2 ** 16;

/** How many signals of that size to transform together, in about equal shares. */
export function lanesFor({ height, width }: Size, signals: number): number {
  const fitting = Math.max(4, Math.floor(GRID_VALUES / Math.max(1, height * width)));
  return Math.ceil(signals / Math.max(1, Math.ceil(signals / fitting)));
}

export function gridOf(values: number): Grid {
  const array = () => new Float64Array(values);
  return { xr: array(), xi: array(), yr: array(), yi: array() };
}

/**
 * The 2-D transform of `lanes` interleaved complex signals: position (y, x) of lane q is at
 * (y * width + x) * lanes + q. Not scaled.
 *
 * @param columns the horizontal frequencies that are wanted; the others are dropped half way, and
 *   the result is `columns.length` wide. All of them when left out.
 * @returns the real and imaginary part of the result, which are two of the arrays of `grid`.
 */
export function transformGrid(
  { xr, xi, yr, yi }: Grid,
  { height, width }: Size,
  lanes: number,
  columns?: readonly number[],
): { re: Float64Array; im: Float64Array } {
  const alongX = planOf(width);
  let inY = false;
  for (let y = 0; y < height; y++) {
    inY = alongX.run(lanes, y * width * lanes, xr, xi, yr, yi);
  }
  let [fromR, fromI, toR, toI] = inY ? [yr, yi, xr, xi] : [xr, xi, yr, yi];
  if (columns && columns.length < width) {
    pickColumns(fromR, toR, { height, width }, lanes, columns);
    pickColumns(fromI, toI, { height, width }, lanes, columns);
    [fromR, fromI, toR, toI] = [toR, toI, fromR, fromI];
  }
  const wide = (columns?.length ?? width) * lanes;
  const swapped = planOf(height).run(wide, 0, fromR, fromI, toR, toI);
  return swapped ? { re: toR, im: toI } : { re: fromR, im: fromI };
}

function pickColumns(
  from: Float64Array,
  to: Float64Array,
  { height, width }: Size,
  lanes: number,
  columns: readonly number[],
): void {
  for (let y = 0, p = 0; y < height; y++) {
    for (const column of columns) {
      const start = (y * width + column) * lanes;
      for (let q = 0; q < lanes; q++, p++) to[p] = from[start + q]!;
    }
  }
}
