import type { Layer } from "../input/layer.js";
import { subtractRow } from "../moments/block.js";
import { type ReadOptions, streamMoments } from "../moments/stream.js";
import type { Basis, Comparison } from "./basis.js";
import type { MomentsRoute } from "./from-moments.js";
import { gramTolerance, type Whitening, whiten } from "./whiten.js";

/**
 * Error of a coefficient above which the data are read again: a tenth of what users are promised
 * in float64, and what float32 arithmetic can reach at all.
 */
function wantedError(unitRoundoff: number): number {
  return Math.max(1e-10, 1024 * unitRoundoff);
}

/** Two more passes take any data of float64 to the accuracy of an SVD of the data themselves. */
const MOST_PASSES = 2;

/**
 * Reads the data again, projected onto the whitened directions found so far, until the
 * coefficients are as accurate as if the data had been decomposed in memory. The Gram matrix of
 * the projections is close to the identity, so it has the condition that the first one lacked; a
 * direction that was only rounding has next to no variance now, and is dropped.
 *
 * For most activations the first pass is accurate enough, and nothing is read again.
 *
 * Source: the idea of Cholesky QR 2 and 3; Yamamoto et al. 2015, Roundoff error analysis of the
 * CholeskyQR2 algorithm, ETNA 44; Fukaya et al. 2020, shifted CholeskyQR3.
 */
export async function refine(
  first: Comparison,
  x: Layer,
  y: Layer,
  route: MomentsRoute,
  read: ReadOptions,
): Promise<Comparison> {
  const wanted = wantedError(route.backend.unitRoundoff);
  let current = first;
  for (let pass = 0; pass < MOST_PASSES && current.error > wanted; pass++) {
    current = await readAgain(current, x, y, route, read, pass === 0);
  }
  return current;
}

async function readAgain(
  { x: basisX, y: basisY, meanX, meanY, datapoints }: Comparison,
  x: Layer,
  y: Layer,
  { backend, call }: MomentsRoute,
  read: ReadOptions,
  decideRank: boolean,
): Promise<Comparison> {
  const projected = await streamMoments(
    projectedLayer(x, basisX, meanX, read),
    projectedLayer(y, basisY, meanY, read),
    read,
  );
  const whitenAgain = (gram: typeof projected.cxx, neurons: number) => {
    const size = gram.rows;
    const tolerance = decideRank ? rankTolerance(datapoints, neurons, backend.unitRoundoff) : 0;
    return whiten(gram, (_, rank) => (decideRank ? rank : size), tolerance, backend, call);
  };
  const againX = await whitenAgain(projected.cxx, x.neurons);
  const againY = await whitenAgain(projected.cyy, y.neurons);
  const half = await backend.matmul(againX.weights, projected.cxy, { ...call, transA: true });
  const compose = async (basis: Basis, again: Whitening): Promise<Basis> => ({
    ...basis,
    weights: await backend.matmul(basis.weights, again.weights, call),
    rank: Math.max(again.weights.cols, basis.rank),
  });
  return {
    x: await compose(basisX, againX),
    y: await compose(basisY, againY),
    cross: await backend.matmul(half, againY.weights, call),
    meanX,
    meanY,
    datapoints,
    error: Math.max(againX.error, againY.error),
  };
}

/**
 * A singular value of the data counts from max(n, d) u of the largest, as in numpy's matrix_rank.
 * Directions at the noise level of the first Gram matrix were scaled by its tolerance, so that
 * bound appears here squared and over that tolerance.
 */
function rankTolerance(datapoints: number, neurons: number, unitRoundoff: number): number {
  const smallest = 2 * Math.max(datapoints, neurons) * 2 ** -53;
  const gram = gramTolerance(neurons, unitRoundoff);
  return Math.max(smallest ** 2 / gram, gram);
}

function projectedLayer(
  layer: Layer,
  { weights }: Basis,
  mean: Float64Array,
  { backend }: ReadOptions,
): Layer {
  return {
    name: layer.name,
    datapoints: layer.datapoints,
    neurons: weights.cols,
    unit: layer.unit,
    async read(start, end, options) {
      const block = await layer.read(start, end, options);
      return backend!.matmul(subtractRow(block, mean), weights, options);
    },
  };
}
