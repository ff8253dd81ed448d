import type { ImageBlock, ImageLayer } from "@svcca/dft-preprocessing";
import { type ArraySource, assertMatrix, type CallOptions, type Matrix } from "@svcca/linalg";
import type { Activations } from "../input/activations.js";
import { assertActivations } from "../input/given.js";
import { imageOf, type Layout } from "../input/layout.js";

/**
 * Activations as images: four dimensions in the layout that is given or that the file names; a
 * dense layer as images of one position.
 *
 * @throws SvccaError `invalid-argument` for a convolutional layer whose layout nobody knows, and for
 *   what is neither a matrix nor a source.
 */
export function imageLayerOf(
  activations: Activations,
  fallbackName: string,
  given: Layout | undefined,
): ImageLayer {
  assertActivations(activations, fallbackName);
  if ("data" in activations) return { source: sourceOf(activations, fallbackName) };
  if (activations.shape.length !== 4) return { source: activations };
  imageOf(activations, given);
  const layout = (given ?? activations.attributes.layout)!.toUpperCase() as Layout;
  return { source: activations, layout };
}

function sourceOf(a: Matrix, name: string): ArraySource {
  assertMatrix(a, name);
  return {
    name,
    shape: [a.rows, a.cols],
    dtype: a.data instanceof Float32Array ? "<f4" : "<f8",
    attributes: {},
    read: async (start, end) => a.data.slice(start * a.cols, end * a.cols),
  };
}

/** Reads a layer as images. */
export interface ImageReader {
  readonly datapoints: number;
  readonly channels: number;
  /** Values in one image. */
  readonly values: number;
  read(start: number, end: number, call: CallOptions): Promise<ImageBlock>;
}

/** A reader of a layer; a dense one has images of one position. */
export function imageReader({ source, layout = "NCHW" }: ImageLayer): ImageReader {
  const [datapoints = 0, neurons = 1] = source.shape;
  const rest = source.shape.length === 4 ? source.shape.slice(1) : [neurons, 1, 1];
  return {
    datapoints,
    channels: rest[layout === "NCHW" ? 0 : 2]!,
    values: rest.reduce((product, size) => product * size, 1),
    read: async (start, end, call) => ({
      data: await source.read(start, end, call),
      shape: [end - start, ...rest],
      layout,
    }),
  };
}
