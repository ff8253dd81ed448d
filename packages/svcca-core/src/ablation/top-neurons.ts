import { SvccaError } from "@svcca/linalg";
import { assertCount } from "../measures/options.js";
import type { Directions } from "../result/directions.js";

/** A neuron, and its correlation with a direction over the datapoints. */
export interface TopNeuron {
  readonly neuron: number;
  readonly correlation: number;
}

/**
 * The neurons that go most with a direction: by the absolute value of their correlation with it,
 * largest first.
 *
 * The correlation (canonical loading), not the weight: weights are large and of opposite sign for
 * neurons that say the same.
 *
 * @param index which direction, from 0.
 * @param count how many; fewer where the layer has fewer. Default 10.
 * @throws SvccaError `invalid-argument` for an index or a count that is none.
 */
export function topNeurons(
  { correlations }: Pick<Directions, "correlations">,
  index: number,
  count = 10,
): TopNeuron[] {
  const { data, rows, cols } = correlations;
  assertCount("count", count, 1);
  if (!(Number.isInteger(index) && index >= 0 && index < cols)) {
    throw new SvccaError(
      "invalid-argument",
      `topNeurons: direction ${index} of ${cols}; give a place from 0 to ${cols - 1}`,
      { received: index, directions: cols },
    );
  }
  return Array.from({ length: rows }, (_, neuron) => ({
    neuron,
    correlation: data[neuron * cols + index]!,
  }))
    .sort((a, b) => Math.abs(b.correlation) - Math.abs(a.correlation) || a.neuron - b.neuron)
    .slice(0, count);
}
