import {
  type CallOptions,
  type CompleteBackend,
  type Matrix64,
  scaleColumns,
  scaleRows,
  transpose,
} from "@svcca/linalg";
import type { Directions } from "../result/directions.js";
import { outsideOf, regression } from "./regression.js";

/** Directions W = Q R diag(sizes), with orthonormal columns in Q. */
interface Factored {
  readonly q: Matrix64;
  readonly r: Matrix64;
  /** The norm of the weights of each direction. */
  readonly sizes: Float64Array;
}

/**
 * A, neurons x k, so that A Q'x is closest to x in the mean square over the datapoints that the
 * directions come from: each neuron projected on the span of the directions, where both are vectors
 * with an entry for each datapoint.
 *
 * It is C Q (Q'CQ)^-1 for the covariance C, which is not needed: the correlations of the neurons
 * with the directions say enough. Canonical directions have W'CW = 1 by definition, so it is C W R'
 * with nothing to invert: what rounding leaves of W'CW grows with the weights, which are large where
 * little varies. Orthonormal directions (PLS, PCA, Procrustes) have Q'CQ of the size of C.
 */
export async function leastSquares(
  {
    weights,
    correlations,
    deviations,
  }: Pick<Directions, "weights" | "correlations" | "deviations">,
  { q, r, sizes }: Factored,
  backend: CompleteBackend,
  call: CallOptions,
): Promise<Matrix64> {
  // Covariance of the neurons with the directions brought to unit variance.
  const seen = scaleRows(correlations, deviations);
  if (!areOrthonormal(r, sizes)) {
    const back = await backend.matmul(scaleColumns(seen, sizes), transpose(r), call);
    return outsideOf(q, back, backend, call);
  }
  const spreads = new Float64Array(weights.cols);
  seen.data.forEach((value, p) => {
    spreads[p % weights.cols]! += value * weights.data[p]!;
  });
  // R is orthogonal here but for rounding, which leaves signs.
  const cross = await backend.matmul(scaleColumns(seen, spreads), transpose(r), call);
  return regression({ q, cross, deviations }, backend, call);
}

/** How far from orthonormal rounding takes directions that are, in float32 too. */
const ORTHONORMAL = 1e-4;

function areOrthonormal({ data, cols }: Matrix64, sizes: Float64Array): boolean {
  const isNear = (value: number, wanted: number) =>
    Math.abs(Math.abs(value) - wanted) < ORTHONORMAL;
  return (
    sizes.every((size) => isNear(size, 1)) &&
    data.every((value, p) => isNear(value, p % (cols + 1) === 0 ? 1 : 0))
  );
}
