import { momentsFromArrays, type StoredMoments } from "@svcca/core";
import { openFile } from "@svcca/io/node";

/**
 * The moments that a file holds, or undefined when it is another kind of file.
 *
 * @throws SvccaError `format` for moments that are damaged or of another version.
 */
export async function openMoments(path: string): Promise<StoredMoments | undefined> {
  if (!/\.npz$/i.test(path)) return undefined;
  const { arrays, close } = await openFile(path);
  try {
    const has = (name: string) => arrays.some(({ array }) => array === name);
    if (!has("meta") || !has("gram0")) return undefined;
    return await momentsFromArrays(path, async (name) => {
      const found = arrays.find(({ array }) => array === name);
      if (!found) return undefined;
      const source = await found.open();
      return { shape: source.shape, data: await source.read(0, source.shape[0] ?? 1) };
    });
  } finally {
    await close();
  }
}
