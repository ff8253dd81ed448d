import type { Size } from "@svcca/dft-preprocessing";
import { type ArraySource, assertMatrix, type Matrix, SvccaError } from "@svcca/linalg";
import { assertActivations } from "./given.js";
import { largestGrid } from "./interpolate.js";
import { flatLayer, type Layer } from "./layer.js";
import { type SpatialOptions, spatialLayer } from "./spatial.js";
import { sequenceLayer, type TimeOptions } from "./time.js";

/**
 * What a layer did on a data set: a matrix (rows are datapoints, columns are neurons), or a source
 * of shape (datapoints, neurons) that is read in blocks of rows and may be read twice. A source of
 * shape (datapoints) is one neuron, such as the logit of one class; one of four dimensions is a
 * convolutional layer, and {@link SpatialOptions} says what its positions mean; one of three is a
 * sequence, and {@link TimeOptions} says what its steps mean.
 */
export type Activations = Matrix | ArraySource;

/**
 * Checks activations once, at the boundary.
 *
 * @throws SvccaError `unsupported` for dimensions that have no meaning as neurons and for complex
 *   values, `invalid-argument` for a convolutional layer whose layout nobody knows, and for what is
 *   neither a matrix nor a source.
 */
export function layerOf(
  activations: Activations,
  fallbackName: string,
  options: SpatialOptions & TimeOptions = {},
): Layer {
  assertActivations(activations, fallbackName);
  if ("data" in activations) return layerOfMatrix(activations, fallbackName);
  const { name, shape, dtype } = activations;
  if (/^[<>|=]?c/.test(dtype)) {
    throw new SvccaError(
      "unsupported",
      `${name}: complex values (${dtype}) cannot be compared; save the real and imaginary parts as neurons`,
      { array: name, dtype },
    );
  }
  if (shape.length === 4) return spatialLayer(activations, options);
  if (shape.length === 3) return sequenceLayer(activations, options);
  if (shape.length !== 1 && shape.length !== 2) {
    throw new SvccaError(
      "unsupported",
      `${name}: shape (${shape.join(", ")}) has ${shape.length} dimensions; give (datapoints, neurons), 3 dimensions for a sequence, or 4 for a convolutional layer`,
      { array: name, shape },
    );
  }
  return flatLayer(activations);
}

/**
 * Checks activations that are to be compared, and brings those that are to be interpolated to one
 * size.
 *
 * @param names what to call those that have no name of their own.
 * @throws SvccaError as {@link layerOf}.
 */
export function layersOf(
  all: readonly Activations[],
  names: readonly string[],
  options: SpatialOptions & TimeOptions = {},
): Layer[] {
  all.forEach((one, i) => {
    assertActivations(one, names[i]!);
  });
  const grid = gridOf(all, options);
  return all.map((one, i) => layerOf(one, names[i]!, grid ? { ...options, grid } : options));
}

/** The size that these layers are compared at, where that is one to interpolate to. */
export function gridOf(
  all: readonly Activations[],
  { spatial, layout, grid }: SpatialOptions,
): Size | undefined {
  if (spatial !== "interpolate" || grid) return grid;
  const sources = all.filter((one): one is ArraySource => !("data" in one));
  return largestGrid(sources, layout);
}

function layerOfMatrix(a: Matrix, name: string): Layer {
  assertMatrix(a, name);
  const read = async (start: number, end: number): Promise<Matrix> => ({
    data: a.data.subarray(start * a.cols, end * a.cols),
    rows: end - start,
    cols: a.cols,
  });
  return { name, datapoints: a.rows, neurons: a.cols, unit: 1, read, inMemory: () => true };
}
