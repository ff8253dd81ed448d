import { type Matrix64, scaleColumns } from "@svcca/linalg";
import { assertComparable } from "../input/comparable.js";
import { isInMemory, type Layer } from "../input/layer.js";
import { projectedLayer } from "../input/projected.js";
import { FIXED_ROWS, groupsOf, membersOf } from "../moments/groups.js";
import type { LayerMoments, Pair, PairView } from "../moments/moments.js";
import { streamMoments } from "../moments/stream.js";
import { assertAffordable } from "./affordable.js";
import type { Route } from "./basis.js";
import { dualBasis, prefersDual } from "./dual.js";
import type { ReadLayers } from "./layers.js";

/**
 * A layer as its second moments are taken: itself, or, where it has more neurons than datapoints,
 * its coordinates along its principal directions, of which there are fewer than datapoints. These
 * hold all of its variance, so every measure that does not change when a layer is turned (CKA,
 * PLS, Procrustes, PCA) is the same for them.
 */
export interface Compact {
  readonly layer: Layer;
  /** Neurons of the layer itself. */
  readonly neurons: number;
  /** Neurons that never change, as far as is known before the moments are. */
  readonly constant: number;
  /** neurons x r, orthonormal: what the coordinates are along. Left out for the layer itself. */
  readonly axes?: Matrix64;
  /** What the layer is centred by before its coordinates are taken. */
  readonly mean?: Float64Array;
}

/** A pair of layers by their second moments. */
export interface CompactPair {
  readonly view: PairView;
  readonly x: Compact;
  readonly y: Compact;
}

/**
 * The second moments of pairs of layers, in the order of `pairs`, in fixed memory.
 *
 * @throws SvccaError what `assertComparable`, `assertAffordable` and the reading throw.
 */
export async function* pairViews(
  layers: readonly Layer[],
  pairs: readonly Pair[],
  { backend, call }: Pick<Route, "backend" | "call">,
  read: ReadLayers,
): AsyncGenerator<CompactPair> {
  assertComparable(layers);
  const compact: Compact[] = [];
  for (const layer of layers) compact.push(await compactOf(layer, { backend, call }));
  const widths = compact.map(({ layer }) => layer.neurons);
  for (const group of groupsOf(pairs, widths, layers.every(isInMemory))) {
    const { members, places } = membersOf(group);
    const moments = await streamMoments(
      members.map((i) => compact[i]!.layer),
      places,
      read,
      read.single ? undefined : FIXED_ROWS,
    );
    const momentsOf = (i: number): LayerMoments => moments.layers[members.indexOf(i)]!;
    for (const [place, [x, y]] of group.entries()) {
      yield {
        view: {
          datapoints: moments.datapoints,
          x: momentsOf(x),
          y: momentsOf(y),
          cross: moments.crosses[place]!.product,
        },
        x: compact[x]!,
        y: compact[y]!,
      };
    }
  }
}

/** A layer in as few neurons as hold it. */
export async function compactOf(
  layer: Layer,
  { backend, call }: Pick<Route, "backend" | "call">,
): Promise<Compact> {
  assertAffordable(layer);
  const { neurons } = layer;
  if (!prefersDual(layer)) return { layer, neurons, constant: 0 };
  const { weights, singularValues, mean, constant } = await dualBasis(layer, {
    reduction: { kind: "largest", keep: (_, rank) => rank },
    backend,
    call,
    refinable: false,
  });
  const axes = scaleColumns(weights, singularValues);
  return {
    axes,
    mean,
    neurons,
    constant,
    layer: projectedLayer(layer, { weights: axes, mean }, backend),
  };
}
