import { SvccaError } from "@svcca/linalg";
import type { Axes } from "../block.js";
import { balance, sizesOf } from "./balance.js";
import { gridOf, lanesFor, transformGrid } from "./grid.js";
import { loadPairs } from "./lanes.js";

/** The transform of `lanes` pairs of channels of one image, of which the first is `first`. */
export interface PairsTransform {
  readonly image: number;
  readonly first: number;
  readonly lanes: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
  /** Half of the factor of each channel of the image that undoes its balancing. */
  readonly halves: Float64Array;
}

/**
 * Transforms all channels of all images, some pairs at a time, and hands each transform over.
 *
 * @param columns the horizontal frequencies that are wanted, as for `transformGrid`.
 * @param onSizes is told the sum of absolute values of each channel, image by image, and looks
 *   itself for those that are not finite.
 * @throws SvccaError `non-finite` without `onSizes`: NaN would spread to the channel that is
 *   transformed with it.
 */
export function eachTransform(
  data: Float32Array | Float64Array,
  axes: Axes,
  where: string,
  use: (transform: PairsTransform) => void,
  columns?: readonly number[],
  onSizes?: (sizes: Float64Array, image: number) => void,
): void {
  const { channels, positions, images } = axes;
  if (positions === 0) return;
  const pairs = Math.ceil(channels / 2);
  const most = lanesFor(axes, pairs);
  const grid = gridOf(positions * most);
  const sizes = new Float64Array(channels);
  const factors = new Float64Array(channels);
  const halves = new Float64Array(channels);
  for (let image = 0; image < images; image++) {
    sizesOf(data, axes, image, sizes);
    if (onSizes) onSizes(sizes, image);
    else assertFinite(sizes, image, where);
    balance(sizes, factors, halves);
    for (let pair = 0; pair < pairs; pair += most) {
      const lanes = Math.min(most, pairs - pair);
      const first = 2 * pair;
      loadPairs(data, axes, image, first, lanes, factors, grid);
      use({ image, first, lanes, halves, ...transformGrid(grid, axes, lanes, columns) });
    }
  }
}

/** @throws SvccaError `non-finite` for a sum of one image that is not finite. */
export function assertFinite(sizes: Float64Array, image: number, where: string): void {
  const channel = sizes.findIndex((size) => !Number.isFinite(size));
  if (channel === -1) return;
  throw new SvccaError(
    "non-finite",
    `${where}: channel ${channel} of image ${image} holds NaN, infinity or values whose sum overflows; give finite values`,
    { image, channel },
  );
}
