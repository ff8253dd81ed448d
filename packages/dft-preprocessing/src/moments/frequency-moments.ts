import { type ComplexMatrix, SvccaError } from "@svcca/linalg";
import type { Frequency } from "../frequency/frequencies.js";

/** A complex number for each channel of a layer. */
export interface ComplexVector {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/**
 * The second moments of two layers over the same n images at one spatial frequency: all that a
 * complex CCA or SVCCA of that frequency needs. x and y are the Fourier coefficients of the
 * channels of one image, as column vectors; c marks what is centred.
 */
export interface FrequencyMoments {
  readonly frequency: Frequency;
  /** n, the number of images. */
  readonly datapoints: number;
  readonly meanX: ComplexVector;
  readonly meanY: ComplexVector;
  /** The sums of xc xc^H (a x a), yc yc^H (b x b) and xc yc^H (a x b), not divided by n. */
  readonly cxx: ComplexMatrix;
  readonly cyy: ComplexMatrix;
  readonly cxy: ComplexMatrix;
  /**
   * The largest sum of squares that rounding of the transform alone may leave in each channel at
   * this frequency: a channel whose variance is no more than that holds nothing here, as one that
   * is constant over space does not at any frequency but zero.
   */
  readonly roundingX: Float64Array;
  readonly roundingY: Float64Array;
}

/**
 * The moments of the images of `a` and `b` together, as if they had been read in one go, so that
 * shards add up in any grouping and order, up to rounding.
 *
 * Source: Chan, Golub, LeVeque 1983, Algorithms for computing the sample variance, eq. 2.1, with
 * the second factor conjugated.
 *
 * @throws SvccaError `shape-mismatch` when frequencies or widths differ.
 */
export function mergeFrequencyMoments(a: FrequencyMoments, b: FrequencyMoments): FrequencyMoments {
  const text = ({ frequency: { y, x }, cxy }: FrequencyMoments) =>
    `frequency (${y}, ${x}) of ${cxy.rows} and ${cxy.cols} channels`;
  if (text(a) !== text(b) || a.frequency.multiplicity !== b.frequency.multiplicity) {
    throw new SvccaError(
      "shape-mismatch",
      `mergeFrequencyMoments: ${text(a)}, and ${text(b)}; only moments of the same layers at the same frequency add up`,
      { left: a.frequency, right: b.frequency },
    );
  }
  if (a.datapoints === 0) return b;
  if (b.datapoints === 0) return a;
  const n = a.datapoints + b.datapoints;
  const weight = (a.datapoints / n) * b.datapoints;
  const share = b.datapoints / n;
  const dx = minus(b.meanX, a.meanX);
  const dy = minus(b.meanY, a.meanY);
  return {
    frequency: a.frequency,
    datapoints: n,
    meanX: plus(a.meanX, dx, share),
    meanY: plus(a.meanY, dy, share),
    cxx: addProducts(a.cxx, b.cxx, weight, dx, dx),
    cyy: addProducts(a.cyy, b.cyy, weight, dy, dy),
    cxy: addProducts(a.cxy, b.cxy, weight, dx, dy),
    roundingX: a.roundingX.map((value, i) => value + b.roundingX[i]!),
    roundingY: a.roundingY.map((value, i) => value + b.roundingY[i]!),
  };
}

function minus(a: ComplexVector, b: ComplexVector): ComplexVector {
  return { re: a.re.map((v, i) => v - b.re[i]!), im: a.im.map((v, i) => v - b.im[i]!) };
}

function plus(a: ComplexVector, b: ComplexVector, factor: number): ComplexVector {
  return {
    re: a.re.map((v, i) => v + b.re[i]! * factor),
    im: a.im.map((v, i) => v + b.im[i]! * factor),
  };
}

/** a + b + weight u v^H. */
function addProducts(
  a: ComplexMatrix,
  b: ComplexMatrix,
  weight: number,
  u: ComplexVector,
  v: ComplexVector,
): ComplexMatrix {
  const re = new Float64Array(a.re.length);
  const im = new Float64Array(a.re.length);
  for (let i = 0, p = 0; i < a.rows; i++) {
    for (let j = 0; j < a.cols; j++, p++) {
      // Products first: they are the same for (i, j) and (j, i), so the result stays Hermitian.
      re[p] = a.re[p]! + b.re[p]! + weight * (u.re[i]! * v.re[j]! + u.im[i]! * v.im[j]!);
      im[p] = a.im[p]! + b.im[p]! + weight * (u.im[i]! * v.re[j]! - u.re[i]! * v.im[j]!);
    }
  }
  return { re, im, rows: a.rows, cols: a.cols };
}
