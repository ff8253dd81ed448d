import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

const root = new URL("../", import.meta.url);
const { packageManager } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
const wanted = packageManager.split("@")[1];

/**
 * How to call the pinned pnpm: the one on the PATH if it has the right version, else through npx,
 * which every npm brings. Corepack is left out of it: its signature check has failed on us.
 */
export function pnpmCommand() {
  const onPath = spawnSync("pnpm", ["--version"], { encoding: "utf8" });
  if (onPath.status === 0 && onPath.stdout.trim() === wanted) return ["pnpm"];
  return ["npx", "--yes", `pnpm@${wanted}`];
}
