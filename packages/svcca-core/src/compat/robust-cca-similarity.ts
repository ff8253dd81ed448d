import { type Matrix, SvccaError, uniform } from "@svcca/linalg";
import { assertCount } from "../measures/options.js";
import {
  type CcaSimilarity,
  type CcaSimilarityOptions,
  getCcaSimilarity,
} from "./get-cca-similarity.js";

/** Options of {@link robustCcaSimilarity}. */
export interface RobustOptions extends CcaSimilarityOptions {
  /** The ridge, and the size of the noise. Default 1e-6, as in google/svcca. */
  readonly epsilon?: number;
  /** Whether to give the datapoints along the directions too. Default true, as in google/svcca. */
  readonly computeDirns?: boolean;
  /** How often to try. Default 5, as in google/svcca. */
  readonly trials?: number;
  /** Of the noise. Default 0. */
  readonly seed?: number;
}

/**
 * google/svcca's `robust_cca_similarity`: {@link getCcaSimilarity}, and where that fails by
 * rounding, once more with the activations at a tenth and noise of standard deviation `epsilon`.
 *
 * google/svcca passes `threshold` in the place of `epsilon` and `compute_dirns` in that of
 * `threshold`, so that its ridge is 0.98 of the largest variance and most neurons are left out; it
 * also repeats trials that succeeded, and its noise is not seeded. Nothing of that is so here.
 * `getCcaSimilarity` has no input that is known to need a second trial.
 *
 * Source: github.com/google/svcca, cca_core.py.
 *
 * @param acts1 neurons x datapoints.
 * @param acts2 neurons x datapoints, the same datapoints in the same order.
 * @throws SvccaError as {@link getCcaSimilarity}; `accuracy` when the last trial fails too.
 */
export async function robustCcaSimilarity(
  acts1: Matrix,
  acts2: Matrix,
  options: RobustOptions = {},
): Promise<CcaSimilarity & { readonly trials: number }> {
  const { trials = 5, seed = 0, epsilon = 1e-6, computeDirns = true, ...rest } = options;
  assertCount("trials", trials, 1);
  const next = uniform(seed);
  let [x, y] = [acts1, acts2];
  for (let trial = 1; ; trial++) {
    try {
      const found = await getCcaSimilarity(x, y, { ...rest, epsilon, computeDirns });
      return { ...found, trials: trial };
    } catch (error) {
      const rounding = error instanceof SvccaError && error.code === "accuracy";
      if (!rounding || trial === trials) throw error;
      [x, y] = [noisy(x, epsilon, next), noisy(y, epsilon, next)];
    }
  }
}

/** A tenth of the activations, and normal noise; Box & Muller 1958. */
function noisy(acts: Matrix, size: number, next: () => number): Matrix {
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return { ...acts, data: Float64Array.from(acts.data, (value) => value / 10 + size * normal()) };
}
