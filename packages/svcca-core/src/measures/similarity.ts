import type { Activations } from "../input/activations.js";
import { type MeasureChoice, measureOf } from "./choice.js";
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
