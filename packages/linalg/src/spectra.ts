import type { CallOptions } from "./backend.js";
import type { ComplexMatrix } from "./complex/complex-matrix.js";

/** The axes of images. */
export interface ImageAxes {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** Of an image: (height, width, channels) when true, (channels, height, width) when false. */
  readonly channelsLast: boolean;
}

/** Images of a layer, and the spatial frequencies at which their channels are wanted. */
export interface SpectralLayer extends ImageAxes {
  /** Whole waves over the height and the width, from -size/2 to below size/2. */
  readonly frequencies: readonly { readonly y: number; readonly x: number }[];
}

/** A layer at one of its frequencies: places in `layers` and in its `frequencies`. */
export type SpectralSide = readonly [layer: number, frequency: number];

/** Directions to see a layer along at one frequency. */
export interface SpectralDirections {
  /** channels x k. */
  readonly weights: ComplexMatrix;
  /** Of each channel: about that of the data, which is subtracted before anything is multiplied. */
  readonly mean: { readonly re: Float64Array; readonly im: Float64Array };
}

/** What is added up at one frequency. */
export interface SpectralUnit {
  readonly x: SpectralSide;
  /** Needed for all but `own`. */
  readonly y?: SpectralSide;
  /**
   * Sums of weights^H (z - mean) in the place of the coefficients z, on each side that is named. The
   * error of a value along a direction is then at most c d u |z - mean||weights|.
   */
  readonly along?: { readonly x?: SpectralDirections; readonly y?: SpectralDirections };
  /** `own`: x with itself; `between`: x with y; `all`: these, and y with itself. */
  readonly products: "own" | "between" | "all";
}

/** What {@link Backend.spectralMoments} is asked for. */
export interface SpectralPlan {
  readonly layers: readonly SpectralLayer[];
  readonly units: readonly SpectralUnit[];
  /** The most images in a block. */
  readonly images: number;
}

/** The moments of one unit over all images that were added; c marks what is centred. */
export interface SpectralSums {
  readonly datapoints: number;
  readonly meanX: { readonly re: Float64Array; readonly im: Float64Array };
  readonly meanY: { readonly re: Float64Array; readonly im: Float64Array };
  /** The sums of xc xc^H, yc yc^H and xc yc^H, as far as the unit's `products` say. */
  readonly xx?: ComplexMatrix;
  readonly yy?: ComplexMatrix;
  readonly xy?: ComplexMatrix;
}

/**
 * Complex second moments of the Fourier coefficients of images, which are added block by block: each
 * layer's images are transformed into the block, all of them, and then the block is added. The
 * coefficient of a channel at frequency (f, g) is the sum over positions (y, x) of its value times
 * exp(-2 pi i (f y / height + g x / width)).
 */
export interface SpectralMoments {
  /**
   * Transforms images `first` and on of the block of one layer, with an error of at most
   * 8 u sum |x| in a channel of an image, whatever the other channels are. Values that are not
   * finite show in what it returns, and make the sums meaningless.
   *
   * @param data images, one after the other.
   * @returns the sum of absolute values of each channel, image by image.
   */
  transform(
    layer: number,
    data: Float32Array | Float64Array,
    first: number,
    options?: CallOptions,
  ): Promise<Float64Array>;
  /**
   * Adds the first `images` images of the block to all units. The block is centred by its own mean
   * before it is multiplied (as `Backend.centredProduct` says), and merged with those before.
   */
  add(images: number, options?: CallOptions): Promise<void>;
  /** The moments of a unit so far, in memory of their own; Hermitian to the last bit. */
  sums(unit: number): SpectralSums;
  /** Frees the memory. Nothing else is called afterwards. */
  release(): void;
}
