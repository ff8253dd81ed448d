import type { Matrix64 } from "@svcca/linalg";

/** Two layers, by their places. */
export type Pair = readonly [x: number, y: number];

/** What datapoints of some layers add up to: means, and the centred products of some pairs of layers. */
export interface Products {
  readonly datapoints: number;
  /** Of each layer, the mean of each of its neurons. */
  readonly means: readonly Float64Array[];
  /** Of each pair, Xc'Yc: a sum over the datapoints, not divided by n. */
  readonly products: readonly Matrix64[];
}

/**
 * Adds what further datapoints add up to, in the arrays of `total`; gives back the sum.
 *
 * Source: Chan, Golub, LeVeque 1983, Algorithms for computing the sample variance, eq. 2.1.
 */
export function addProducts(total: Products, more: Products, pairs: readonly Pair[]): Products {
  const datapoints = total.datapoints + more.datapoints;
  const share = more.datapoints / datapoints;
  const weight = total.datapoints * share;
  const steps = total.means.map((mean, i) => mean.map((value, j) => more.means[i]![j]! - value));
  for (const [k, [x, y]] of pairs.entries()) {
    addProduct(total.products[k]!, more.products[k]!, weight, steps[x]!, steps[y]!);
  }
  for (const [i, mean] of total.means.entries()) {
    for (let j = 0; j < mean.length; j++) mean[j]! += steps[i]![j]! * share;
  }
  return { ...total, datapoints };
}

/** a + b + weight u v', in the place of a. */
function addProduct(
  a: Matrix64,
  b: Matrix64,
  weight: number,
  u: Float64Array,
  v: Float64Array,
): void {
  for (let i = 0, p = 0; i < a.rows; i++) {
    const row = u[i]!;
    // row * v[j] first: it is the same for (i, j) and (j, i), so symmetry stays exact.
    for (let j = 0; j < a.cols; j++, p++) a.data[p]! += b.data[p]! + weight * (row * v[j]!);
  }
}
