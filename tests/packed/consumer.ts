import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { pnpmCommand } from "../../scripts/pnpm.mjs";
import { publishedPackages, root } from "../workspace.js";

const exec = promisify(execFile);

/** Runs a program in `folder`; rejects with what it printed. */
export async function run(command: readonly string[], folder: string): Promise<string> {
  const [program = "", ...args] = command;
  try {
    const { stdout } = await exec(program, args, { cwd: folder, maxBuffer: 2 ** 26 });
    return stdout;
  } catch (error) {
    const { stdout, stderr, message } = error as Error & { stdout: string; stderr: string };
    throw new Error(`${command.join(" ")}: ${message}\n${stdout}\n${stderr}`);
  }
}

/** Tarballs of all packages as they would be published, and projects that install them. */
export interface Packed {
  /**
   * A new folder with these packages, and whatever else is said, installed: as pnpm does it, which
   * finds packages that are not declared, or flat as npm does it.
   */
  project(
    name: string,
    dependencies: Readonly<Record<string, string>>,
    options?: { readonly flat?: boolean },
  ): Promise<string>;
  readonly tarballs: Readonly<Record<string, string>>;
  remove(): void;
}

export async function packAll(): Promise<Packed> {
  const folder = mkdtempSync(join(tmpdir(), "svcca-packed-"));
  const pnpm = pnpmCommand();
  const tarballs: Record<string, string> = {};
  const command = { name: "@svcca/cli", folder: join(root, "apps/cli") };
  for (const { name, folder: source } of [...publishedPackages(), command]) {
    const target = join(folder, "tarballs", name.replace("@svcca/", ""));
    mkdirSync(target, { recursive: true });
    await run([...pnpm, "pack", "--pack-destination", target], source);
    tarballs[name] = `file:${join(target, readdirSync(target)[0]!)}`;
  }
  const store = (await run([...pnpm, "store", "path"], root)).trim();
  return {
    tarballs,
    async project(name, dependencies, { flat = false } = {}) {
      const target = join(folder, name);
      mkdirSync(target);
      const manifest = {
        private: true,
        type: "module",
        dependencies,
        // The packages need each other at versions that are not on the registry yet.
        pnpm: { overrides: tarballs },
      };
      writeFileSync(join(target, "package.json"), JSON.stringify(manifest));
      const flags = ["--prefer-offline", "--ignore-scripts", "--store-dir", join(store, "..")];
      if (flat) flags.push("--config.node-linker=hoisted");
      await run([...pnpm, "install", ...flags], target);
      return target;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
