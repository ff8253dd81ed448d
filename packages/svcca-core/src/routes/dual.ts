import { columnMeans, type Matrix64, scaleColumns, scaleRows, subtractRow } from "@svcca/linalg";
import { holdLayer, MOST_HELD } from "../input/hold.js";
import type { Layer } from "../input/layer.js";
import { type Basis, countKept, type Route } from "./basis.js";
import { constantNeurons } from "./constant-neurons.js";
import { squaredNorms } from "./exact.js";
import { inverse, unitFactors } from "./gram.js";
import { gramTolerance } from "./rounding.js";
import { whiten } from "./whiten.js";

/**
 * Whether the Gram matrix between datapoints (n x n) is the smaller one: more neurons than
 * datapoints, as in a flattened convolutional layer, and few enough values to hold.
 */
export function prefersDual({ datapoints, neurons }: Layer): boolean {
  return neurons > datapoints && neurons * datapoints <= MOST_HELD;
}

/**
 * The directions of a layer by the n x n matrix Xc Xc' = U S² U' instead of the d x d one. Time and memory of n² d and n d instead of n d² and d².
 *
 * Reads the layer once, whole.
 *
 * @throws SvccaError `no-variance` when every neuron is constant, `non-finite`.
 */
export async function dualBasis(
  layer: Layer,
  { reduction, backend, call, refinable }: Route,
): Promise<Basis> {
  const whole = await holdLayer(layer, call);
  const mean = columnMeans(whole);
  const centred = subtractRow(whole, mean);
  const squares = squaredNorms(centred);
  const isConstant = constantNeurons(squares, mean, layer.datapoints, layer.name);
  const factors = unitFactors(reduction.kind, isConstant, squares);
  const scaled = reduction.kind === "all" ? scaleColumns(centred, factors) : centred;
  const constant = isConstant.filter(Boolean).length;
  const { weights, loadings, ...rest } = await whiten(
    await backend.matmul(scaled, scaled, { ...call, transB: true }),
    (singularValues, rank) =>
      refinable && reduction.kind === "all"
        ? Math.min(layer.datapoints - 1, layer.neurons - constant)
        : countKept(reduction, singularValues, rank),
    gramTolerance(layer.datapoints, backend.unitRoundoff),
    backend,
    call,
  );
  // On the side of the datapoints the decomposition gave U S^-1 and U S. X' U S^-1 is V, and on the
  // side of the neurons the weights are V S^-1, the loadings V S.
  const v = await backend.matmul(scaled, weights, { ...call, transA: true });
  return {
    ...rest,
    name: layer.name,
    mean,
    squares,
    weights: scaleRows(scaleColumns(v, columnNorms(weights)), factors),
    loadings: scaleRows(scaleColumns(v, columnNorms(loadings)), inverse(factors)),
    constant,
  };
}

function columnNorms(a: Matrix64): Float64Array {
  return squaredNorms(a).map(Math.sqrt);
}
