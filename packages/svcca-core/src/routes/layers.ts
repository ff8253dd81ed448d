import type { Matrix64 } from "@svcca/linalg";
import { assertComparable } from "../input/comparable.js";
import { isInMemory, type Layer } from "../input/layer.js";
import { projectedLayer } from "../input/projected.js";
import { FIXED_ROWS, groupsOf, membersOf } from "../moments/groups.js";
import type { Pair } from "../moments/moments.js";
import { type ReadOptions, streamMoments, streamProducts } from "../moments/stream.js";
import { assertAffordable } from "./affordable.js";
import { type Basis, type Comparison, type Route, wantedError } from "./basis.js";
import { dualBasis, prefersDual } from "./dual.js";
import { crossOf, gramBasis } from "./gram.js";
import { readAlong } from "./read-again.js";

/** What compares layers by their directions is told beside the data. */
export interface ReadLayers extends ReadOptions {
  /** Called after each layer that was decomposed, with how many of how many. */
  readonly onDecomposed?: ((done: number, total: number) => void) | undefined;
  /** This pair is all there is to compare: the fewest passes, in the fastest blocks. */
  readonly single?: boolean;
}

/**
 * Compares pairs of layers by streaming them in fixed memory, one result after another in the
 * order of `pairs`. Each layer is decomposed once, whatever number of pairs it is in.
 *
 * The first pass finds the directions of each layer. A single pair gets its cross moments in the
 * same pass. Several get them in a second one, between the layers projected onto their kept
 * directions: n kx ky for a pair instead of n dx dy. The result of a pair among several does not
 * depend on the others, to the last bit, so that a study can be cut off and go on.
 *
 * @throws SvccaError what `assertComparable`, `assertAffordable` and the reading throw.
 */
export async function* compareLayers(
  layers: readonly Layer[],
  pairs: readonly Pair[],
  route: Route,
  read: ReadLayers,
): AsyncGenerator<Comparison> {
  assertComparable(layers);
  for (const layer of layers) assertAffordable(layer);
  if (read.single && !layers.some(prefersDual)) {
    yield await compareOnePair(layers, pairs[0]!, route, read);
    return;
  }
  const { unitRoundoff } = route.backend;
  const bases: Basis[] = [];
  for (const some of decomposedTogether(layers)) {
    const first = await firstBases(some, route, read);
    for (const [i, layer] of some.entries()) {
      const found = { basis: first[i]!, passes: 0 };
      const { better } = await readAlong([layer], [], [found], route, read);
      bases.push(better[0]!.basis);
      read.onDecomposed?.(bases.length, layers.length);
    }
  }
  const widths = bases.map(({ weights }) => weights.cols);
  for (const group of groupsOf(pairs, widths, layers.every(isInMemory))) {
    const { members, places } = membersOf(group);
    const along = members.map((i) => projectedLayer(layers[i]!, bases[i]!, route.backend));
    const { products, datapoints } = await streamProducts(along, places, read, FIXED_ROWS);
    for (const [place, [x, y]] of group.entries()) {
      const cross = products[place]!;
      yield { x: bases[x]!, y: bases[y]!, cross, datapoints, unitRoundoff };
    }
  }
}

async function compareOnePair(
  layers: readonly Layer[],
  [i, j]: Pair,
  route: Route,
  read: ReadOptions,
): Promise<Comparison> {
  const both = [layers[i]!, layers[j]!];
  const later = crossesComeLater(both, route);
  const moments = await streamMoments(both, later ? [] : [[0, 1]], read);
  const { datapoints, crosses } = moments;
  const [x, y] = await Promise.all(
    moments.layers.map((layer) => gramBasis(layer, datapoints, route)),
  );
  const { unitRoundoff } = route.backend;
  if ([x!, y!].every(({ error }, k) => error <= wantedError(both[k]!, route.backend))) {
    const cross = crosses[0]
      ? await crossOf(x!, y!, crosses[0].product, route)
      : await readCross(both, [x!, y!], route, read);
    return { x: x!, y: y!, cross, datapoints, unitRoundoff };
  }
  const found = [x!, y!].map((basis) => ({ basis, passes: 0 }));
  const along = await readAlong(both, [[0, 1]], found, route, read);
  const [betterX, betterY] = along.better.map(({ basis }) => basis);
  return { x: betterX!, y: betterY!, cross: along.crosses[0]!, datapoints, unitRoundoff };
}

/** Multiply-adds of cross moments under which another pass would cost as much as it saves. */
const WORTH_A_PASS = 2 ** 30;

/**
 * Whether cross moments had better wait until it is known which directions are kept: between one layer
 * along these and the other as it is they are k d products of a datapoint, not d d. That takes another
 * pass, which costs next to nothing where both are in memory.
 */
function crossesComeLater(layers: readonly Layer[], { reduction }: Route): boolean {
  const [x, y] = layers;
  const products = x!.datapoints * x!.neurons * y!.neurons;
  return reduction.kind === "largest" && layers.every(isInMemory) && products > WORTH_A_PASS;
}

/**
 * The correlations between the directions of two layers. The one that keeps fewer is projected, unless
 * it keeps so many that the products of the layers as they are cost less.
 */
async function readCross(
  [x, y]: readonly Layer[],
  [basisX, basisY]: readonly Basis[],
  route: Route,
  read: ReadOptions,
): Promise<Matrix64> {
  const { backend, call } = route;
  const [a, b] = [basisX!.weights, basisY!.weights];
  if (Math.min(a.cols, b.cols) * (a.rows + b.rows) >= a.rows * b.rows) {
    const { products } = await streamProducts([x!, y!], [[0, 1]], read);
    return crossOf(basisX!, basisY!, products[0]!, route);
  }
  if (a.cols <= b.cols) {
    const layers = [projectedLayer(x!, basisX!, backend), y!];
    const { products } = await streamProducts(layers, [[0, 1]], read);
    return backend.matmul(products[0]!, b, call);
  }
  const layers = [x!, projectedLayer(y!, basisY!, backend)];
  const { products } = await streamProducts(layers, [[0, 1]], read);
  return backend.matmul(a, products[0]!, { ...call, transA: true });
}

/** Values of the moments of layers that are decomposed together: 4 MB. */
const MOST_TOGETHER = 2 ** 19;

/** Layers in their order, several small ones at a time: a backend can decompose them side by side. */
function decomposedTogether(layers: readonly Layer[]): Layer[][] {
  const groups: Layer[][] = [];
  let values = Number.POSITIVE_INFINITY;
  for (const layer of layers) {
    values += layer.neurons ** 2;
    if (values > MOST_TOGETHER) {
      groups.push([]);
      values = layer.neurons ** 2;
    }
    groups.at(-1)!.push(layer);
  }
  return groups;
}

/** All are read before the first is decomposed, so that the decompositions come together. */
async function firstBases(
  layers: readonly Layer[],
  route: Route,
  read: ReadOptions,
): Promise<Basis[]> {
  const moments = [];
  for (const layer of layers) {
    moments.push(prefersDual(layer) ? undefined : await streamMoments([layer], [], read));
  }
  return Promise.all(
    moments.map((one, i) =>
      one ? gramBasis(one.layers[0]!, one.datapoints, route) : dualBasis(layers[i]!, route),
    ),
  );
}
