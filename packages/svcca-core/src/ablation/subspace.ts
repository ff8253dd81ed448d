import { type Matrix64, matrix, qr, SvccaError, sliceColumns, transpose } from "@svcca/linalg";
import { assertCount } from "../measures/options.js";
import type { Directions } from "../result/directions.js";

/** A subspace of the neurons of a layer, to project its activations on: see `ablate`. */
export interface Subspace {
  /**
   * P, k x neurons, with orthonormal rows: P'P is the projection. A layer W after this one becomes
   * (W P') P, which is smaller where k is: the compression of the SVCCA paper, section 4.4.
   */
  readonly projection: Matrix64;
  /** The mean of each neuron: what is left of a neuron of which the subspace holds nothing. */
  readonly mean: Float64Array;
}

/** The least angle to the directions before it that a direction must have, in roundings. */
const LEAST_ANGLE = 64;

/**
 * The span of the first `count` directions: of `cca`, `svcca`, `pwcca` or `pls` the best aligned
 * ones of one side, of `pca` the largest.
 *
 * The first rows of P are the same for any `count`, up to their sign.
 *
 * Source: Raghu et al. 2017 (arXiv 1706.05806), section 2.1 and figure 2.
 *
 * @param directions of one layer, such as `result.directions.x`.
 * @param count k, from 1 to the number of directions.
 * @throws SvccaError `invalid-argument` for another count, `accuracy` when a direction cannot be
 *   told from those before it.
 */
export async function directionSubspace(directions: Directions, count: number): Promise<Subspace> {
  const { weights, mean } = directions;
  assertCount("count", count, 1);
  if (count > weights.cols) {
    throw new SvccaError(
      "invalid-argument",
      `count: ${count} of ${weights.cols} directions; give at most as many as there are`,
      { received: count, directions: weights.cols },
    );
  }
  const { q, r } = await qr(unitColumns(sliceColumns(weights, 0, count)));
  for (let i = 0; i < count; i++) {
    if (Math.abs(r.data[i * (count + 1)]!) <= LEAST_ANGLE * weights.rows * 2 ** -53) {
      throw new SvccaError(
        "accuracy",
        `directionSubspace: direction ${i} is a combination of those before it up to rounding; use at most ${i}, or directions of svcca or pca`,
        { direction: i },
      );
    }
  }
  return { projection: transpose(q), mean };
}

/** Columns at unit norm, so that the size of the weights does not matter. */
function unitColumns(a: Matrix64): Matrix64 {
  const largest = new Float64Array(a.cols);
  a.data.forEach((value, p) => {
    largest[p % a.cols] = Math.max(largest[p % a.cols]!, Math.abs(value));
  });
  const squares = new Float64Array(a.cols);
  a.data.forEach((value, p) => {
    squares[p % a.cols]! += (value / (largest[p % a.cols]! || 1)) ** 2;
  });
  const out = matrix(a.rows, a.cols);
  a.data.forEach((value, p) => {
    const column = p % a.cols;
    out.data[p] = value / (largest[column]! || 1) / Math.sqrt(squares[column]! || 1);
  });
  return out;
}
