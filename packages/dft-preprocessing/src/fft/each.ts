import type { Axes } from "../block.js";
import { gridOf, lanesFor, transformGrid } from "./grid.js";
import { loadPairs } from "./lanes.js";

/** What is done with the transform of `lanes` pairs of channels, of which the first is `first`. */
export type UseTransform = (
  image: number,
  first: number,
  lanes: number,
  z: { readonly re: Float64Array; readonly im: Float64Array },
) => void;

/**
 * Transforms all channels of all images, some pairs at a time, and hands each transform over.
 *
 * @param columns the horizontal frequencies that are wanted, as for `transformGrid`.
 */
export function eachTransform(
  data: Float32Array | Float64Array,
  axes: Axes,
  use: UseTransform,
  columns?: readonly number[],
): void {
  if (axes.positions === 0) return;
  const pairs = Math.ceil(axes.channels / 2);
  const most = lanesFor(axes, pairs);
  const grid = gridOf(axes.positions * most);
  for (let image = 0; image < axes.images; image++) {
    for (let pair = 0; pair < pairs; pair += most) {
      const lanes = Math.min(most, pairs - pair);
      loadPairs(data, axes, image, 2 * pair, lanes, grid.xr, grid.xi);
      use(image, 2 * pair, lanes, transformGrid(grid, axes, lanes, columns));
    }
  }
}
