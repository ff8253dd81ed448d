import { type ArraySource, type CallOptions, type SpectralLayer, SvccaError } from "@svcca/linalg";
import { axesOf, type ImageBlock, type Layout, type Size } from "../block.js";
import type { Frequency } from "../frequency/frequencies.js";

/** A layer whose spectrum is wanted: what was stored, and the order of its axes. */
export interface ImageLayer {
  /**
   * Four dimensions are a convolutional layer. (datapoints, neurons) and (datapoints) are a dense
   * layer, which counts as images of 1 x 1 position: it has the zero frequency only.
   */
  readonly source: ArraySource;
  /** Needed for four dimensions. */
  readonly layout?: Layout;
}

/**
 * The height and width of a layer's images; 1 x 1 for a dense layer.
 *
 * @throws SvccaError as `frequencyMoments` does for such a layer.
 */
export function imageSize(layer: ImageLayer): Size {
  const { height, width } = imagesOf(layer);
  return { height, width };
}

/**
 * A layer at some frequencies, as `openSpectralMoments` is told of it.
 *
 * @throws SvccaError as `frequencyMoments` does for such a layer.
 */
export function spectralLayerOf(
  layer: ImageLayer,
  frequencies: readonly Pick<Frequency, "y" | "x">[],
): SpectralLayer {
  return spectralLayer(imagesOf(layer), frequencies);
}

export function spectralLayer(
  { channels, height, width, channelsLast }: Images,
  frequencies: readonly Pick<Frequency, "y" | "x">[],
): SpectralLayer {
  return { channels, height, width, channelsLast, frequencies };
}

/** A layer as images, whatever it was. */
export interface Images extends Size {
  readonly name: string;
  readonly datapoints: number;
  readonly channels: number;
  /** Values in one image. */
  readonly values: number;
  readonly channelsLast: boolean;
  read(start: number, end: number, options: CallOptions): Promise<ImageBlock>;
  /**
   * @param start the first datapoint of what was read.
   * @throws SvccaError `non-finite` with the place, where a value is not.
   */
  assertFinite(data: ImageBlock["data"], start: number): void;
}

/**
 * @throws SvccaError `unsupported` for other dimensions and complex values, `invalid-argument` for
 *   a layout that is missing.
 */
export function imagesOf({ source, layout }: ImageLayer): Images {
  const { name, shape, dtype } = source;
  if (/^[<>|=]?c/.test(dtype) || ![1, 2, 4].includes(shape.length)) {
    throw new SvccaError(
      "unsupported",
      `${name}: shape (${shape.join(", ")}) of ${dtype}; give real values as (datapoints, neurons), or 4 dimensions for a convolutional layer`,
      { array: name, shape, dtype },
    );
  }
  const convolutional = shape.length === 4;
  const [datapoints = 0, neurons = 1] = shape;
  const whole = convolutional ? shape : [datapoints, neurons, 1, 1];
  const order = convolutional ? (layout as Layout) : "NCHW";
  const { channels, height, width, values } = axesOf({ shape: whole, layout: order }, name);
  return {
    name,
    datapoints,
    channels,
    height,
    width,
    values,
    channelsLast: order === "NHWC",
    async read(start, end, options) {
      const data = await source.read(start, end, options);
      return { data, shape: [end - start, ...whole.slice(1)], layout: order };
    },
    assertFinite: (data, start) => assertFinite(data, start, values, source),
  };
}

function assertFinite(
  data: Float32Array | Float64Array,
  start: number,
  values: number,
  { name, shape }: ArraySource,
): void {
  const first = data.findIndex((value: number) => !Number.isFinite(value));
  if (first === -1) return;
  const index: number[] = [];
  for (let axis = shape.length - 1, rest = first % values; axis > 0; axis--) {
    index.unshift(rest % shape[axis]!);
    rest = Math.floor(rest / shape[axis]!);
  }
  const datapoint = start + Math.floor(first / values);
  throw new SvccaError(
    "non-finite",
    `${name}: ${data[first]} at datapoint ${datapoint}, index (${index.join(", ")}); remove those datapoints or mend the run that wrote them`,
    { array: name, datapoint, index, value: data[first] },
  );
}
