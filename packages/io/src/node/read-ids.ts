import { type ArraySource, SvccaError } from "@svcca/linalg";
import { within } from "../array-list.js";
import { readNpyIds } from "../npy/ids.js";
import { printable } from "../printable.js";
import { findTarget } from "./find-target.js";
import { openArray } from "./open-array.js";
import { openAtPath } from "./open-file.js";

/**
 * The identifiers of datapoints that `FILE[:ARRAY]` names: one axis of text or whole numbers, in
 * any of the formats, as text.
 *
 * @throws SvccaError `unsupported` for other types and shapes, and what opening an array throws.
 */
export async function readIds(target: string): Promise<string[]> {
  const found = await findTarget(target);
  if (found.kind === "file") {
    const { arrays, bytesOf, texts, close } = await openAtPath(found.path);
    try {
      const only = arrays.length === 1 ? arrays[0]!.array : undefined;
      const array = found.array ?? only;
      const known = arrays.some((one) => one.array === array);
      if (array !== undefined && known && bytesOf) {
        const name = only === array ? printable(found.path) : within(printable(found.path), array);
        return await readNpyIds(await bytesOf(array), name);
      }
      if (array !== undefined && texts) return await texts(array);
    } catch (error) {
      // HDF5 holds no text there: numbers, which are read below.
      if (!texts || !(error instanceof SvccaError) || error.code !== "unsupported") throw error;
    } finally {
      await close();
    }
  }
  const { source, close } = await openArray(target);
  try {
    return await wholeNumbers(source);
  } finally {
    await close();
  }
}

async function wholeNumbers({ name, shape, dtype, read }: ArraySource): Promise<string[]> {
  if (shape.length !== 1 || !/^.[iub]/.test(dtype)) {
    throw new SvccaError(
      "unsupported",
      `${name}: ids of shape (${shape.join(", ")}) and dtype ${dtype}; give one text or whole number for each datapoint`,
      { shape, dtype },
    );
  }
  return Array.from(await read(0, shape[0]!), String);
}
