import { type ArraySource, type Matrix64, type RowOptions, SvccaError } from "@svcca/linalg";
import { BLOCK_VALUES } from "./blocks.js";
import { flatLayer, type Layer } from "./layer.js";
import { type Image, imageOf, type Layout } from "./layout.js";

const TREATMENTS = ["average", "datapoints", "flatten"] as const;

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
 */
export type Spatial = (typeof TREATMENTS)[number];

/** How to read layers of four dimensions; layers of one or two are not affected. */
export interface SpatialOptions {
  /** No default: each choice answers another question. */
  readonly spatial?: Spatial;
  /** Default: the attribute `layout` of the file. Not asked for by `flatten`. */
  readonly layout?: Layout;
}

/**
 * A convolutional layer, datapoints x channels x height x width in either layout, as datapoints x
 * neurons.
 *
 * @throws SvccaError `invalid-argument` when the treatment or the layout is missing or unknown.
 */
export function spatialLayer(source: ArraySource, { spatial, layout }: SpatialOptions): Layer {
  if (!TREATMENTS.includes(spatial as Spatial)) {
    const what =
      spatial === undefined
        ? `shape (${source.shape.join(", ")}) is a convolutional layer`
        : `spatial ${JSON.stringify(spatial)}`;
    throw new SvccaError(
      "invalid-argument",
      `${source.name}: ${what}; say what its positions mean with spatial (--spatial): average, datapoints or flatten`,
      { array: source.name, received: spatial },
    );
  }
  if (spatial === "flatten") return flatLayer(source);
  const image = imageOf(source, layout);
  return spatial === "average" ? averageLayer(source, image) : positionsLayer(source, image);
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

/** Every position of an image as a datapoint. */
export function positionsLayer(source: ArraySource, image: Image): Layer {
  const { channels, height, width, stepC, stepP } = image;
  const positions = height * width;
  return {
    name: source.name,
    datapoints: (source.shape[0] ?? 0) * positions,
    neurons: channels,
    unit: Math.max(1, positions),
    stored: source,
    async read(start, end, options: RowOptions | undefined) {
      const data = await source.read(start / positions, end / positions, options);
      const shape = { rows: end - start, cols: channels };
      if (stepC === 1) return { data, ...shape };
      const out = (
        data instanceof Float32Array ? new Float32Array(data.length) : new Float64Array(data.length)
      ) as Matrix64["data"];
      for (let row = 0, p = 0; row < shape.rows; row++) {
        const at = Math.floor(row / positions) * channels * positions + (row % positions) * stepP;
        for (let c = 0; c < channels; c++, p++) out[p] = data[at + c * stepC]!;
      }
      return { data: out, ...shape };
    },
  };
}
