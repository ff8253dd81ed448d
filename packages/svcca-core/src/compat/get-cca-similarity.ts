import { type Matrix, type Matrix64, SvccaError, scaleRows, transpose } from "@svcca/linalg";
import { cca } from "../measures/cca.js";
import { type Context, contextOf } from "../measures/measure.js";
import { trivialCoefficients, type Warning } from "../result/warnings.js";
import { actsOf, type CompatOptions } from "./acts.js";
import { spreadColumns } from "./select.js";
import { rowsOf, type Side, sideOf, withRidge } from "./side.js";
import { largestSigns } from "./signs.js";
import { sumThreshold } from "./sum-threshold.js";

/** Options of {@link getCcaSimilarity}. */
export interface CcaSimilarityOptions extends CompatOptions {
  /**
   * Neurons whose variance is under this share of the largest covariance of their layer are left
   * out, and it is added to the variance of the others: a ridge. Default 0, as in google/svcca.
   */
  readonly epsilon?: number;
  /**
   * The mean is over the first coefficients that hold this share of their sum. Default 0.98, as in
   * google/svcca.
   */
  readonly threshold?: number;
  /** Whether to give the datapoints along the directions too. Default false. */
  readonly computeDirns?: boolean;
}

/** What {@link getCcaSimilarity} found. k directions of the d1 and d2 neurons that were kept. */
export interface CcaSimilarity {
  /** The canonical correlations, largest first: min(d1, d2), the last ones 0 past the rank. */
  readonly ccaCoef1: Float64Array;
  /** The same array: CCA has one set of coefficients. */
  readonly ccaCoef2: Float64Array;
  /** The mean of the first coefficients, as `threshold` says; twice the same number. */
  readonly mean: readonly [number, number];
  /** The sum of all coefficients; twice the same number. */
  readonly sum: readonly [number, number];
  /** Which neurons were kept. */
  readonly xIdxs: readonly boolean[];
  readonly yIdxs: readonly boolean[];
  /** k x d1, orthonormal rows; the directions are `coefX invsqrtXx (acts1 - neuronMeans1)`. */
  readonly coefX: Matrix64;
  readonly coefY: Matrix64;
  /** d1 x d1: the inverse square root of the covariance over its largest value, with the ridge. */
  readonly invsqrtXx: Matrix64;
  readonly invsqrtYy: Matrix64;
  /** The same over all neurons, with 0 for those left out; k rows, and as many as neurons. */
  readonly fullCoefX: Matrix64;
  readonly fullCoefY: Matrix64;
  readonly fullInvsqrtXx: Matrix64;
  readonly fullInvsqrtYy: Matrix64;
  /** The mean of each neuron. */
  readonly neuronMeans1: Float64Array;
  readonly neuronMeans2: Float64Array;
  /**
   * k x datapoints, where asked for. As in google/svcca, the mean of the i-th neuron that was kept
   * is added to direction i, which moves it and changes no correlation.
   */
  readonly ccaDirns1?: Matrix64;
  readonly ccaDirns2?: Matrix64;
  readonly warnings: readonly Warning[];
}

/**
 * google/svcca's `get_cca_similarity`: CCA of two layers with a ridge, neurons first.
 *
 * The same numbers, with these differences:
 * - Dependent neurons on both sides are normal input, where google/svcca has "SVD did not converge".
 * - No coefficient leaves [0, 1]. google/svcca forms the inverse of a covariance and its square
 *   root, which costs condition² x u: of a layer and its batch norm in float16 (condition of the
 *   covariance 1e8) it finds 1.018.
 * - A layer of which no neuron is left is an error, not a result of zeros.
 * - Rows of `coefX` beyond the coefficients, which are arbitrary, are left out. The sign of a
 *   direction is arbitrary too; here the largest entry of each row of `coefX` is positive.
 * - There is no `compute_coefs`, as they cost next to nothing, and no `verbose`.
 *
 * `epsilon` is a ridge: exact copies have coefficients 1 - epsilon / variance, not 1. With
 * `epsilon: 0` (default) the coefficients are those of `cca` of `@svcca/core`, which streams.
 *
 * Source: github.com/google/svcca, cca_core.py.
 *
 * @param acts1 neurons x datapoints.
 * @param acts2 neurons x datapoints, the same datapoints in the same order.
 * @throws SvccaError `too-few-datapoints`, `shape-mismatch`, `non-finite`, `no-variance`,
 *   `invalid-argument`, `accuracy`.
 */
