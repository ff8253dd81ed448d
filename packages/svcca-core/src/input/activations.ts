import {
  type ArraySource,
  assertMatrix,
  type CallOptions,
  type Matrix,
  SvccaError,
} from "@svcca/linalg";

/**
 * What a layer did on a data set: a matrix (rows are datapoints, columns are neurons), or a source
 * of shape (datapoints, neurons) that is read in blocks of rows and may be read twice. A source of
 * shape (datapoints) is one neuron, such as the logit of one class.
 */
export type Activations = Matrix | ArraySource;

/** Activations as everything inside reads them: two-dimensional, named, in blocks of rows. */
export interface Layer {
  readonly name: string;
  readonly datapoints: number;
  readonly neurons: number;
  read(start: number, end: number, options?: CallOptions): Promise<Matrix>;
}

/**
 * Checks activations once, at the boundary.
 *
 * @throws SvccaError `unsupported` for other than one or two dimensions and for complex values.
 */
export function layerOf(activations: Activations, fallbackName: string): Layer {
  if ("data" in activations) return layerOfMatrix(activations, fallbackName);
  const { name, shape, dtype } = activations;
  if (shape.length !== 1 && shape.length !== 2) {
    throw new SvccaError(
      "unsupported",
      `${name}: shape (${shape.join(", ")}) has ${shape.length} dimensions, 2 are needed (datapoints, neurons)${adviceFor(shape.length)}`,
      { array: name, shape },
    );
  }
  if (/^[<>|=]?c/.test(dtype)) {
    throw new SvccaError(
      "unsupported",
      `${name}: complex values (${dtype}) cannot be compared; save the real and imaginary parts as neurons`,
      { array: name, dtype },
    );
  }
  const datapoints = shape[0] ?? 0;
  const neurons = shape[1] ?? 1;
  return {
    name,
    datapoints,
    neurons,
    async read(start, end, options) {
      const data = await activations.read(start, end, options);
      return { data, rows: end - start, cols: neurons };
    },
  };
}

function layerOfMatrix(a: Matrix, name: string): Layer {
  assertMatrix(a, name);
  const read = async (start: number, end: number): Promise<Matrix> => ({
    data: a.data.subarray(start * a.cols, end * a.cols),
    rows: end - start,
    cols: a.cols,
  });
  return { name, datapoints: a.rows, neurons: a.cols, read };
}

function adviceFor(dimensions: number): string {
  if (dimensions === 4)
    return "; say what positions mean with spatial: average, datapoints or flatten";
  return "; reshape the array before saving it";
}
