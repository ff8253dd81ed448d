import type { ArrayList } from "../array-list.js";
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
  const { arrays, close } = await openAtPath(path);
  return { path, arrays, close };
}

/** All that an opened file offers. */
export async function openAtPath(path: string): Promise<Contents> {
  return openContents(path, await openFileBytes(path));
}
