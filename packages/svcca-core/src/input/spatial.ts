import type { Size } from "@svcca/dft-preprocessing";
import { type ArraySource, SvccaError } from "@svcca/linalg";
import { BLOCK_VALUES } from "./blocks.js";
import { type Interpolation, resizedSource } from "./interpolate.js";
import { flatLayer, type Layer } from "./layer.js";
import { type Image, imageOf, type Layout } from "./layout.js";
import { assertPositions, positionsLayer } from "./positions.js";

const TREATMENTS = ["average", "datapoints", "flatten", "interpolate"] as const;

/**
 * What the positions of a convolutional layer (four dimensions) mean:
 *
 * - `average`: a neuron is a channel, averaged over the positions. Cheap, and blind to where.
 * - `datapoints`: a neuron is a channel, and every position of every image is a datapoint, as in
 *   section 3 of the SVCCA paper for the same layer of two networks. Both layers need the same
 *   height and width. Positions of one image depend on each other, so the noise floor of as many
 *   independent datapoints is too low a bar.
 * - `flatten`: every channel at every position is a neuron, as there for different layers. Needs
 *   more images than that, and time and memory for its square.
 * - `interpolate`: images are brought to one size, the largest height and width of the layers that
 *   are compared, and their positions are datapoints then. What lies between two positions of the
 *   smaller layer is no further information: the noise floor is that of the smaller one.
 */
export type Spatial = (typeof TREATMENTS)[number];

/** How to read layers of four dimensions; layers of one or two are not affected. */
export interface SpatialOptions {
  /** No default: each choice answers another question. */
  readonly spatial?: Spatial;
  /** Default: the attribute `layout` of the file. Not asked for by `flatten`. */
  readonly layout?: Layout;
  /**
   * For `interpolate`. `linear` (default, as in the notebooks of google/svcca): between the centres
   * of positions. `fourier`: the waves that the smaller size holds, images taken as periodic.
   */
  readonly interpolation?: Interpolation;
  /** For `interpolate`: the size to bring images to. Default: the largest of those compared. */
  readonly grid?: Size;
  /**
   * For `datapoints` and `interpolate`: this many positions of each image, drawn anew for each but
   * the same in all layers, or all where there are no more. Default: all.
   */
  readonly positions?: number;
  /** Start of the random numbers that choose the positions. Default 0. */
  readonly seed?: number;
}

/**
 * A convolutional layer, datapoints x channels x height x width in either layout, as datapoints x
 * neurons.
 *
 * @throws SvccaError `invalid-argument` when the treatment or the layout is missing or unknown, or an
 *   option belongs to another treatment.
 */
export function spatialLayer(source: ArraySource, options: SpatialOptions): Layer {
  const { spatial, layout, interpolation, grid, positions, seed = 0 } = options;
  if (!TREATMENTS.includes(spatial as Spatial)) {
    const what =
      spatial === undefined
        ? `shape (${source.shape.join(", ")}) is a convolutional layer`
        : `spatial ${JSON.stringify(spatial)}`;
    throw new SvccaError(
      "invalid-argument",
      `${source.name}: ${what}; say what its positions mean with spatial (--spatial): average, datapoints, flatten or interpolate (--explain says what each takes), or compare by frequency (--spatial dft)`,
      { array: source.name, received: spatial },
    );
  }
  if (positions !== undefined) assertPositions(positions);
  if (positions !== undefined && (spatial === "average" || spatial === "flatten")) {
    throw new SvccaError(
      "invalid-argument",
      `positions: ${positions} with spatial ${spatial}; only datapoints and interpolate can take some of them`,
      { option: "positions", received: positions, spatial },
    );
  }
  if (spatial === "flatten") return flatLayer(source);
  const image = imageOf(source, layout);
  if (spatial === "average") return averageLayer(source, image);
  const some = positions === undefined ? undefined : { count: positions, seed };
  const { height, width } = grid ?? image;
  if (spatial === "datapoints" || (height === image.height && width === image.width)) {
    return positionsLayer(source, image, some);
  }
  const resized = resizedSource(source, image, { height, width }, interpolation);
  return { ...positionsLayer(resized.source, resized.image, some), stored: source };
}

/** The mean of each channel over the positions of an image. */
export function averageLayer(source: ArraySource, image: Image): Layer {
  const { channels, height, width, stepC, stepP } = image;
  const positions = height * width;
  const size = channels * positions;
  return {
    name: source.name,
    datapoints: source.shape[0] ?? 0,
    neurons: positions === 0 ? 0 : channels,
    unit: 1,
    stored: source,
    async read(start, end, options) {
      const out = new Float64Array((end - start) * channels);
      // The images of a block of averages can be thousands of times its size.
      const step = Math.max(1, Math.floor(BLOCK_VALUES / size));
      for (let first = start; first < end; first += step) {
        const last = Math.min(first + step, end);
        const data = await source.read(first, last, options);
        let p = (first - start) * channels;
        for (let i = 0; i < last - first; i++) {
          for (let c = 0; c < channels; c++, p++) {
            let sum = 0;
            for (let k = 0; k < positions; k++) sum += data[i * size + c * stepC + k * stepP]!;
            out[p] = sum / positions;
          }
        }
      }
      return { data: out, rows: end - start, cols: channels };
    },
  };
}
