import { type CallOptions, type CompleteBackend, type Matrix64, scaleColumns } from "@svcca/linalg";
import type { Rounding } from "./rounding.js";

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
  /** The same as a share of the largest singular value. */
  readonly resolution: number;
  /** Estimated error by rounding of a correlation computed with these weights. */
  readonly error: number;
}

/**
 * @param keep how many directions to keep of these singular values and rank; more than the rank
 *   is allowed where a second pass over the data will tell content from rounding: directions
 *   beyond the rank are then scaled as if they were just at the floor.
 * @param rounding what of the matrix is rounding.
 */
export async function whiten(
  gram: Matrix64,
  keep: (singularValues: Float64Array, rank: number) => number,
  rounding: Rounding,
  backend: CompleteBackend,
  options: CallOptions,
): Promise<Whitening> {
  const limits = (values: Float64Array) => {
    const floor = rounding.floor(values[0]!);
    const rank = values.filter((value) => value > floor).length;
    const singularValues = values.map((value) => Math.sqrt(Math.max(0, value)));
    return { floor, rank, singularValues, k: keep(singularValues, rank) };
  };
  const { values, vectors } = await backend.eigh(gram, {
    ...options,
    keep: (all) => limits(all).k,
  });
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
    resolution: Math.sqrt(floor / values[0]!),
    error: rounding.error(values[0]!) / smallest,
  };
}
