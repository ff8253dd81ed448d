import { type ArraySource, SvccaError } from "@svcca/linalg";

/** The order of the axes of a convolutional layer: datapoints, channels, height, width. */
export type Layout = "NCHW" | "NHWC";

/** How the values of one image lie in memory: value (channel c, position p) is at c * stepC + p * stepP. */
export interface Image {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly stepC: number;
  readonly stepP: number;
}

/**
 * The axes of a source of four dimensions. A given layout counts before the one that the file
 * names; without either it is not guessed, since (500, 8, 8, 8) can be read both ways.
 *
 * @throws SvccaError `invalid-argument` when neither says NCHW or NHWC.
 */
export function imageOf({ name, shape, attributes }: ArraySource, given?: Layout): Image {
  const layout = (given ?? attributes.layout)?.toUpperCase();
  const [, a = 0, b = 0, c = 0] = shape;
  if (layout === "NCHW") {
    return { channels: a, height: b, width: c, stepC: b * c, stepP: 1 };
  }
  if (layout === "NHWC") return { channels: c, height: a, width: b, stepC: 1, stepP: c };
  throw new SvccaError(
    "invalid-argument",
    layout === undefined
      ? `${name}: shape (${shape.join(", ")}) can be NCHW or NHWC, and the file does not say; give the layout (--layout)`
      : `${name}: layout ${JSON.stringify(given ?? attributes.layout)}; give NCHW or NHWC (--layout)`,
    { array: name, shape, received: layout },
  );
}
