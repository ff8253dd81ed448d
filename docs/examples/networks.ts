// Layers of the example networks, for the examples when they run in Node. On the site another
// module stands in for this one, which fetches them.
import { fileURLToPath } from "node:url";
import { openArray } from "@svcca/io/node";
import type { ArraySource } from "@svcca/linalg";

const folder = fileURLToPath(new URL("../../fixtures/data/", import.meta.url));

/** A layer of a network at a moment of its training: `layerOf("net-a-100", "fc1")`. */
export async function layerOf(network: string, layer: string): Promise<ArraySource> {
  const { source, close } = await openArray(`${folder}${network}.npz:${layer}`);
  const data = await source.read(0, source.shape[0]!);
  await close();
  const row = data.length / source.shape[0]!;
  return { ...source, read: async (start, end) => data.slice(start * row, end * row) };
}
