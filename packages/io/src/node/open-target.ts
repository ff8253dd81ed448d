import { SvccaError } from "@svcca/linalg";
import type { NamedArray } from "../array-list.js";
import { printable } from "../printable.js";
import type { FileSource } from "../source.js";
import type { Target } from "../target.js";
import type { Contents } from "./contents.js";
import { openAtPath } from "./open-file.js";

/** One opened array, and how to let go of its file. */
export interface OpenArray {
  readonly source: FileSource;
  /** The files that it is in: one, or several shards in their order. */
  readonly files: readonly string[];
  close(): Promise<void>;
}

/** Opens one array of one file; the only one when none is named. */
export async function openTarget({ file: path, array }: Target): Promise<OpenArray> {
  const contents = await openAtPath(path);
  try {
    const source = await chooseArray(contents, path, array);
    return { source, files: [path], close: contents.close };
  } catch (error) {
    await contents.close();
    throw error;
  }
}

async function chooseArray(
  { arrays, openPath }: Contents,
  path: string,
  wanted: string | undefined,
): Promise<FileSource> {
  const single = arrays.length === 1 ? arrays[0] : undefined;
  const plain = openPath ? wanted?.replace(/^\/+/, "") : wanted;
  const chosen = plain === undefined ? single : arrays.find(({ array }) => array === plain);
  if (chosen) return chosen.open();
  try {
    if (openPath && plain !== undefined) return await openPath(plain);
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

/** The names of arrays for a message, the first of many. */
export function namesOf(arrays: readonly NamedArray[]): string {
  const names = arrays.slice(0, MOST_NAMES).map(({ array }) => printable(array, 40));
  const more = arrays.length > MOST_NAMES ? `, and ${arrays.length - MOST_NAMES} more` : "";
  return `${names.join(", ")}${more}`;
}
