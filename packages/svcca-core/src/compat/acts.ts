import {
  assertFinite,
  assertMatrix,
  type Backend,
  columnMeans,
  type Matrix,
  type Matrix64,
  SvccaError,
  subtractRow,
  transpose,
} from "@svcca/linalg";
import { squaredNorms } from "../routes/exact.js";

/** Options of every function here that computes. */
export interface CompatOptions {
  /** Where the products are computed. Default: the reference backend, which is always there. */
  readonly backend?: Backend;
  /** Stops the work; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** A layer as google/svcca has it, neurons x datapoints, turned the way the library works. */
export interface Acts {
  /** n x d, each neuron minus its mean. */
  readonly centred: Matrix64;
  /** The mean of each neuron. */
  readonly mean: Float64Array;
  /** The sum of squares of each centred neuron. */
  readonly squares: Float64Array;
}

/**
 * Checks the layers of one call and turns them. google/svcca looks at the first argument's shape
 * only, and computes nonsense when the second is transposed.
 *
 * @throws SvccaError `too-few-datapoints` for a layer that does not have more datapoints than
 *   neurons, `shape-mismatch` when the numbers of datapoints differ, `non-finite`.
 */
export function actsOf(where: string, ...layers: readonly Matrix[]): Acts[] {
  const datapoints = layers[0]!.cols;
  return layers.map((acts, i) => {
    const name = `${where}: acts${layers.length > 1 ? i + 1 : ""}`;
    assertMatrix(acts, name);
    if (acts.rows >= acts.cols) {
      throw new SvccaError(
        "too-few-datapoints",
        `${name} is ${acts.rows} x ${acts.cols}; give neurons x datapoints, with more datapoints than neurons (is it transposed?)`,
        { neurons: acts.rows, datapoints: acts.cols },
      );
    }
    if (acts.cols !== datapoints) {
      throw new SvccaError(
        "shape-mismatch",
        `${name} has ${acts.cols} datapoints, acts1 has ${datapoints}; both must have seen the same datapoints in the same order`,
        { received: acts.cols, expected: datapoints },
      );
    }
    assertFinite(acts, name);
    const turned = transpose(acts);
    const mean = columnMeans(turned);
    const centred = subtractRow(turned, mean);
    return { centred, mean, squares: squaredNorms(centred) };
  });
}
