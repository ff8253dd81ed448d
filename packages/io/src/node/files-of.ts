import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { naturalOrder } from "../target.js";
import { findTarget } from "./find-target.js";

/**
 * The files that a target names, in natural order: one, the shards of a pattern, or all files of a
 * folder. For hashes: they tell whether data changed.
 *
 * @throws SvccaError `not-found` when a pattern names no file.
 */
export async function filesOf(target: string): Promise<readonly string[]> {
  const found = await findTarget(target);
  if (found.kind === "shards") return found.files;
  if (found.kind === "file") return [found.path];
  const entries = await readdir(found.path, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  return names.sort(naturalOrder).map((name) => join(found.path, name));
}
