import type { CallOptions } from "@svcca/linalg";
import { SvccaError } from "@svcca/linalg";
import type { Layer } from "./activations.js";
import { blockRowsFor } from "./blocks.js";

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
  let nan = 0;
  let infinite = 0;
  let first: { datapoint: number; neuron: number; value: number } | undefined;
  const step = blockRowsFor(layer.neurons);
  for (let start = 0; start < layer.datapoints; start += step) {
    const end = Math.min(start + step, layer.datapoints);
    const { data } = await layer.read(start, end, options);
    for (let p = 0; p < data.length; p++) {
      const value = data[p]!;
      if (Number.isFinite(value)) continue;
      if (Number.isNaN(value)) nan++;
      else infinite++;
      first ??= {
        datapoint: start + Math.floor(p / layer.neurons),
        neuron: p % layer.neurons,
        value,
      };
    }
  }
  return new SvccaError(
    "non-finite",
    `${layer.name}: ${nan} NaN and ${infinite} infinite values, the first (${first?.value}) at datapoint ${first?.datapoint}, neuron ${first?.neuron}; remove those datapoints or mend the run that wrote them`,
    { array: layer.name, nan, infinite, first },
  );
}
