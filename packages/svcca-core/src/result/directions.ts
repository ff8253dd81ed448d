import {
  type CallOptions,
  type CompleteBackend,
  type Matrix64,
  referenceBackend,
  SvccaError,
  type Svd,
  scaleRows,
  sliceColumns,
  transpose,
  withFallback,
} from "@svcca/linalg";
import { type Activations, layerOf } from "../input/activations.js";
import { blockRowsFor } from "../input/blocks.js";
import { allFinite, nonFiniteError } from "../input/scan.js";
import type { ReadOptions } from "../moments/stream.js";
import type { Basis, Comparison } from "../routes/basis.js";

/**
 * Directions of one layer: linear combinations of its neurons. Of a pair of layers, direction i of
 * x belongs to direction i of y; the sign of a pair is arbitrary, but the same on both sides.
 *
 * The canonical directions of CCA, SVCCA and PWCCA have mean 0 and variance 1 (divisor n - 1) over
 * the datapoints, and those of the same layer are uncorrelated. The weights of PLS, PCA and
 * Procrustes are of unit length and orthogonal instead.
 */
export interface Directions {
  /** neurons x k: column i says how much each neuron counts in direction i. */
  readonly weights: Matrix64;
  /** The mean of each neuron, which is subtracted before the weights are applied. */
  readonly mean: Float64Array;
  /**
   * neurons x k: the correlation of each neuron with direction i over the datapoints (canonical
   * loadings, structure coefficients). 0 for a neuron that never changes.
   */
  readonly correlations: Matrix64;
  /** The standard deviation of each neuron (divisor n - 1). */
  readonly deviations: Float64Array;
}

/** The directions of both sides, rotated so that they pair up. */
export async function alignedDirections(
  { x, y, datapoints }: Comparison,
  { u, s, vt }: Svd,
  backend: CompleteBackend,
  call: CallOptions,
): Promise<{ x: Directions; y: Directions }> {
  // Unit sum of squares becomes unit variance.
  const factor = Math.sqrt(datapoints - 1);
  const turned = async (basis: Basis, rotation: Matrix64): Promise<Directions> => {
    const weights = await backend.matmul(basis.weights, rotation, call);
    const loadings = await backend.matmul(basis.loadings, rotation, call);
    return {
      weights: { ...weights, data: weights.data.map((value) => value * factor) },
      mean: basis.mean,
      correlations: scaleRows(loadings, inverseNorms(basis.squares)),
      deviations: deviationsOf(basis.squares, datapoints),
    };
  };
  const k = s.length;
  return {
    x: await turned(x, sliceColumns(u, 0, k)),
    y: await turned(y, sliceColumns(transpose(vt), 0, k)),
  };
}

/** From the sums of squares of centred neurons. */
export function deviationsOf(squares: Float64Array, datapoints: number): Float64Array {
  return squares.map((square) => Math.sqrt(Math.max(0, square) / (datapoints - 1)));
}

/** 1 / norm of each neuron, from the sums of squares; 0 for a neuron that never changes. */
export function inverseNorms(squares: Float64Array): Float64Array {
  return squares.map((square) => (square > 0 ? 1 / Math.sqrt(square) : 0));
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
  const complete = withFallback(backend);
  const out = new Float64Array(layer.datapoints * weights.cols);
  const step = blockRowsFor(layer.neurons, layer.unit);
  for (let start = 0; start < layer.datapoints; start += step) {
    const end = Math.min(start + step, layer.datapoints);
    const block = await layer.read(start, end, call);
    if (!allFinite(block.data)) throw await nonFiniteError(layer, call);
    out.set((await complete.project(block, mean, weights, call)).data, start * weights.cols);
    onProgress?.(end, layer.datapoints);
  }
  return { data: out, rows: layer.datapoints, cols: weights.cols };
}
