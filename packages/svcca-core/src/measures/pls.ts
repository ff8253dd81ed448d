import { sliceColumns, transpose } from "@svcca/linalg";
import type { Activations } from "../input/activations.js";
import type { Moments } from "../moments/moments.js";
import type { ReadOptions } from "../moments/stream.js";
import type { Directions } from "../result/directions.js";
import { entryRounding } from "../routes/rounding.js";
import { fromMoments } from "./from-moments.js";
import { type Context, comparePair } from "./measure.js";
import {
  columnDots,
  directionsOf,
  factsOf,
  momentsMeasure,
  type ViewedPair,
} from "./moments-measure.js";
import type { PairOptions } from "./procrustes.js";
import type { Similarity } from "./result.js";

/** What {@link pls} found. */
export interface PlsResult extends Similarity {
  readonly measure: "pls";
  /** The mean of the coefficients, each weighted by its covariance; 0 to 1. */
  readonly similarity: number;
  /** The correlation of each pair of directions, in the order of the covariances. */
  readonly coefficients: Float64Array;
  /** The covariance of each pair of directions (divisor n - 1), largest first. */
  readonly covariances: Float64Array;
  /** Orthonormal directions of both layers, most covariance first. */
  readonly directions: { readonly x: Directions; readonly y: Directions };
}

/**
 * Partial least squares (PLS-SVD): pairs of directions with the largest covariance, where CCA takes
 * those with the largest correlation. Unchanged by rotation, permutation, shift and common scaling
 * of the neurons of either side; other invertible maps change it.
 *
 * The similarity weighs each pair by its covariance: the last pairs hold next to none, and are
 * there only because the narrower layer has that many neurons.
 *
 * Source: Wegelin 2000, A survey of partial least squares methods (PLS-SVD); google/svcca's
 * numpy_pls computes the same directions.
 *
 * @param x n x a: datapoints by neurons.
 * @param y n x b, the same datapoints in the same order.
 * @throws SvccaError `shape-mismatch`, `too-few-datapoints`, `non-finite`, `no-variance`,
 *   `unsupported`, `invalid-argument`.
 */
export async function pls(
  x: Activations,
  y: Activations,
  options: ReadOptions = {},
): Promise<PlsResult> {
  return comparePair(plsMeasure(), x, y, options);
}

/** {@link pls} of two layers of which only the second moments are known. */
export async function plsFromMoments(
  moments: Moments,
  options: PairOptions = {},
): Promise<PlsResult> {
  return fromMoments(plsMeasure(), moments, options);
}

/** {@link pls} as a measure of many pairs. */
export function plsMeasure() {
  return momentsMeasure<PlsResult>(plsOf);
}

async function plsOf(pair: ViewedPair, context: Context): Promise<PlsResult> {
  const { backend, call } = context;
  const { x, y, cross, datapoints } = pair.view;
  const facts = factsOf(pair, context);
  const { u, s, vt } = await backend.svd(cross, call);
  // A covariance of rounding has directions of rounding; at least one pair stays to be reported.
  const floor = 8 * Math.max(cross.rows, cross.cols) * entryRounding(datapoints, backend) * s[0]!;
  const k = Math.max(1, s.filter((value) => value > floor).length);
  const left = sliceColumns(u, 0, k);
  const right = sliceColumns(transpose(vt), 0, k);
  const sizesX = columnDots(left, await backend.matmul(x.gram, left, call)).map(Math.sqrt);
  const sizesY = columnDots(right, await backend.matmul(y.gram, right, call)).map(Math.sqrt);
  const kept = s.subarray(0, k);
  const coefficients = kept.map((value, i) =>
    value === 0 ? 0 : Math.min(1, value / sizesX[i]! / sizesY[i]!),
  );
  // Shares of the largest first, so that no sum overflows.
  const shares = kept.map((value) => (s[0] === 0 ? 0 : value / s[0]!));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return {
    measure: "pls",
    ...facts,
    similarity:
      total === 0 ? 0 : coefficients.reduce((sum, r, i) => sum + r * shares[i]!, 0) / total,
    coefficients,
    covariances: kept.map((value) => value / (datapoints - 1)),
    kept: { x: k, y: k },
    directions: {
      x: await directionsOf(left, x, pair.x, datapoints, context),
      y: await directionsOf(right, y, pair.y, datapoints, context),
    },
  };
}
