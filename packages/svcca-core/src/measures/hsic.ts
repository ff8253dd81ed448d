/**
 * The sums that the unbiased estimate of HSIC is made of, for linear kernels K = Xc Xc' and
 * L = Yc Yc' of n centred datapoints.
 */
export interface HsicSums {
  readonly n: number;
  /** The sum of all K_ij L_ij: ||Xc'Yc||². */
  readonly products: number;
  /** The sums of the diagonals of K and L. */
  readonly traceK: number;
  readonly traceL: number;
  /** The sum of all K_ii L_ii. */
  readonly diagonals: number;
}

/**
 * HSIC_1, the unbiased estimate, times n (n - 3). The rows of a centred kernel add up to 0, so with
 * its diagonal taken out they add up to -K_ii, and the three terms are these.
 *
 * Source: Song, Smola, Gretton, Borgwardt, Bedo 2007, eq. 5 (as in Nguyen et al. 2021, eq. 3).
 */
export function unbiasedHsic({ n, products, traceK, traceL, diagonals }: HsicSums): number {
  return products - diagonals + (traceK * traceL) / ((n - 1) * (n - 2)) - (2 / (n - 2)) * diagonals;
}
