import {
  type Backend,
  type Matrix64,
  matrix,
  qr,
  referenceBackend,
  SvccaError,
  sliceColumns,
  transpose,
  withFallback,
} from "@svcca/linalg";
import { assertChoice, assertCount } from "../measures/options.js";
import type { Directions } from "../result/directions.js";
import { leastSquares } from "./least-squares.js";

/** A subspace of the neurons of a layer, to project its activations on: see `ablate`. */
export interface Subspace {
  /** P, k x neurons, with orthonormal rows: P (x - mean) is all that is kept of x. */
  readonly projection: Matrix64;
  /**
   * A, neurons x k, with P A = 1: what is left of x is A P (x - mean) + mean. A layer W after this
   * one becomes (W A) P, which is smaller where k is: the compression of the SVCCA paper, section 4.4.
   */
  readonly back: Matrix64;
  /** The mean of each neuron: what is left of a neuron of which the subspace holds nothing. */
  readonly mean: Float64Array;
}

/** Options of {@link directionSubspace}. */
export interface DirectionSubspaceOptions {
  /**
   * How a neuron is put back from what the directions tell. `"least-squares"` (default): projected
   * on the span of the directions over the datapoints, as the paper has it, where neurons and
   * directions are vectors of a value for each datapoint. `"projection"`: A = P', the projection in
   * the space of the neurons. It is the same for PCA, and loses more of the layer for all others, CCA
   * and SVCCA above all, whose directions have large weights where little varies: README of
   * @svcca/training, Compression.
   */
  readonly reconstruction?: "least-squares" | "projection";
  /**
   * Computes; give the one that the directions were found with, whose rounding says which directions
   * of PLS vary enough to tell something of the neurons outside of them. Default: the reference
   * backend, slow from some hundred neurons on.
   */
  readonly backend?: Backend;
  /** Cancels. */
  readonly signal?: AbortSignal;
}

/** The least angle to the directions before it that a direction must have, in roundings. */
const LEAST_ANGLE = 64;

/**
 * The span of the first `count` directions: of `cca`, `svcca`, `pwcca` or `pls` the best aligned
 * ones of one side, of `pca` the largest.
 *
 * The first rows of P are the same for any `count`, up to their sign.
 *
 * Source: Raghu et al. 2017 (arXiv 1706.05806), section 2.1 and figure 2; google/svcca's tutorial
 * 003 projects after whitening, which is least squares too.
 *
 * @param directions of one layer, such as `result.directions.x`.
 * @param count k, from 1 to the number of directions.
 * @throws SvccaError `invalid-argument` for another count, and for directions without correlations or
 *   deviations where these are needed, `accuracy` when a direction cannot be
 *   told from those before it.
 */
export async function directionSubspace(
  directions: Directions,
  count: number,
  options: DirectionSubspaceOptions = {},
): Promise<Subspace> {
  const { reconstruction = "least-squares", signal } = options;
  const backend = withFallback(options.backend ?? referenceBackend);
  const call = signal ? { signal } : {};
  const { mean, deviations } = directions;
  assertCount("count", count, 1);
  assertChoice("reconstruction", reconstruction, ["least-squares", "projection"]);
  if (count > directions.weights.cols) {
    throw new SvccaError(
      "invalid-argument",
      `count: ${count} of ${directions.weights.cols} directions; give at most as many as there are`,
      { received: count, directions: directions.weights.cols },
    );
  }
  if (reconstruction === "least-squares") assertSaid(directions);
  const weights = sliceColumns(directions.weights, 0, count);
  const { unit, sizes } = unitColumns(weights);
  const { q, r } = await qr(unit, { backend, ...call });
  for (let i = 0; i < count; i++) {
    if (Math.abs(r.data[i * (count + 1)]!) <= LEAST_ANGLE * weights.rows * 2 ** -53) {
      throw new SvccaError(
        "accuracy",
        `directionSubspace: direction ${i} is a combination of those before it up to rounding; use at most ${i}, or directions of svcca or pca`,
        { direction: i },
      );
    }
  }
  if (reconstruction === "projection") return { projection: transpose(q), back: q, mean };
  const correlations = sliceColumns(directions.correlations, 0, count);
  const found = { weights, correlations, deviations };
  const back = await leastSquares(found, { q, r, sizes }, backend, call);
  return { projection: transpose(q), back, mean };
}

/** Directions that were saved before the deviations were part of them cannot be put back so. */
function assertSaid({ weights, correlations, deviations }: Partial<Directions>): void {
  const { rows } = weights!;
  if (correlations?.rows === rows && deviations?.length === rows) return;
  const missing = correlations?.rows === rows ? "deviations" : "correlations";
  throw new SvccaError(
    "invalid-argument",
    `directionSubspace: the directions have no ${missing} of their ${rows} neurons, which least-squares needs; compute them again, or use reconstruction "projection"`,
    { missing, neurons: rows },
  );
}

/** Columns at unit norm, so that the size of the weights does not matter, and their norms. */
function unitColumns(a: Matrix64): { unit: Matrix64; sizes: Float64Array } {
  const largest = new Float64Array(a.cols);
  a.data.forEach((value, p) => {
    largest[p % a.cols] = Math.max(largest[p % a.cols]!, Math.abs(value));
  });
  const squares = new Float64Array(a.cols);
  a.data.forEach((value, p) => {
    squares[p % a.cols]! += (value / (largest[p % a.cols]! || 1)) ** 2;
  });
  const unit = matrix(a.rows, a.cols);
  a.data.forEach((value, p) => {
    const column = p % a.cols;
    unit.data[p] = value / (largest[column]! || 1) / Math.sqrt(squares[column]! || 1);
  });
  return { unit, sizes: largest.map((size, i) => size * Math.sqrt(squares[i]!)) };
}
