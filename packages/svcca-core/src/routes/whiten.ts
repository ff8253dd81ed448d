import { type CallOptions, type CompleteBackend, type Matrix64, scaleColumns } from "@svcca/linalg";
import { gramRounding } from "./rounding.js";

/** The directions of a Gram matrix G, scaled so that weights' G weights is the identity. */
export interface Whitening {
  /** d x k. */
  readonly weights: Matrix64;
  /** G weights, d x k. */
  readonly loadings: Matrix64;
  /** The roots of all d eigenvalues, largest first; what rounding made negative is 0. */
  readonly singularValues: Float64Array;
  /** Eigenvalues above the tolerance. */
  readonly rank: number;
  /** Estimated error by rounding of a correlation computed with these weights. */
  readonly error: number;
}

/**
 * @param keep how many directions to keep of these singular values and rank; more than the rank
 *   is allowed where a second pass over the data will tell content from rounding: directions
 *   beyond the rank are then scaled as if they were just at the tolerance.
 * @param tolerance share of the largest eigenvalue under which one counts as zero.
 */
export async function whiten(
  gram: Matrix64,
  keep: (singularValues: Float64Array, rank: number) => number,
  tolerance: number,
  backend: CompleteBackend,
  options: CallOptions,
): Promise<Whitening> {
  const limits = (values: Float64Array) => {
    const floor = tolerance * values[0]!;
    const rank = values.filter((value) => value > floor).length;
    const singularValues = values.map((value) => Math.sqrt(Math.max(0, value)));
    return { floor, rank, singularValues, k: keep(singularValues, rank) };
  };
  const { values, vectors } = await backend.eigh(gram, {
    ...options,
    keep: (all) => limits(all).k,
  });
  const largest = values[0]!;
  const { floor, rank, singularValues, k } = limits(values);
  const factors = Array.from(
    values.subarray(0, k),
    (value) => 1 / Math.sqrt(Math.max(value, floor)),
  );
  const smallest = k > rank ? floor : values[k - 1]!;
  return {
    weights: scaleColumns(vectors, factors),
    loadings: scaleColumns(
      vectors,
      factors.map((factor, i) => Math.max(values[i]!, 0) * factor),
    ),
    singularValues,
    rank,
    error: (gramRounding(gram.rows, backend.unitRoundoff) * largest) / smallest,
  };
}
