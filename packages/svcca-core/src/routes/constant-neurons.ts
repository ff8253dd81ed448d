import { SvccaError } from "@svcca/linalg";

/**
 * Which neurons have the same value at every datapoint, also where the mean is so large that all
 * that is left after centring is rounding.
 *
 * @param squares the sum of squares of each centred neuron.
 * @throws SvccaError `no-variance` when all have.
 */
export function constantNeurons(
  squares: Float64Array,
  mean: Float64Array,
  datapoints: number,
  name: string,
): boolean[] {
  const constant = Array.from(mean, (value, j) => {
    const rounding = 4 * 2 ** -53 * Math.abs(value);
    return squares[j]! <= datapoints * rounding * rounding;
  });
  if (constant.every(Boolean)) {
    throw new SvccaError(
      "no-variance",
      `${name}: ${mean.length === 1 ? "its one neuron is" : `all ${mean.length} neurons are`} constant over the ${datapoints} datapoints; without variance there is nothing to compare`,
      { array: name, neurons: mean.length, datapoints },
    );
  }
  return constant;
}
