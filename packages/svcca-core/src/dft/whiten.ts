import type { ComplexVector, FrequencyMoments } from "@svcca/dft-preprocessing";
import {
  type CallOptions,
  type CompleteBackend,
  type ComplexMatrix,
  complexEigh,
} from "@svcca/linalg";
import { countKept, type Reduction } from "../routes/basis.js";
import { fullRounding, type Rounding } from "../routes/rounding.js";

/** The directions of one layer at one frequency that take part. */
export interface ComplexWhitening {
  /** channels x k: weights^H C weights is the identity. */
  readonly weights: ComplexMatrix;
  /** Of each channel at this frequency. */
  readonly mean: ComplexVector;
  /** Channels without variance at this frequency. */
  readonly constant: number;
  /** Estimated error of a correlation by the rounding of the covariance. */
  readonly error: number;
  /** Sums of squares that rounding of the data and of the transform left in each channel. */
  readonly noise: Float64Array;
}

/** The moments of one layer at one frequency. */
export interface OneSide {
  readonly gram: ComplexMatrix;
  readonly mean: ComplexVector;
  /** Sums of squares that mean nothing, channel by channel. */
  readonly rounding: Float64Array;
  readonly datapoints: number;
}

/** One side of the moments of two layers. */
export function sideOf(moments: FrequencyMoments, side: "x" | "y"): OneSide {
  const { cxx, cyy, meanX, meanY, roundingX, roundingY, datapoints } = moments;
  return side === "x"
    ? { gram: cxx, mean: meanX, rounding: roundingX, datapoints }
    : { gram: cyy, mean: meanY, rounding: roundingY, datapoints };
}

/**
 * Whitens the Hermitian covariance of one layer: as `routes/gram.ts` does with a real one, in
 * complex numbers. Undefined where no channel varies at this frequency.
 *
 * All directions of CCA are kept, those at the noise level scaled as if they were just above it:
 * reading the data again along them (`read-again.ts`) tells content from rounding.
 */
export async function complexWhiten(
  { gram, mean, rounding, datapoints }: OneSide,
  reduction: Reduction,
  backend: CompleteBackend,
  call: CallOptions,
): Promise<ComplexWhitening | undefined> {
  const d = gram.rows;
  // CCA does not change when channels are scaled, so each is first brought to unit norm; the
  // largest directions of SVCCA do depend on scale. See routes/gram.ts.
  const factors = Float64Array.from({ length: d }, (_, j) => {
    const squares = gram.re[j * (d + 1)]!;
    const centring = datapoints * (4 * 2 ** -53) ** 2 * (mean.re[j]! ** 2 + mean.im[j]! ** 2);
    if (squares <= rounding[j]! + centring) return 0;
    return reduction.kind === "all" ? 1 / Math.sqrt(squares) : 1;
  });
  const constant = factors.filter((factor) => factor === 0).length;
  if (constant === d) return undefined;
  const both = (part: Float64Array) =>
    part.map((value, p) => value * factors[Math.floor(p / d)]! * factors[p % d]!);
  const scaled = { re: both(gram.re), im: both(gram.im), rows: d, cols: d };
  const turn = await complexTurn(
    scaled,
    fullRounding(d, backend),
    (sizes, rank) => (reduction.kind === "all" ? d - constant : countKept(reduction, sizes, rank)),
    call,
  );
  const k = turn.weights.cols;
  const part = (values: Float64Array) =>
    values.map((value, p) => value * factors[Math.floor(p / k)]!);
  const weights = { re: part(turn.weights.re), im: part(turn.weights.im), rows: d, cols: k };
  // Of the transform, an eighth of the most that is possible, as the errors of many additions do
  // not all have the same sign.
  const noise = rounding.map((most, j) => most / 64 + (4 * 2 ** -53) ** 2 * gram.re[j * (d + 1)]!);
  return { weights, mean, constant, error: turn.error, noise };
}

/**
 * The directions of a Hermitian matrix, scaled so that weights^H A weights is the identity.
 *
 * @param noise what of the matrix is rounding; directions under its floor are scaled as if at it.
 * @param keep how many, of the roots of all eigenvalues and of those above the floor.
 */
export async function complexTurn(
  a: ComplexMatrix,
  noise: Rounding,
  keep: (sizes: Float64Array, rank: number) => number,
  call: CallOptions,
): Promise<{ weights: ComplexMatrix; error: number }> {
  const limits = (values: Float64Array) => {
    const floor = noise.floor(values[0]!);
    const rank = values.filter((value) => value > floor).length;
    const sizes = values.map((value) => Math.sqrt(Math.max(0, value)));
    return { floor, k: keep(sizes, rank) };
  };
  const { values, vectors } = await complexEigh(a, { ...call, keep: (all) => limits(all).k });
  const { floor, k } = limits(values);
  const sizes = Float64Array.from(values.subarray(0, k), (value) =>
    Math.sqrt(Math.max(value, floor)),
  );
  const scale = (part: Float64Array) => part.map((value, p) => value / sizes[p % k]!);
  const weights = { re: scale(vectors.re), im: scale(vectors.im), rows: a.rows, cols: k };
  const smallest = sizes[k - 1]! ** 2;
  return {
    weights,
    error: noise.error(values[0]!) / smallest,
  };
}

/**
 * What rounding of the data and of the transform changes in a correlation: large values cancel to a
 * small direction, so that its variate has the error of the former. No way of computing avoids it.
 */
export function determinedError({
  weights: { re, im, cols },
  noise,
}: Pick<ComplexWhitening, "weights" | "noise">): number {
  const sums = new Float64Array(cols);
  for (let p = 0; p < re.length; p++) {
    sums[p % cols]! += noise[Math.floor(p / cols)]! * (re[p]! ** 2 + im[p]! ** 2);
  }
  return Math.sqrt(sums.reduce((max, sum) => Math.max(max, sum), 0));
}
