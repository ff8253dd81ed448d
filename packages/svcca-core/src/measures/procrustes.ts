import { type Matrix64, transpose } from "@svcca/linalg";
import type { Activations } from "../input/activations.js";
import type { Moments, Pair } from "../moments/moments.js";
import type { ReadOptions } from "../moments/stream.js";
import type { Directions } from "../result/directions.js";
import { fromMoments } from "./from-moments.js";
import { comparePair } from "./measure.js";
import { directionsOf, factsOf, momentsMeasure } from "./moments-measure.js";
import { layerNorm } from "./norms.js";
import type { Similarity } from "./result.js";

/** What {@link procrustes} found. */
export interface ProcrustesResult extends Similarity {
  readonly measure: "procrustes";
  /** ||Xc'Yc||_* / (||Xc|| ||Yc||), 0 to 1: the cosine between the layers, best turned. */
  readonly similarity: number;
  /** The angle of that cosine, in radians: a metric between layers (Williams et al. 2021). */
  readonly angle: number;
  /** The squared distance 2 - 2 similarity that is left between the layers at unit norm. */
  readonly squaredDistance: number;
  /** The singular values of Xc'Yc over ||Xc|| ||Yc||; they add up to the similarity. */
  readonly coefficients: Float64Array;
  /** Orthonormal directions of both layers: turning those of x onto those of y aligns best. */
  readonly directions: { readonly x: Directions; readonly y: Directions };
}

/** Options of `procrustesFromMoments` and `plsFromMoments`. */
export interface PairOptions extends Pick<ReadOptions, "backend" | "signal"> {
  /** Which two layers of the moments, by place. Default the first two. */
  readonly pair?: Pair;
}

/**
 * Orthogonal Procrustes: how close the layers get when one is turned (and scaled) onto the other.
 * Unchanged by rotation, permutation, shift and common scaling of the neurons of either side, but
 * not by other invertible maps: large directions count for more.
 *
 * Source: Schönemann 1966; Ding, Denain, Steinhardt 2021 (arXiv 2108.01661); Williams et al. 2021
 * (arXiv 2110.14739) for the angle.
 *
 * @param x n x a: datapoints by neurons.
 * @param y n x b, the same datapoints in the same order.
 * @throws SvccaError `shape-mismatch`, `too-few-datapoints`, `non-finite`, `no-variance`,
 *   `unsupported`, `invalid-argument`.
 */
export async function procrustes(
  x: Activations,
  y: Activations,
  options: ReadOptions = {},
): Promise<ProcrustesResult> {
  return comparePair(procrustesMeasure(), x, y, options);
}

/** {@link procrustes} of two layers of which only the second moments are known. */
export async function procrustesFromMoments(
  moments: Moments,
  options: PairOptions = {},
): Promise<ProcrustesResult> {
  return fromMoments(procrustesMeasure(), moments, options);
}

/** {@link procrustes} as a measure of many pairs. */
export function procrustesMeasure() {
  return momentsMeasure<ProcrustesResult>(async (pair, context) => {
    const { view } = pair;
    const facts = factsOf(pair, context);
    const { u, s, vt } = await context.backend.svd(view.cross, context.call);
    const [normX, normY] = [layerNorm(view.x.gram), layerNorm(view.y.gram)];
    const coefficients = s.map((value) => Math.min(1, value / normX / normY));
    const similarity = Math.min(
      1,
      coefficients.reduce((sum, value) => sum + value, 0),
    );
    const v: Matrix64 = transpose(vt);
    return {
      measure: "procrustes",
      similarity,
      angle: Math.acos(similarity),
      squaredDistance: 2 - 2 * similarity,
      coefficients,
      directions: {
        x: await directionsOf(u, view.x, pair.x, view.datapoints, context),
        y: await directionsOf(v, view.y, pair.y, view.datapoints, context),
      },
      ...facts,
    };
  });
}
