import {
  type CallOptions,
  type CompleteBackend,
  type Matrix64,
  referenceBackend,
  SvccaError,
  type Svd,
  sliceColumns,
} from "@svcca/linalg";
import { type Activations, layerOf } from "../input/activations.js";
import { blockRowsFor } from "../input/blocks.js";
import { allFinite, nonFiniteError } from "../input/scan.js";
import { subtractRow } from "../moments/block.js";
import type { ReadOptions } from "../moments/stream.js";
import type { Comparison } from "../routes/basis.js";

/**
 * The aligned directions of one layer: pair i of x and y has the canonical correlation
 * `coefficients[i]`. Over the datapoints, each direction has mean 0 and variance 1 (divisor
 * n - 1), and directions of the same layer are uncorrelated. The sign of a pair is arbitrary, but
 * the same on both sides.
 */
export interface Directions {
  /** neurons x k: column i says how much each neuron counts in direction i. */
  readonly weights: Matrix64;
  /** The mean of each neuron, which is subtracted before the weights are applied. */
  readonly mean: Float64Array;
}

/** The directions of both sides, rotated so that they pair up. */
export async function alignedDirections(
  comparison: Comparison,
  { u, s, vt }: Svd,
  backend: CompleteBackend,
  call: CallOptions,
): Promise<{ x: Directions; y: Directions }> {
  // Unit sum of squares becomes unit variance.
  const factor = Math.sqrt(comparison.datapoints - 1);
  const scaledUp = (a: Matrix64): Matrix64 => ({ ...a, data: a.data.map((v) => v * factor) });
  const x = await backend.matmul(comparison.x.weights, sliceColumns(u, 0, s.length), call);
  const y = await backend.matmul(comparison.y.weights, vt, { ...call, transB: true });
  return {
    x: { weights: scaledUp(x), mean: comparison.meanX },
    y: { weights: scaledUp(y), mean: comparison.meanY },
  };
}

/**
 * The datapoints seen along aligned directions: (X - mean) weights, n x k. These are the canonical
 * variates for the data that the directions came from; other data of the same layer can be given
 * too.
 *
 * @throws SvccaError `shape-mismatch` when the layer has another number of neurons, `non-finite`
 *   when a value cannot be projected.
 */
export async function project(
  activations: Activations,
  { weights, mean }: Directions,
  options: ReadOptions = {},
): Promise<Matrix64> {
  const { backend = referenceBackend, signal, onProgress } = options;
  const layer = layerOf(activations, "project", options);
  if (layer.neurons !== weights.rows) {
    throw new SvccaError(
      "shape-mismatch",
      `project: ${layer.name} has ${layer.neurons} neurons, the directions are of ${weights.rows}; give activations of the same layer`,
      { received: layer.neurons, expected: weights.rows },
    );
  }
  const call = signal ? { signal } : {};
  const out = new Float64Array(layer.datapoints * weights.cols);
  const step = blockRowsFor(layer.neurons, layer.unit);
  for (let start = 0; start < layer.datapoints; start += step) {
    const end = Math.min(start + step, layer.datapoints);
    const block = subtractRow(await layer.read(start, end, call), mean);
    if (!allFinite(block.data)) throw await nonFiniteError(layer, call);
    out.set((await backend.matmul(block, weights, call)).data, start * weights.cols);
    onProgress?.(end, layer.datapoints);
  }
  return { data: out, rows: layer.datapoints, cols: weights.cols };
}
