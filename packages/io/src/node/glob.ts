import { readdir } from "node:fs/promises";
import { join, parse, sep } from "node:path";
import { naturalOrder } from "../target.js";

/** Whether a path holds `*` or `?`. */
export const isPattern = (path: string) => /[*?]/.test(path);

/**
 * The files that a pattern names, in natural order. `*` and `?` stand for any letters and one
 * letter within a name of a file or folder; names that start with a dot need the dot.
 */
export async function matchFiles(pattern: string): Promise<string[]> {
  const { root } = parse(pattern);
  const steps = pattern.slice(root.length).split(/[\\/]/).filter(Boolean);
  let found = [root];
  for (const [i, step] of steps.entries()) {
    const last = i === steps.length - 1;
    const next: string[] = [];
    for (const folder of found) {
      if (!isPattern(step)) next.push(join(folder, step));
      else next.push(...(await matching(folder, step, last)));
    }
    found = next;
  }
  return found.map((path) => path.split(sep).join("/")).sort(naturalOrder);
}

async function matching(folder: string, step: string, files: boolean): Promise<string[]> {
  const source = Array.from(step, (c) =>
    c === "*" ? "[^/]*" : c === "?" ? "[^/]" : c.replace(/[\\^$.|+()[\]{}]/, "\\$&"),
  ).join("");
  const name = new RegExp(`^${source}$`, "su");
  const entries = await readdir(folder || ".", { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => (files ? !entry.isDirectory() : !entry.isFile()))
    .filter((entry) => name.test(entry.name) && (!entry.name.startsWith(".") || step[0] === "."))
    .map((entry) => join(folder, entry.name));
}
