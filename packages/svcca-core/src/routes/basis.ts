import type { Matrix64 } from "@svcca/linalg";

/**
 * What a route finds for one layer: directions of its neurons along which the activations have
 * unit sum of squares and are uncorrelated (a whitening), before the two layers are compared.
 */
export interface Basis {
  /** neurons x k: column i holds the coefficient of each neuron in direction i. */
  readonly weights: Matrix64;
  /**
   * All singular values of what was decomposed, largest first: of the centred layer for SVCCA, of
   * the centred layer with each neuron at unit norm for CCA.
   */
  readonly singularValues: Float64Array;
  /** Independent directions of the layer, as far as rounding lets them be told apart. */
  readonly rank: number;
  /** Neurons that have the same value at every datapoint. */
  readonly constant: number;
}

/** Two layers made comparable: what remains is one small singular value decomposition. */
export interface Comparison {
  readonly x: Basis;
  readonly y: Basis;
  /** kx x ky: the correlations between the directions of x and of y. */
  readonly cross: Matrix64;
  readonly meanX: Float64Array;
  readonly meanY: Float64Array;
  readonly datapoints: number;
  /** Estimated error of the coefficients by rounding. */
  readonly error: number;
}

/** How a measure turns a layer into directions. */
export type Reduction =
  /** CCA: every direction counts alike, whatever its size. */
  | { readonly kind: "all" }
  /** SVCCA: only the largest directions, as many as the rule keeps of these singular values. */
  | { readonly kind: "largest"; keep(singularValues: Float64Array, rank: number): number };

/** The number of directions that `reduction` keeps of a layer of that rank. */
export function countKept(
  reduction: Reduction,
  singularValues: Float64Array,
  rank: number,
): number {
  return reduction.kind === "all" ? rank : reduction.keep(singularValues, rank);
}
