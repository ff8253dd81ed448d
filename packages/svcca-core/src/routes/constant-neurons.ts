import { SvccaError } from "@svcca/linalg";

/** Sums of squares under this have lost digits to the end of the range of float64, or all. */
const LEAST_SQUARES = 1e-290;

/**
 * Which neurons have the same value at every datapoint, also where the mean is so large that all
 * that is left after centring is rounding.
 *
 * @param squares the sum of squares of each centred neuron.
 * @throws SvccaError `no-variance` when all have, or vary by so little that squares vanish.
 */
export function constantNeurons(
  squares: Float64Array,
  mean: Float64Array,
  datapoints: number,
  name: string,
): boolean[] {
  const constant = Array.from(mean, (value, j) => {
    const rounding = 4 * 2 ** -53 * Math.abs(value);
    return squares[j]! <= Math.max(LEAST_SQUARES, datapoints * rounding * rounding);
  });
  if (constant.every(Boolean) && squares.some((square) => square > 0 && square < LEAST_SQUARES)) {
    throw new SvccaError(
      "no-variance",
      `${name}: its values differ by less than 1e-145, so their squares vanish in float64; scale the layer up`,
      { array: name },
    );
  }
  if (constant.every(Boolean)) {
    throw new SvccaError(
      "no-variance",
      `${name}: ${mean.length === 1 ? "its one neuron is" : `all ${mean.length} neurons are`} constant over the ${datapoints} datapoints; without variance there is nothing to compare`,
      { array: name, neurons: mean.length, datapoints },
    );
  }
  return constant;
}
