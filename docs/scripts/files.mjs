import { cpSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { docs, freshFolder, root } from "./paths.mjs";

/** What the site serves as it is: the example networks, and the worker that isolates pages. */
export function copyFiles() {
  const worker = createRequire(import.meta.url).resolve("coi-serviceworker");
  cpSync(worker, join(docs, "public/coi-serviceworker.js"));
  const write = freshFolder("public/networks");
  const from = join(root, "fixtures/data");
  for (const name of readdirSync(from)) write(name, readFileSync(join(from, name)));
}
