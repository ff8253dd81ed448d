import type { CallOptions, CompleteBackend, Matrix64 } from "@svcca/linalg";
import type { Layer } from "../input/layer.js";

/**
 * What a route finds for one layer: directions of its neurons along which the activations have
 * unit sum of squares and are uncorrelated (a whitening), before the two layers are compared.
 */
export interface Basis {
  readonly name: string;
  /** neurons x k: column i holds the coefficient of each neuron in direction i. */
  readonly weights: Matrix64;
  /** The mean of each neuron. */
  readonly mean: Float64Array;
  /** The sum of squares of each centred neuron. */
  readonly squares: Float64Array;
  /**
   * The singular values of what was decomposed, largest first: of the centred layer for SVCCA, of
   * the centred layer with each neuron at unit norm for CCA.
   */
  readonly singularValues: Float64Array;
  /** Independent directions of the layer, as far as rounding lets them be told apart. */
  readonly rank: number;
  /** What counts as a direction of its own: a singular value above this share of the largest. */
  readonly resolution: number;
  /**
   * neurons x k: the sum of products of each centred neuron with the datapoints seen along each
   * direction, Xc'(Xc W). PWCCA weighs directions by it.
   */
  readonly loadings: Matrix64;
  /** Neurons that have the same value at every datapoint. */
  readonly constant: number;
  /** Estimated error by rounding of a correlation computed with these weights. */
  readonly error: number;
}

/** Two layers made comparable: what remains is one small singular value decomposition. */
export interface Comparison {
  readonly x: Basis;
  readonly y: Basis;
  /** kx x ky: the correlations between the directions of x and of y. */
  readonly cross: Matrix64;
  readonly datapoints: number;
}

/** How a measure turns a layer into directions. */
export type Reduction =
  /** CCA: every direction counts alike, whatever its size. */
  | { readonly kind: "all" }
  /** SVCCA: only the largest directions, as many as the rule keeps of these singular values. */
  | { readonly kind: "largest"; keep(singularValues: Float64Array, rank: number): number };

/** What every route is told beside the data. */
export interface Route {
  readonly reduction: Reduction;
  readonly backend: CompleteBackend;
  readonly call: CallOptions;
  /** The data will be read again, so directions at the noise level are not yet dropped. */
  readonly refinable: boolean;
}

/** The number of directions that `reduction` keeps of a layer of that rank. */
export function countKept(
  reduction: Reduction,
  singularValues: Float64Array,
  rank: number,
): number {
  return reduction.kind === "all" ? rank : reduction.keep(singularValues, rank);
}

/** Estimated error of the coefficients by rounding. */
export function errorOf({ x, y }: Pick<Comparison, "x" | "y">): number {
  return Math.max(x.error, y.error, determinedError(x), determinedError(y));
}

/**
 * What rounding to the last digit of float64 changes when datapoints are projected: large values
 * cancel to a small direction, so that its variate has the error of the former. No way of computing
 * avoids it.
 */
export function determinedError({ weights, squares }: Basis): number {
  const { data, cols } = weights;
  const sums = new Float64Array(cols);
  // The variates have unit sum of squares, so these are sizes of terms over the size of their sum.
  for (let p = 0; p < data.length; p++) {
    sums[p % cols]! += (data[p]! * Math.sqrt(squares[Math.floor(p / cols)]!)) ** 2;
  }
  return 4 * 2 ** -53 * Math.sqrt(sums.reduce((max, sum) => Math.max(max, sum), 0));
}

/** Multiply-adds, n d d of a layer, that take a few milliseconds: a second pass is then for free. */
const CHEAP = 2 ** 24;

/**
 * Error of a coefficient above which a layer is read again. A small one is always taken to the
 * last digits, as by an SVD of the data; a large one to a tenth of what users are promised in
 * float64. No better than float32 arithmetic can, where the backend computes in it.
 */
export function wantedError(
  { datapoints, neurons }: Pick<Layer, "datapoints" | "neurons">,
  unitRoundoff: number,
): number {
  const cheap = datapoints * neurons ** 2 <= CHEAP;
  return Math.max(cheap ? 2 ** -46 : 1e-10, 1024 * unitRoundoff);
}
