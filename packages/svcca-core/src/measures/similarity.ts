import { SvccaError } from "@svcca/linalg";
import type { Activations } from "../input/activations.js";
import type { Moments, Pair } from "../moments/moments.js";
import { type MeasureChoice, measureOf } from "./choice.js";
import { fromMoments } from "./from-moments.js";
import { comparePair } from "./measure.js";
import type { Similarity } from "./result.js";

/**
 * Two layers by the measure that `options.measure` names: for programs that let their users
 * choose. The result is that of the function of the measure, with all that it holds.
 *
 * @param x n x a: datapoints by neurons.
 * @param y n x b, the same datapoints in the same order.
 * @throws SvccaError `invalid-argument` for a name that is none, and what the measure throws.
 */
export async function similarity(
  x: Activations,
  y: Activations,
  options: MeasureChoice = {},
): Promise<Similarity> {
  return comparePair(measureOf(options), x, y, options);
}

/**
 * {@link similarity} of two layers of which only the second moments are known.
 *
 * @throws SvccaError `unsupported` for cka-rbf, rsa, knn and estimators other than biased, which
 *   need the data; `not-found` when the cross moments of the pair were not collected.
 */
export async function similarityFromMoments(
  moments: Moments,
  options: MeasureChoice & { readonly pair?: Pair } = {},
): Promise<Similarity> {
  const { compare, fromMoments: conclude } = measureOf(options);
  if (conclude) return fromMoments({ compare, fromMoments: conclude }, moments, options);
  throw new SvccaError(
    "unsupported",
    `similarityFromMoments: ${options.measure}${options.estimator ? ` (${options.estimator})` : ""} needs the data themselves; use svcca, cca, pwcca, cka, pls or procrustes`,
    { received: options.measure },
  );
}
