import { eigh, type Matrix64, referenceBackend, scaleColumns, scaleRows } from "@svcca/linalg";
import type { Directions } from "../result/directions.js";

/** Directions W = Q R diag(sizes), with orthonormal columns in Q. */
interface Factored {
  readonly r: Matrix64;
  /** The norm of the weights of each direction. */
  readonly sizes: Float64Array;
}

/**
 * A, neurons x k, so that A Q'x is closest to x in the mean square over the datapoints that the
 * directions come from: each neuron projected on the span of the directions, where both are vectors
 * with an entry for each datapoint. It is C Q (Q'CQ)^-1 for the covariance C, which is not needed:
 * the correlations of the neurons with the directions say enough.
 */
export async function leastSquares(
  {
    weights,
    correlations,
    deviations,
  }: Pick<Directions, "weights" | "correlations" | "deviations">,
  { r, sizes }: Factored,
): Promise<Matrix64> {
  const k = r.cols;
  // Covariance of the neurons with the directions brought to unit variance.
  const seen = scaleRows(correlations, deviations);
  const spreads = new Float64Array(k);
  seen.data.forEach((value, p) => {
    spreads[p % k]! += value * weights.data[p]!;
  });
  const inverse = spreads.map((spread) => (spread > 0 ? 1 / spread : 0));
  const unit = scaleColumns(weights, inverse);
  // Of canonical directions this is the identity; those of PLS are correlated.
  const between = await referenceBackend.matmul(unit, seen, { transA: true });
  const { values, vectors } = await eigh(symmetric(between));
  // Directions along which nothing varies tell nothing: a pseudo-inverse.
  const floor = k * 2 ** -52 * Math.max(values[0] ?? 0, 0);
  const half = await referenceBackend.matmul(seen, vectors);
  const solved = await referenceBackend.matmul(
    scaleColumns(
      half,
      values.map((value) => (value > floor ? 1 / value : 0)),
    ),
    vectors,
    { transB: true },
  );
  const back = scaleColumns(
    solved,
    sizes.map((size, i) => size * inverse[i]!),
  );
  return referenceBackend.matmul(back, r, { transB: true });
}

/** What is symmetric but for rounding, exactly so. */
function symmetric(a: Matrix64): Matrix64 {
  return {
    ...a,
    data: a.data.map((value, p) => {
      const [i, j] = [Math.floor(p / a.cols), p % a.cols];
      return (value + a.data[j * a.cols + i]!) / 2;
    }),
  };
}
