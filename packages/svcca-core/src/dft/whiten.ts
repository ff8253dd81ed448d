import {
  type CallOptions,
  type CompleteBackend,
  type ComplexMatrix,
  complexEigh,
} from "@svcca/linalg";
import { countKept, type Reduction } from "../routes/basis.js";
import { gramRounding, gramTolerance } from "../routes/rounding.js";

/** The directions of one layer at one frequency that take part. */
export interface ComplexWhitening {
  /** channels x k: weights^H C weights is the identity. */
  readonly weights: ComplexMatrix;
  /** Independent directions, as far as rounding lets them be told apart. */
  readonly rank: number;
  /** Channels without variance at this frequency. */
  readonly constant: number;
  /** Estimated error by rounding of a correlation computed with these weights. */
  readonly error: number;
}

/**
 * Whitens the Hermitian covariance of one layer: as `routes/whiten.ts` does with a real one, in
 * complex numbers. Undefined where no channel varies at this frequency.
 *
 * @param rounding sums of squares that mean nothing, channel by channel.
 */
export async function complexWhiten(
  gram: ComplexMatrix,
  mean: { readonly re: Float64Array; readonly im: Float64Array },
  rounding: Float64Array,
  datapoints: number,
  reduction: Reduction,
  backend: CompleteBackend,
  call: CallOptions,
): Promise<ComplexWhitening | undefined> {
  const d = gram.rows;
  // CCA does not change when channels are scaled, so each is first brought to unit norm; the
  // largest directions of SVCCA do depend on scale. See routes/from-moments.ts.
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
  const limits = (values: Float64Array) => {
    const floor = gramTolerance(d, backend.unitRoundoff) * values[0]!;
    const rank = values.filter((value) => value > floor).length;
    const sizes = values.map((value) => Math.sqrt(Math.max(0, value)));
    return { rank, sizes, k: countKept(reduction, sizes, rank) };
  };
  const { values, vectors } = await complexEigh(scaled, {
    ...call,
    keep: (all) => limits(all).k,
  });
  const { rank, sizes, k } = limits(values);
  const weights = (part: Float64Array) =>
    part.map((value, p) => (value * factors[Math.floor(p / k)]!) / sizes[p % k]!);
  return {
    weights: { re: weights(vectors.re), im: weights(vectors.im), rows: d, cols: k },
    rank,
    constant,
    error: (gramRounding(d, backend.unitRoundoff) * values[0]!) / values[k - 1]!,
  };
}
