import { resizeFourier, resizeLinear, type Size } from "@svcca/dft-preprocessing";
import { type ArraySource, SvccaError } from "@svcca/linalg";
import { BLOCK_VALUES } from "./blocks.js";
import { type Image, imageOf, type Layout } from "./layout.js";

const WAYS = { linear: resizeLinear, fourier: resizeFourier };

/** How images are brought to another size; see `SpatialOptions.interpolation`. */
export type Interpolation = keyof typeof WAYS;

/** The largest height and the largest width of some sources; undefined without a convolutional one. */
export function largestGrid(
  sources: readonly ArraySource[],
  layout: Layout | undefined,
): Size | undefined {
  const images = sources
    .filter(({ shape }) => shape.length === 4)
    .map((source) => imageOf(source, layout));
  if (images.length === 0) return undefined;
  return {
    height: Math.max(...images.map(({ height }) => height)),
    width: Math.max(...images.map(({ width }) => width)),
  };
}

/**
 * Images of another size, channels last, made as they are read: in parts, since the images of a
 * block can be many times as large as they were.
 *
 * @throws SvccaError `invalid-argument` for an interpolation that is none, or a grid without positions.
 */
export function resizedSource(
  source: ArraySource,
  image: Image,
  grid: Size,
  interpolation: Interpolation = "linear",
): { source: ArraySource; image: Image } {
  const resize = Object.hasOwn(WAYS, interpolation) ? WAYS[interpolation] : undefined;
  const sizes = [grid.height, grid.width];
  if (!resize || sizes.some((size) => !Number.isSafeInteger(size) || size < 1)) {
    throw new SvccaError(
      "invalid-argument",
      resize
        ? `grid: ${grid.height} x ${grid.width}; give a height and a width, whole numbers from 1`
        : `interpolation: ${JSON.stringify(interpolation)}; give "linear" or "fourier"`,
      { interpolation, grid },
    );
  }
  const { channels } = image;
  // By the steps in memory, which also hold where an axis of one place leaves the order open.
  const layout = image.stepC === 1 ? "NHWC" : "NCHW";
  const shapeOf = (n: number, { height, width }: Size) =>
    layout === "NHWC" ? [n, height, width, channels] : [n, channels, height, width];
  const resized: ArraySource = {
    ...source,
    shape: shapeOf(source.shape[0] ?? 0, grid),
    dtype: "<f8",
    async read(start, end, options) {
      const values = channels * grid.height * grid.width;
      const out = new Float64Array((end - start) * values);
      const step = Math.max(1, Math.floor(BLOCK_VALUES / Math.max(1, values)));
      // The memory of an earlier block is of another size.
      const { into: _, ...call } = options ?? {};
      for (let first = start; first < end; first += step) {
        const last = Math.min(first + step, end);
        const data = await source.read(first, last, call);
        const shape = shapeOf(last - first, image);
        out.set(resize({ data, shape, layout }, grid).data, (first - start) * values);
      }
      return out;
    },
  };
  return { source: resized, image: imageOf(resized, layout) };
}
