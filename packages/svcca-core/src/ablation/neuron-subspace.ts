import { matrix, SvccaError, shuffledOrder, transpose, uniform } from "@svcca/linalg";
import { type Activations, layerOf } from "../input/activations.js";
import { blockRowsFor } from "../input/blocks.js";
import { assertComparable } from "../input/comparable.js";
import type { Layer } from "../input/layer.js";
import { allFinite, nonFiniteError } from "../input/scan.js";
import { assertChoice, assertCount } from "../measures/options.js";
import type { ReadOptions } from "../moments/stream.js";
import type { Subspace } from "./subspace.js";

/** Options of {@link neuronSubspace}. */
export interface NeuronSubspaceOptions extends ReadOptions {
  /**
   * Which neurons: those of the `highest-activation` (the largest mean of absolute values; default)
   * or `random` ones. These are the two baselines of the paper's figure 2.
   */
  readonly choice?: "highest-activation" | "random";
  /** Of the random choice. Default 0. With the same seed a smaller choice is part of a larger. */
  readonly seed?: number;
}

/** What {@link neuronSubspace} chose. */
export interface NeuronSubspace extends Subspace {
  /** The places of the neurons, in the order of the rows of `projection`. */
  readonly neurons: readonly number[];
}

/**
 * The span of single neurons of a layer, as a baseline for directions: the neurons left out are
 * held at their mean (mean ablation). Reads the layer once.
 *
 * Source: Raghu et al. 2017 (arXiv 1706.05806), section 2.1 and figure 2.
 *
 * @param activations n x d: datapoints by neurons.
 * @param count how many neurons, from 1 to d.
 * @throws SvccaError `invalid-argument`, `non-finite`, `too-few-datapoints`, and what `layerOf`
 *   throws.
 */
export async function neuronSubspace(
  activations: Activations,
  count: number,
  options: NeuronSubspaceOptions = {},
): Promise<NeuronSubspace> {
  const { choice = "highest-activation", seed = 0 } = options;
  assertChoice("choice", choice, ["highest-activation", "random"]);
  assertCount("count", count, 1);
  const layer = layerOf(activations, "neuronSubspace", options);
  assertComparable([layer], 1);
  if (count > layer.neurons) {
    throw new SvccaError(
      "invalid-argument",
      `count: ${count} of ${layer.neurons} neurons of ${layer.name}; give at most as many as there are`,
      { received: count, neurons: layer.neurons },
    );
  }
  const { mean, size } = await meansOf(layer, options);
  const order =
    choice === "random"
      ? Array.from(shuffledOrder(layer.neurons, uniform(seed)))
      : Array.from(size, (_, j) => j).sort((i, j) => size[j]! - size[i]! || i - j);
  const neurons = order.slice(0, count);
  const projection = matrix(count, layer.neurons);
  neurons.forEach((neuron, i) => {
    projection.data[i * layer.neurons + neuron] = 1;
  });
  return { projection, back: transpose(projection), mean, neurons };
}

/** The mean of each neuron, and of its absolute values, in one pass over blocks of rows. */
async function meansOf(layer: Layer, { signal, onProgress }: ReadOptions) {
  const { datapoints: n, neurons, unit } = layer;
  const call = signal ? { signal } : {};
  const mean = new Float64Array(neurons);
  const size = new Float64Array(neurons);
  const step = blockRowsFor(neurons, unit);
  for (let start = 0; start < n; start += step) {
    signal?.throwIfAborted();
    const end = Math.min(start + step, n);
    const { data } = await layer.read(start, end, call);
    if (!allFinite(data)) throw await nonFiniteError(layer, call);
    for (let p = 0, row = start + 1; p < data.length; row++) {
      // Running means, so that no sum overflows.
      for (let j = 0; j < neurons; j++, p++) {
        mean[j]! += (data[p]! - mean[j]!) / row;
        size[j]! += (Math.abs(data[p]!) - size[j]!) / row;
      }
    }
    onProgress?.(end, n);
  }
  return { mean, size };
}
