import type { Matrix64 } from "@svcca/linalg";
import type { Activations } from "../input/activations.js";
import type { Moments } from "../moments/moments.js";
import type { ReadOptions } from "../moments/stream.js";
import { diagonalOf } from "../routes/gram.js";
import { debiasedMeasure } from "./cka-debiased.js";
import { minibatchMeasure } from "./cka-minibatch.js";
import { fromMoments } from "./from-moments.js";
import { comparePair, type Measure } from "./measure.js";
import { factsOf, momentsMeasure } from "./moments-measure.js";
import { frobenius } from "./norms.js";
import { assertChoice } from "./options.js";
import type { PairOptions } from "./procrustes.js";
import type { Similarity } from "./result.js";

/** Options of {@link cka}. */
export interface CkaOptions extends ReadOptions {
  /**
   * How the similarity of the two kernels is estimated from n datapoints:
   *
   * - `biased` (default, what papers report): from the second moments. With few datapoints for the
   *   neurons it is too high, up to 1 for unrelated layers.
   * - `debiased`: without that bias; near 0, and as often under it, for unrelated layers. Reads the
   *   data a second time.
   * - `minibatch`: the debiased terms of batches of rows, each averaged over the batches; what
   *   tools that never hold more than a batch report. Depends on the order of the datapoints.
   */
  readonly estimator?: "biased" | "debiased" | "minibatch";
  /** Rows of a batch for `minibatch`, at least 4. Default 256. */
  readonly batch?: number;
}

/** What {@link cka} found. */
export interface CkaResult extends Similarity {
  readonly measure: "cka";
  /** 0 to 1 when biased; -1 to 1 otherwise. */
  readonly similarity: number;
  readonly estimator: "biased" | "debiased" | "minibatch";
  /**
   * What layers with the variances of these would show by chance: the mean over all orders of the
   * datapoints of one of them, exactly. 0 when not biased.
   */
  readonly byChance: number;
}

/**
 * Linear centred kernel alignment: ||Xc'Yc||² / (||Xc'Xc|| ||Yc'Yc||). Unchanged by rotation,
 * permutation, shift and common scaling of the neurons of either side, but not by other invertible
 * maps: the largest directions of each layer decide.
 *
 * Source: Kornblith, Norouzi, Lee, Hinton 2019 (arXiv 1905.00414), eq. 5; Song et al. 2007 for the
 * unbiased terms (HSIC_1); Nguyen, Raghu, Kornblith 2021 (arXiv 2010.15327) for minibatches.
 *
 * @param x n x a: datapoints by neurons.
 * @param y n x b, the same datapoints in the same order.
 * @throws SvccaError `shape-mismatch`, `too-few-datapoints` (less than 2, or 4 when not biased),
 *   `non-finite`, `no-variance`, `unsupported`, `invalid-argument`.
 */
export async function cka(
  x: Activations,
  y: Activations,
  options: CkaOptions = {},
): Promise<CkaResult> {
  return comparePair(ckaMeasure(options), x, y, options);
}

/** Biased {@link cka} of two layers of which only the second moments are known. */
export async function ckaFromMoments(
  moments: Moments,
  options: PairOptions = {},
): Promise<CkaResult> {
  return fromMoments(biasedMeasure, moments, options);
}

/** {@link cka} as a measure of many pairs. */
export function ckaMeasure({ estimator = "biased", batch = 256 }: CkaOptions): Measure<CkaResult> {
  assertChoice("estimator", estimator, ["biased", "debiased", "minibatch"]);
  if (estimator === "debiased") return debiasedMeasure;
  return estimator === "minibatch" ? minibatchMeasure(batch) : biasedMeasure;
}

const biasedMeasure = momentsMeasure<CkaResult>(async (pair, context) => {
  const { x, y, cross } = pair.view;
  const facts = factsOf(pair, context);
  // Roots first: the squares of the norms may overflow where their ratio does not.
  const root = frobenius(cross) / Math.sqrt(frobenius(x.gram)) / Math.sqrt(frobenius(y.gram));
  const similarity = Math.min(1, root * root);
  // The mean of tr(K P L P') over all permutations P is tr(K) tr(L) / (n - 1) for centred K and L.
  const spread = (gram: Matrix64) => trace(gram) / frobenius(gram);
  const byChance = Math.min(1, (spread(x.gram) * spread(y.gram)) / (pair.view.datapoints - 1));
  return { measure: "cka", estimator: "biased", similarity, byChance, ...facts };
});

function trace(gram: Matrix64): number {
  return diagonalOf(gram).reduce((sum, value) => sum + value, 0);
}
