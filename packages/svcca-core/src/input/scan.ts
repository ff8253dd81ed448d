import { type ArraySource, type CallOptions, SvccaError } from "@svcca/linalg";
import { blockRowsFor } from "./blocks.js";
import { flatLayer, type Layer } from "./layer.js";

/** True when no value is NaN or infinite. */
export function allFinite(data: Float32Array | Float64Array): boolean {
  // A sum is NaN or infinite as soon as one value is; x * 0 keeps large finite values from adding
  // up to infinity.
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i]! * 0;
  return sum === 0;
}

/**
 * The error for a layer in which a value that is not finite was met: reads the layer to its end,
 * so that the message can count them all and name the first.
 */
export async function nonFiniteError(layer: Layer, options: CallOptions): Promise<SvccaError> {
  const values = layer.stored ? flatLayer(layer.stored) : layer;
  let nan = 0;
  let infinite = 0;
  let first: { datapoint: number; neuron: number; value: number } | undefined;
  const step = blockRowsFor(values.neurons, values.unit);
  for (let start = 0; start < values.datapoints; start += step) {
    const end = Math.min(start + step, values.datapoints);
    const { data } = await values.read(start, end, options);
    for (let p = 0; p < data.length; p++) {
      const value = data[p]!;
      if (Number.isFinite(value)) continue;
      if (Number.isNaN(value)) nan++;
      else infinite++;
      first ??= {
        datapoint: start + Math.floor(p / values.neurons),
        neuron: p % values.neurons,
        value,
      };
    }
  }
  if (!first) {
    return new SvccaError(
      "non-finite",
      `${layer.name}: finite values whose sums overflow; scale the layer down`,
      { array: layer.name },
    );
  }
  const place = layer.stored
    ? `index ${indexOf(layer.stored, first.neuron)}`
    : `neuron ${first.neuron}`;
  return new SvccaError(
    "non-finite",
    `${layer.name}: ${nan} NaN and ${infinite} infinite values, the first (${first.value}) at datapoint ${first.datapoint}, ${place}; remove those datapoints or mend the run that wrote them`,
    { array: layer.name, nan, infinite, first },
  );
}

/** The place in one image or sequence of the value that is `flat` values after its first. */
function indexOf({ shape }: ArraySource, flat: number): string {
  let rest = flat;
  const places = shape
    .slice(1)
    .reverse()
    .map((size) => {
      const place = rest % size;
      rest = Math.floor(rest / size);
      return place;
    });
  return `(${places.reverse().join(", ")})`;
}
