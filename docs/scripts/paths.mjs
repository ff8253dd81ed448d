import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const docs = fileURLToPath(new URL("../", import.meta.url));
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** A file of the repository. */
export const source = (path) => readFileSync(join(root, path), "utf8");

/** Makes a folder of the site anew, and gives what writes files into it. */
export function freshFolder(name) {
  const folder = join(docs, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return (file, content) => writeFileSync(join(folder, file), content);
}
