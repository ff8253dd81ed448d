import {
  columnMeans,
  type Matrix64,
  matrix,
  qr,
  SvccaError,
  scaleColumns,
  scaleRows,
  sliceColumns,
  subtractRow,
} from "@svcca/linalg";
import { assertComparable } from "../input/comparable.js";
import type { Layer } from "../input/layer.js";
import { allFinite, nonFiniteError } from "../input/scan.js";
import { type Basis, type Comparison, countKept, type Route } from "./basis.js";
import { constantNeurons } from "./constant-neurons.js";
import { inverse, unitFactors } from "./gram.js";

/** More than this many bytes of activations are refused: the other route streams them. */
const MOST_BYTES = 4 * 2 ** 30;

/**
 * Compares two layers without a Gram matrix: each centred layer is decomposed itself, X = U S V',
 * by QR and the SVD of R, and the correlations are those of the orthonormal bases U. Holds both
 * layers in memory; the yardstick for the streaming route.
 *
 * Source: Björck & Golub 1973, Numerical methods for computing angles between linear subspaces.
 *
 * @throws SvccaError `unsupported` beyond 4 GiB, and what the streaming route throws.
 */
export async function compareExactly(x: Layer, y: Layer, route: Route): Promise<Comparison> {
  assertComparable([x, y]);
  const bytes = 8 * x.datapoints * (x.neurons + y.neurons);
  if (bytes > MOST_BYTES) {
    throw new SvccaError(
      "unsupported",
      `${x.name} and ${y.name}: the exact method would hold ${(bytes / 2 ** 30).toFixed(1)} GiB in memory, 4 GiB is its limit; use the default method, which streams`,
      { bytes },
    );
  }
  const sideX = await decompose(x, route);
  const sideY = await decompose(y, route);
  const cross = await route.backend.matmul(sideX.u, sideY.u, { ...route.call, transA: true });
  return {
    x: sideX.basis,
    y: sideY.basis,
    cross,
    datapoints: x.datapoints,
    unitRoundoff: route.backend.unitRoundoff,
  };
}

async function decompose(
  layer: Layer,
  { reduction, backend, call }: Route,
): Promise<{ basis: Basis; u: Matrix64 }> {
  const whole = await layer.read(0, layer.datapoints, call);
  if (!allFinite(whole.data)) throw await nonFiniteError(layer, call);
  const mean = columnMeans(whole);
  const centred = subtractRow(whole, mean);
  const squares = squaredNorms(centred);
  const isConstant = constantNeurons(squares, mean, layer.datapoints, layer.name);
  const factors = unitFactors(reduction.kind, isConstant, squares);
  const { q, r } = await qr(scaleColumns(centred, factors), { ...call, backend });
  const { u, s, vt } = await backend.svd(r, call);
  // As in numpy's matrix_rank and MATLAB's rank, with room for the rounding of the centring.
  const resolution = 2 * Math.max(layer.datapoints, layer.neurons) * 2 ** -53;
  const rank = s.filter((value) => value > resolution * s[0]!).length;
  const k = countKept(reduction, s, rank);
  const weights = matrix(layer.neurons, k);
  const loadings = matrix(layer.neurons, k);
  for (let j = 0, p = 0; j < layer.neurons; j++) {
    for (let i = 0; i < k; i++, p++) {
      weights.data[p] = vt.data[i * vt.cols + j]! / s[i]!;
      loadings.data[p] = vt.data[i * vt.cols + j]! * s[i]!;
    }
  }
  return {
    basis: {
      name: layer.name,
      mean,
      squares,
      weights: scaleRows(weights, factors),
      loadings: scaleRows(loadings, inverse(factors)),
      singularValues: s,
      rank,
      resolution,
      constant: isConstant.filter(Boolean).length,
      error: 4 * Math.sqrt(Math.max(layer.datapoints, layer.neurons)) * backend.unitRoundoff,
    },
    u: await backend.matmul(q, sliceColumns(u, 0, k), call),
  };
}

/** The sum of squares of each column. */
export function squaredNorms(a: Matrix64): Float64Array {
  const out = new Float64Array(a.cols);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.cols; j++) out[j]! += a.data[i * a.cols + j]! ** 2;
  }
  return out;
}
