import { stat } from "node:fs/promises";
import { SvccaError } from "@svcca/linalg";
import { printable } from "../printable.js";
import { parseTarget } from "../target.js";
import { isPattern, matchFiles } from "./glob.js";

/** What `FILE[:ARRAY]` names on this disk. */
export type Found =
  | { readonly kind: "file" | "folder"; readonly path: string; readonly array?: string }
  | { readonly kind: "shards"; readonly files: readonly string[]; readonly array?: string };

/**
 * Finds what `FILE[:ARRAY]` names: a file, a folder, or with `*` or `?` the files of one long
 * array. What is there under the very name comes first, so no name is out of reach.
 *
 * @throws SvccaError `not-found` when a pattern names no file.
 */
export async function findTarget(text: string): Promise<Found> {
  const kind = await kindOf(text);
  if (kind) return { kind, path: text };
  const { file, array } = parseTarget(text);
  const rest = array === undefined ? {} : { array };
  const known = await kindOf(file);
  if (known) return { kind: known, path: file, ...rest };
  // A folder has no ending by which parseTarget could tell where its name stops.
  const colon = text.lastIndexOf(":");
  if (array === undefined && colon > 0 && (await kindOf(text.slice(0, colon))) === "folder") {
    return { kind: "folder", path: text.slice(0, colon), array: text.slice(colon + 1) };
  }
  if (!isPattern(file)) return { kind: "file", path: file, ...rest };
  const files = await matchFiles(file);
  if (files.length === 0) {
    throw new SvccaError("not-found", `${printable(file)}: no file has such a name`, {
      pattern: file,
    });
  }
  return { kind: "shards", files, ...rest };
}

async function kindOf(path: string): Promise<"file" | "folder" | undefined> {
  try {
    return (await stat(path)).isDirectory() ? "folder" : "file";
  } catch {
    return undefined;
  }
}
