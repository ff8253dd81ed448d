import type { NetworkInfo, Opened } from "./protocol.js";
import type { Settings } from "./settings.js";

/** A network by its name. */
export const networkOf = ({ networks }: Opened, name: string): NetworkInfo | undefined =>
  networks.find((one) => one.name === name);

/** A layer as the command line names it. */
export function targetOf(opened: Opened, network: string, layer: string): string {
  if (networkOf(opened, network)?.single) return network;
  // A group is named with a colon already: run.h5:epoch_3/fc1.
  return `${network}${network.includes(":") ? "/" : ":"}${layer}`;
}

/** The checkpoints of the question `training`: those chosen, or all networks. */
export function checkpointsOf({ checkpoints }: Settings, { networks }: Opened): readonly string[] {
  const names = networks.map(({ name }) => name);
  return checkpoints.length > 0 ? checkpoints : names;
}

/** The names of the layers that a study of whole networks takes. */
export const layersOf = ({ layers }: Settings, network: NetworkInfo): readonly string[] =>
  layers.length > 0 ? layers : network.layers.map(({ name }) => name);
