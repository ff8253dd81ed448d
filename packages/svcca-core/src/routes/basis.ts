import type { CallOptions, CompleteBackend, Matrix64 } from "@svcca/linalg";
import type { Layer } from "../input/layer.js";
import { isFloat32 } from "./rounding.js";

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
  /** Unit roundoff of the backend that projected the data. */
  readonly unitRoundoff: number;
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
export function errorOf({ x, y, unitRoundoff }: Omit<Comparison, "cross" | "datapoints">): number {
  const [errorX, errorY] = [x, y].map((basis) => determinedError(basis, unitRoundoff));
  return Math.max(x.error, y.error, errorX!, errorY!);
}

/**
 * What rounding to the last digit changes when datapoints are projected: large values cancel to a
 * small direction, so that its variate has the error of the former. Of float64, in which the data are
 * at best, no way of computing avoids it.
 */
export function determinedError({ weights, squares }: Basis, unitRoundoff = 2 ** -53): number {
  const { data, cols } = weights;
  const sums = new Float64Array(cols);
  // The variates have unit sum of squares, so these are sizes of terms over the size of their sum.
  for (let i = 0, p = 0; i < squares.length; i++) {
    const norm = Math.sqrt(squares[i]!);
    for (let j = 0; j < cols; j++, p++) sums[j]! += (data[p]! * norm) ** 2;
  }
  return 4 * unitRoundoff * Math.sqrt(sums.reduce((max, sum) => Math.max(max, sum), 0));
}

type Roundoffs = Pick<CompleteBackend, "unitRoundoff" | "momentsRoundoff">;

/** Multiply-adds, n d d of a layer, that take a few milliseconds: a second pass is then for free. */
const CHEAP = 2 ** 24;

/**
 * Error of a coefficient above which a layer is read again. A small one is always taken to the
 * last digits, as by an SVD of the data; a large one to what is promised.
 */
export function wantedError(
  { datapoints, neurons }: Pick<Layer, "datapoints" | "neurons">,
  backend: Roundoffs,
): number {
  const cheap = datapoints * neurons ** 2 <= CHEAP && !isFloat32(backend.unitRoundoff);
  return cheap ? 256 * backend.momentsRoundoff : promisedError(backend);
}

/**
 * A tenth of what users are promised in float64, and what float32 arithmetic can reach at all, or, in
 * the moments alone, without much reading again.
 */
export function promisedError({ unitRoundoff, momentsRoundoff }: Roundoffs): number {
  return Math.max(1e-10, 1024 * unitRoundoff, 256 * momentsRoundoff);
}
