import type { CompleteBackend, Matrix64 } from "@svcca/linalg";
import type { Layer } from "../input/layer.js";
import { projectedLayer } from "../input/projected.js";
import type { Pair } from "../moments/moments.js";
import { type ReadOptions, streamMoments } from "../moments/stream.js";
import { type Basis, type Route, wantedError } from "./basis.js";
import { gramTolerance, isCoarse, momentsRounding, type Rounding } from "./rounding.js";
import { type Whitening, whiten } from "./whiten.js";

/** How many datapoints and neurons a layer has. */
type LayerSize = Pick<Layer, "datapoints" | "neurons">;

/** Two more passes take any data of float64 to the accuracy of an SVD of the data themselves. */
const MOST_PASSES = 2;

/**
 * What is left of an error of coarse moments when the data are read again: the first reading chose
 * which directions are kept, and those at the edge were told apart by it.
 */
const EDGE = 1 / 50;

/** The directions of a layer, and how often they were made better by reading the data again. */
export interface Found {
  readonly basis: Basis;
  readonly passes: number;
}

/**
 * Reads layers along the directions found so far: for the correlations between them, where any
 * are asked for, and until the directions are as accurate as if the data had been decomposed in
 * memory, which they may be already.
 *
 * The Gram matrix of the projections is close to the identity, so it has the condition that the
 * first one lacked; a direction that was only rounding has next to no variance now, and is dropped.
 *
 * Source: the idea of Cholesky QR 2 and 3; Yamamoto et al. 2015, Roundoff error analysis of the
 * CholeskyQR2 algorithm, ETNA 44; Fukaya et al. 2020, shifted CholeskyQR3.
 */
export async function readAlong(
  layers: readonly Layer[],
  pairs: readonly Pair[],
  found: readonly Found[],
  route: Route,
  read: ReadOptions,
): Promise<{ crosses: Matrix64[]; better: Found[] }> {
  const { backend } = route;
  const toMend = (one: Found, i: number) => wantsAnotherPass(one, layers[i]!, backend);
  let better = [...found];
  let crosses: Matrix64[] = [];
  while (crosses.length < pairs.length || better.some(toMend)) {
    const mend = better.map(toMend);
    const projected = await streamMoments(
      layers.map((layer, i) => projectedLayer(layer, better[i]!.basis, backend)),
      pairs,
      { ...read, backend },
    );
    const turns: (Whitening | undefined)[] = [];
    for (const [i, { gram }] of projected.layers.entries()) {
      turns.push(
        mend[i] ? await turnOf(gram, layers[i]!, better[i]!.passes === 0, route) : undefined,
      );
    }
    crosses = [];
    for (const { x, y, product } of projected.crosses) {
      crosses.push(await turned(product, turns[x]?.weights, turns[y]?.weights, route));
    }
    better = await Promise.all(
      better.map(async (one, i) => (turns[i] ? composed(one, turns[i], layers[i]!, route) : one)),
    );
  }
  return { crosses, better };
}

/** Whether reading a layer along its directions would make these more accurate. */
export function wantsAnotherPass(
  { basis, passes }: Found,
  size: LayerSize,
  backend: Pick<CompleteBackend, "unitRoundoff" | "momentsRoundoff">,
): boolean {
  return passes < MOST_PASSES && basis.error > wantedError(size, backend);
}

/** The directions of a layer, made better by what it looks like along them. */
export async function betterAlong(
  found: Found,
  gram: Matrix64,
  size: LayerSize,
  route: Route,
): Promise<Found> {
  return composed(found, await turnOf(gram, size, found.passes === 0, route), size, route);
}

/** What to turn the directions by; the first time it is decided which of them are only rounding. */
function turnOf(
  gram: Matrix64,
  layer: LayerSize,
  decideRank: boolean,
  { backend, call }: Route,
): Promise<Whitening> {
  const rounding = momentsRounding(gram, layer.datapoints, backend);
  const floor = decideRank ? rankFloor(layer, rounding, backend) : () => 0;
  const keep = (_: Float64Array, rank: number) => (decideRank ? rank : gram.rows);
  return whiten(gram, keep, { ...rounding, floor }, backend, call);
}

async function composed(
  { basis, passes }: Found,
  { weights, error }: Whitening,
  layer: LayerSize,
  { backend, call, reduction }: Route,
): Promise<Found> {
  return {
    basis: {
      ...basis,
      weights: await backend.matmul(basis.weights, weights, call),
      loadings: await backend.matmul(basis.loadings, weights, call),
      rank: Math.max(weights.cols, basis.rank),
      resolution: passes > 0 || isCoarse(backend) ? basis.resolution : finestResolution(layer),
      error:
        isCoarse(backend) && reduction.kind === "largest"
          ? Math.max(error, EDGE * basis.error)
          : error,
    },
    passes: passes + 1,
  };
}

/** wx' product wy; a side whose directions stayed as they were is left out. */
async function turned(
  product: Matrix64,
  wx: Matrix64 | undefined,
  wy: Matrix64 | undefined,
  { backend, call }: Route,
): Promise<Matrix64> {
  const half = wx ? await backend.matmul(wx, product, { ...call, transA: true }) : product;
  return wy ? backend.matmul(half, wy, call) : half;
}

/**
 * A singular value of the data counts from 2 max(n, d) u of the largest, near numpy's matrix_rank.
 * Directions at the noise level of the first Gram matrix were scaled by its tolerance, so that
 * bound appears here squared and over that tolerance. Coarse moments do not see that far: what is
 * rounding in the second Gram matrix is all that can be said.
 */
function rankFloor(
  layer: LayerSize,
  rounding: Rounding,
  backend: CompleteBackend,
): Rounding["floor"] {
  if (isCoarse(backend)) return rounding.floor;
  return (largest) => rankTolerance(layer, backend.unitRoundoff) * largest;
}

/** The same as a share of the largest. */
export function rankTolerance(layer: LayerSize, unitRoundoff: number): number {
  const gram = gramTolerance(Math.min(layer.datapoints, layer.neurons), unitRoundoff);
  return Math.max(finestResolution(layer) ** 2 / gram, gram);
}

function finestResolution({ datapoints, neurons }: LayerSize): number {
  return 2 * Math.max(datapoints, neurons) * 2 ** -53;
}
