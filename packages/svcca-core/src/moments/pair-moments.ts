import { type Matrix64, SvccaError } from "@svcca/linalg";

/**
 * The second moments of two layers over the same n datapoints: all that CCA and SVCCA need to
 * know, in memory that does not grow with n. Xc and Yc are the centred activations.
 */
export interface PairMoments {
  /** n, the number of datapoints. */
  readonly datapoints: number;
  /** The mean of each neuron of x (a values) and of y (b values). */
  readonly meanX: Float64Array;
  readonly meanY: Float64Array;
  /** Xc'Xc (a x a), Yc'Yc (b x b) and Xc'Yc (a x b): sums, not divided by n. */
  readonly cxx: Matrix64;
  readonly cyy: Matrix64;
  readonly cxy: Matrix64;
}

/**
 * The moments of the datapoints of `a` and `b` together, as if they had been read in one go. Any
 * grouping and order of merges gives the same result up to rounding, so shards can be counted on
 * different machines and added up.
 *
 * Source: Chan, Golub, LeVeque 1983, Algorithms for computing the sample variance, eq. 2.1.
 *
 * @throws SvccaError `shape-mismatch` when the layers of `a` and `b` differ in width.
 */
export function mergeMoments(a: PairMoments, b: PairMoments): PairMoments {
  for (const side of ["meanX", "meanY"] as const) {
    if (a[side].length !== b[side].length) {
      throw new SvccaError(
        "shape-mismatch",
        `mergeMoments: ${a[side].length} and ${b[side].length} neurons in ${side === "meanX" ? "x" : "y"}; only moments of the same two layers add up`,
        { side, left: a[side].length, right: b[side].length },
      );
    }
  }
  if (a.datapoints === 0) return b;
  if (b.datapoints === 0) return a;
  const n = a.datapoints + b.datapoints;
  const weight = (a.datapoints / n) * b.datapoints;
  const dx = b.meanX.map((mean, i) => mean - a.meanX[i]!);
  const dy = b.meanY.map((mean, i) => mean - a.meanY[i]!);
  const share = b.datapoints / n;
  return {
    datapoints: n,
    meanX: a.meanX.map((mean, i) => mean + dx[i]! * share),
    meanY: a.meanY.map((mean, i) => mean + dy[i]! * share),
    cxx: addProducts(a.cxx, b.cxx, weight, dx, dx),
    cyy: addProducts(a.cyy, b.cyy, weight, dy, dy),
    cxy: addProducts(a.cxy, b.cxy, weight, dx, dy),
  };
}

/** a + b + weight u v'. */
function addProducts(
  a: Matrix64,
  b: Matrix64,
  weight: number,
  u: Float64Array,
  v: Float64Array,
): Matrix64 {
  const data = new Float64Array(a.data.length);
  for (let i = 0, p = 0; i < a.rows; i++) {
    for (let j = 0; j < a.cols; j++, p++) {
      // u[i] * v[j] first: it is the same for (i, j) and (j, i), so symmetry stays exact.
      data[p] = a.data[p]! + b.data[p]! + weight * (u[i]! * v[j]!);
    }
  }
  return { data, rows: a.rows, cols: a.cols };
}
