import { SvccaError } from "@svcca/linalg";

/** The order of the axes of a convolutional layer: datapoints, channels, height, width. */
export type Layout = "NCHW" | "NHWC";

/** Height and width of an image, in positions. */
export interface Size {
  readonly height: number;
  readonly width: number;
}

/** Some images of a convolutional layer, in C order. */
export interface ImageBlock {
  readonly data: Float32Array | Float64Array;
  /** (images, channels, height, width) for NCHW, (images, height, width, channels) for NHWC. */
  readonly shape: readonly number[];
  readonly layout: Layout;
}

/** Complex images, as separate real and imaginary parts, in C order. */
export interface ComplexBlock {
  readonly re: Float64Array;
  readonly im: Float64Array;
  /** As in {@link ImageBlock}. */
  readonly shape: readonly number[];
  readonly layout: Layout;
}

/** The axes of a block; value (image i, channel c, position p) is at i * values + c * stepC + p * stepP. */
export interface Axes extends Size {
  readonly images: number;
  readonly channels: number;
  readonly positions: number;
  /** Values in one image. */
  readonly values: number;
  readonly stepC: number;
  readonly stepP: number;
}

/**
 * Reads a shape in its layout.
 *
 * @throws SvccaError `invalid-argument` for another layout or sizes that are not whole numbers,
 *   `shape-mismatch` for another number of dimensions, or where `length` values do not fill them.
 */
export function axesOf(
  { shape, layout }: { readonly shape: readonly number[]; readonly layout: Layout },
  where: string,
  length?: number,
): Axes {
  if (layout !== "NCHW" && layout !== "NHWC") {
    throw new SvccaError(
      "invalid-argument",
      `${where}: layout ${JSON.stringify(layout)}; give "NCHW" or "NHWC"`,
      { received: layout },
    );
  }
  const text = `(${shape.join(", ")})`;
  if (shape.length !== 4 || shape.some((size) => !Number.isSafeInteger(size) || size < 0)) {
    throw new SvccaError(
      shape.length === 4 ? "invalid-argument" : "shape-mismatch",
      `${where}: shape ${text}; give four sizes, ${layout === "NCHW" ? "(images, channels, height, width)" : "(images, height, width, channels)"}`,
      { shape },
    );
  }
  const [images, a, b, c] = shape as [number, number, number, number];
  const [channels, height, width] = layout === "NCHW" ? [a, b, c] : [c, a, b];
  const positions = height * width;
  const values = channels * positions;
  if (length !== undefined && length !== images * values) {
    throw new SvccaError(
      "shape-mismatch",
      `${where}: ${length} values for shape ${text}, which has ${images * values}`,
      { shape, received: length, expected: images * values },
    );
  }
  const steps = layout === "NCHW" ? { stepC: positions, stepP: 1 } : { stepC: 1, stepP: channels };
  return { images, channels, height, width, positions, values, ...steps };
}
