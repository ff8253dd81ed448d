import { SvccaError } from "@svcca/linalg";
import type { ArrayList, NamedArray } from "../array-list.js";
import { printable } from "../printable.js";
import type { FileSource } from "../source.js";
import { naturalOrder, parseTarget } from "../target.js";
import { type Contents, openContents } from "./contents.js";
import { openFileBytes } from "./file-bytes.js";

/** A file with its arrays, in natural order (conv2 before conv10). */
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
async function openSorted(path: string): Promise<Contents> {
  const contents = await openContents(path, await openFileBytes(path));
  const arrays = [...contents.arrays].sort((a, b) => naturalOrder(a.array, b.array));
  return { ...contents, arrays };
}

/** One opened array, and how to let go of its file. */
export interface OpenArray {
  readonly source: FileSource;
  close(): Promise<void>;
}

/**
 * Opens the array that `FILE[:ARRAY]` names. The array may be left out where the file holds one.
 * In an HDF5 file it is a path, which may go through soft links.
 *
 * @throws SvccaError `not-found` with the names that are there, and what {@link openFile} throws.
 */
export async function openArray(target: string): Promise<OpenArray> {
  const { file: path, array } = parseTarget(target);
  const contents = await openSorted(path);
  try {
    const { source } = await chooseArray(contents, path, array);
    return { source, close: contents.close };
  } catch (error) {
    await contents.close();
    throw error;
  }
}

/** The array of that name, or the only one. */
async function chooseArray(
  { arrays, openPath }: Contents,
  path: string,
  wanted: string | undefined,
): Promise<{ array: string; source: FileSource }> {
  const single = arrays.length === 1 ? arrays[0] : undefined;
  const plain = openPath ? wanted?.replace(/^\/+/, "") : wanted;
  const chosen = plain === undefined ? single : arrays.find(({ array }) => array === plain);
  if (chosen) return { array: chosen.array, source: await chosen.open() };
  try {
    if (openPath && plain !== undefined) return { array: plain, source: await openPath(plain) };
  } catch (error) {
    const missing = error instanceof SvccaError && error.code === "not-found";
    // A group is there, and its own message says so.
    if (!missing || "kind" in error.facts) throw error;
  }
  throw new SvccaError(
    "not-found",
    `${printable(path)}: ${wanted === undefined ? "which array?" : `no array "${printable(wanted)}";`} it holds ${namesOf(arrays)}; name one as FILE:ARRAY`,
    { path, array: wanted },
  );
}

const MOST_NAMES = 20;

function namesOf(arrays: readonly NamedArray[]): string {
  const names = arrays.slice(0, MOST_NAMES).map(({ array }) => printable(array, 40));
  const more = arrays.length > MOST_NAMES ? `, and ${arrays.length - MOST_NAMES} more` : "";
  return `${names.join(", ")}${more}`;
}
