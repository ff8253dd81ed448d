import type { ArrayList } from "../array-list.js";
import { naturalOrder } from "../target.js";
import { type Contents, openContents } from "./contents.js";
import { openFileBytes } from "./file-bytes.js";

/** A file or a network with its arrays, in natural order (conv2 before conv10). */
export interface OpenFile {
  readonly path: string;
  readonly arrays: ArrayList;
  close(): Promise<void>;
}

/**
 * Opens a file of any format that is read; its content tells which. Only the directory is read;
 * each array is opened on its own, so that one damaged array does not hide the others.
 *
 * @throws SvccaError `not-found`, `format`, `unsupported`.
 */
export async function openFile(path: string): Promise<OpenFile> {
  const { arrays, close } = await openSorted(path);
  return { path, arrays, close };
}

/** A file's contents, its arrays in natural order. */
export async function openSorted(path: string): Promise<Contents> {
  const contents = await openContents(path, await openFileBytes(path));
  const arrays = [...contents.arrays].sort((a, b) => naturalOrder(a.array, b.array));
  return { ...contents, arrays };
}