export async function getCcaSimilarity(
  acts1: Matrix,
  acts2: Matrix,
  options: CcaSimilarityOptions = {},
): Promise<CcaSimilarity> {
  const { epsilon = 0, threshold = 0.98, computeDirns = false, ...call } = options;
  if (!(epsilon >= 0 && epsilon < Number.POSITIVE_INFINITY)) {
    throw new SvccaError("invalid-argument", `epsilon: ${epsilon}; give a number from 0`, {
      received: epsilon,
    });
  }
  if (!(threshold > 0 && threshold <= 1)) {
    throw new SvccaError(
      "invalid-argument",
      `threshold: ${threshold}; give a share above 0 to 1, since the mean of no coefficient is none`,
      { received: threshold },
    );
  }
  const [x, y] = actsOf("getCcaSimilarity", acts1, acts2).map((acts, i) =>
    sideOf(acts, epsilon, `getCcaSimilarity: acts${i + 1}`),
  ) as [Side, Side];
  const [dataX, dataY] = withRidge(x, y);
  const { coefficients, directions } = await cca(dataX, dataY, call);
  const context = contextOf(call);
  const rowsX = await rowsOf(x, directions.x.weights, dataX.rows, context);
  const rowsY = await rowsOf(y, directions.y.weights, dataY.rows, context);
  const signs = largestSigns(rowsX.coef);
  const coefX = scaleRows(rowsX.coef, signs);
  const coefY = scaleRows(rowsY.coef, signs);
  const coefs = new Float64Array(Math.min(x.kept.cols, y.kept.cols));
  coefs.set(coefficients);
  const sum = sumOf(coefs);
  const first = coefs.subarray(0, sumThreshold(coefs, threshold));
  // Coefficients that are all 0 have the mean 0, and none of them is needed for their sum.
  const mean = first.length === 0 ? 0 : sumOf(first) / first.length;
  return {
    ccaCoef1: coefs,
    ccaCoef2: coefs,
    mean: [mean, mean],
    sum: [sum, sum],
    xIdxs: x.idxs,
    yIdxs: y.idxs,
    coefX,
    coefY,
    invsqrtXx: rowsX.invsqrt,
    invsqrtYy: rowsY.invsqrt,
    fullCoefX: spreadColumns(coefX, x.idxs),
    fullCoefY: spreadColumns(coefY, y.idxs),
    fullInvsqrtXx: spreadBoth(rowsX.invsqrt, x.idxs),
    fullInvsqrtYy: spreadBoth(rowsY.invsqrt, y.idxs),
    neuronMeans1: x.mean,
    neuronMeans2: y.mean,
    ...(computeDirns && {
      ccaDirns1: await movedRows(scaleRows(rowsX.along, signs), x, context),
      ccaDirns2: await movedRows(scaleRows(rowsY.along, signs), y, context),
    }),
    warnings: trivialCoefficients(acts1.cols, x.kept.cols, y.kept.cols),
  };
}

/**
 * The datapoints along `rows` (k x d), k x datapoints, the mean of the i-th kept neuron added to
 * row i.
 */
export async function movedRows(
  rows: Matrix64,
  { kept, mean, idxs }: Side,
  { backend, call }: Context,
): Promise<Matrix64> {
  const seen = await backend.matmul(rows, kept, { ...call, transB: true });
  const means = mean.filter((_, j) => idxs[j]);
  return { ...seen, data: seen.data.map((value, p) => value + means[Math.floor(p / seen.cols)]!) };
}

function spreadBoth(a: Matrix64, chosen: readonly boolean[]): Matrix64 {
  return transpose(spreadColumns(transpose(spreadColumns(a, chosen)), chosen));
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
