import { filesOf } from "@svcca/io/node";
import { sha256 } from "../input/hash.js";
import type { OpenLayers } from "../input/network.js";

/** What a JSON document says of one layer that went in. */
export interface Input {
  readonly file: string;
  readonly array: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  /** Of its file; of a network in many files that a cluster worked on, of the hashes of these. */
  readonly sha256: string;
  /** With identifiers: datapoints that have no counterpart, and were left out. */
  readonly dropped?: number;
  /** How many files, in that case. */
  readonly shards?: number;
}

/** Describes every layer of some networks; each file is hashed once. */
export async function describeInputs(networks: readonly OpenLayers[]): Promise<Input[]> {
  const hashes = new Map<string, Promise<string>>();
  const hashOf = (target: string) => {
    const known = hashes.get(target) ?? filesOf(target).then(sha256);
    hashes.set(target, known);
    return known;
  };
  const inputs: Input[] = [];
  for (const { path, layers, dropped } of networks) {
    const hash = await hashOf(path);
    for (const { name, stored } of layers) {
      const { shape, dtype } = stored;
      const input = { file: path, array: name, shape, dtype, sha256: hash };
      inputs.push(dropped === undefined ? input : { ...input, dropped });
    }
  }
  return inputs;
}
