import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../", import.meta.url));

export interface Package {
  readonly name: string;
  readonly folder: string;
  readonly exports: Readonly<Record<string, { default: string }>>;
  readonly dependencies: readonly string[];
  /** What whoever installs the package must have beside it. */
  readonly peers: readonly { readonly name: string; readonly version: string }[];
}

/** Optional peers that download themselves when they are installed, which a test does not wait for. */
const DOWNLOADED = ["@tensorflow/tfjs-node", "@tensorflow/tfjs-node-gpu"];

/** The packages that are published, as their package.json says. */
export function publishedPackages(): Package[] {
  return readdirSync(join(root, "packages"))
    .map((name) => join(root, "packages", name))
    .filter((folder) => existsSync(join(folder, "package.json")))
    .map((folder) => {
      const file = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      const dependencies = Object.keys(file.dependencies ?? {});
      const peers = Object.entries<string>(file.peerDependencies ?? {})
        .filter(([name]) => !DOWNLOADED.includes(name))
        .map(([name, version]) => ({ name, version }));
      return { name: file.name, folder, exports: file.exports, dependencies, peers };
    });
}

const IMPORT = /(?:^|\n)\s*(?:import|export)\b[^;]*?from\s*"([^"]+)"|import\(\s*"([^"]+)"\s*\)/g;

/** Everything that a built file imports, itself or through files beside it, outside the package. */
export function reachableImports(file: string, seen = new Set<string>()): Set<string> {
  const found = new Set<string>();
  if (seen.has(file)) return found;
  seen.add(file);
  for (const [, from, dynamic] of readFileSync(file, "utf8").matchAll(IMPORT)) {
    const target = from ?? dynamic ?? "";
    if (target.startsWith(".")) {
      for (const more of reachableImports(join(file, "..", target), seen)) found.add(more);
    } else found.add(target);
  }
  return found;
}
