import {
  betterDirections,
  directionsToArrays,
  firstDirections,
  type LayerDirections,
  wantsMoments,
} from "@svcca/core/stages";
import { encodeNpz, fromBytes, openBytes } from "@svcca/io";
import type { Node } from "../plan/nodes.js";
import { loadDirections } from "./load-directions.js";
import { choiceOf, type Machine } from "./machine.js";
import { loadMoments } from "./sums.js";

type DirectionsNode = Extract<Node, { kind: "directions" }>;

/** What the rest of the study needs to know of the directions of a layer. */
export interface DirectionsFacts {
  /** Reading the data again would make them better. */
  readonly again: boolean;
  readonly kept: number;
}

/** Computes the directions of a layer, or makes those better that are there. */
export async function makeDirections(machine: Machine, node: DirectionsNode): Promise<Uint8Array> {
  const { plan } = machine;
  const choice = choiceOf(machine);
  const { network, layer, passes } = node;
  if (passes === 0) {
    const { layers, datapoints } = await loadMoments(machine, { kind: "layers", network });
    // Not called after the file of the first shard.
    const { name } = plan.networks[network]!.layers[layer]!;
    const found = await firstDirections({ ...layers[layer]!, name }, datapoints, choice);
    return encode(machine, found, datapoints);
  }
  const among = node.among ?? [layer];
  const before = await loadDirections(machine, { network, layer, passes: passes - 1 });
  const along = await loadMoments(machine, {
    kind: "again",
    network,
    layers: among,
    passes: passes - 1,
  });
  const { gram } = along.layers[among.indexOf(layer)]!;
  const size = { datapoints: along.datapoints, neurons: before.basis.mean.length };
  const found = await betterDirections(before, gram, size, choice);
  return encode(machine, found, along.datapoints);
}

/** Looks at the bytes of directions. */
export async function factsOfDirections(bytes: Uint8Array): Promise<DirectionsFacts> {
  const { arrays } = await openBytes(fromBytes(bytes), "directions.npz");
  const open = (wanted: string) => arrays.find(({ array }) => array === wanted)!.open();
  const again = await (await open("again")).read(0, 1);
  const { shape } = await open("weights");
  return { again: again[0] === 1, kept: shape[1]! };
}

/** Directions, and whether they want another pass, as bytes. */
function encode({ backend }: Machine, found: LayerDirections, datapoints: number): Uint8Array {
  const size = { datapoints, neurons: found.basis.mean.length };
  const again = Uint8Array.of(wantsMoments(found, size, backend) ? 1 : 0);
  return encodeNpz({ ...directionsToArrays(found), again: { shape: [1], data: again } });
}
