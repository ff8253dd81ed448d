// Stands in for `examples/networks.ts` on the site.
import { fromBlob, openBytes } from "@svcca/io";
import type { ArraySource } from "@svcca/linalg";

/** `layerOf` for the networks that lie in a folder of the site. */
export const layersFrom = (folder: string) => {
  const files = new Map<string, ReturnType<typeof fetchFile>>();
  async function fetchFile(name: string) {
    const response = await fetch(`${folder}${name}`);
    if (!response.ok) throw new Error(`${name}: the site answers ${response.status}`);
    return openBytes(fromBlob(await response.blob()), name);
  }
  return async (network: string, layer: string): Promise<ArraySource> => {
    const name = `${network}.npz`;
    const file = files.get(name) ?? fetchFile(name);
    files.set(name, file);
    const found = (await file).arrays.find(({ array }) => array === layer);
    if (!found) throw new Error(`${name}: no layer "${layer}"`);
    return found.open();
  };
};
