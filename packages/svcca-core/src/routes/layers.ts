import { assertComparable } from "../input/comparable.js";
import type { Layer } from "../input/layer.js";
import { groupsOf } from "../moments/groups.js";
import type { Pair } from "../moments/moments.js";
import { type ReadOptions, streamMoments } from "../moments/stream.js";
import { assertAffordable } from "./affordable.js";
import { type Basis, type Comparison, type Route, wantedError } from "./basis.js";
import { dualBasis, prefersDual } from "./dual.js";
import { crossOf, gramBasis } from "./gram.js";
import { type Found, readAlong } from "./read-again.js";

/**
 * Compares pairs of layers by streaming them in fixed memory, one result after another in the
 * order of `pairs`. Each layer is decomposed once, whatever number of pairs it is in.
 *
 * The first pass finds the directions of each layer. A single pair gets its cross moments in the
 * same pass. Several get them in a second one, between the layers projected onto their kept
 * directions: n kx ky for a pair instead of n dx dy. That second pass is also made where the first
 * one is not accurate enough.
 *
 * @throws SvccaError what `assertComparable`, `assertAffordable` and the reading throw.
 */
export async function* compareLayers(
  layers: readonly Layer[],
  pairs: readonly Pair[],
  route: Route,
  read: ReadOptions,
): AsyncGenerator<Comparison> {
  assertComparable(layers);
  for (const layer of layers) assertAffordable(layer);
  const wide = layers.some(prefersDual);
  if (pairs.length === 1 && !wide) yield await compareOnePair(layers, pairs[0]!, route, read);
  else {
    const found: Found[] = [];
    for (const layer of layers) {
      found.push({ basis: await basisOf(layer, route, read), passes: 0 });
    }
    const widths = found.map(({ basis }) => basis.weights.cols);
    for (const group of groupsOf(pairs, widths)) {
      yield* await comparisonsOf(layers, group, found, route, read);
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
  const moments = await streamMoments(both, [[0, 1]], read);
  const [x, y] = await Promise.all(
    moments.layers.map((layer) => gramBasis(layer, moments.datapoints, route)),
  );
  const wanted = wantedError(route.backend.unitRoundoff);
  if (x!.error <= wanted && y!.error <= wanted) {
    const cross = await crossOf(x!, y!, moments.crosses[0]!.product, route);
    return { x: x!, y: y!, cross, datapoints: moments.datapoints };
  }
  const found = [x!, y!].map((basis) => ({ basis, passes: 0 }));
  const [refined] = await comparisonsOf(both, [[0, 1]], found, route, read);
  return refined!;
}

async function basisOf(layer: Layer, route: Route, read: ReadOptions): Promise<Basis> {
  if (prefersDual(layer)) return dualBasis(layer, route);
  const moments = await streamMoments([layer], [], read);
  return gramBasis(moments.layers[0]!, moments.datapoints, route);
}

/** The comparisons of a group of pairs, read along the directions found, which get better by it. */
async function comparisonsOf(
  layers: readonly Layer[],
  pairs: readonly Pair[],
  found: Found[],
  route: Route,
  read: ReadOptions,
): Promise<Comparison[]> {
  const members = [...new Set(pairs.flat())].sort((a, b) => a - b);
  const places = pairs.map(([x, y]): Pair => [members.indexOf(x), members.indexOf(y)]);
  const known = members.map((i) => found[i]!);
  const chosen = members.map((i) => layers[i]!);
  const { crosses, better } = await readAlong(chosen, places, known, route, read);
  for (const [k, i] of members.entries()) found[i] = better[k]!;
  return pairs.map(([x, y], place) => ({
    x: found[x]!.basis,
    y: found[y]!.basis,
    cross: crosses[place]!,
    datapoints: layers[x]!.datapoints,
  }));
}
