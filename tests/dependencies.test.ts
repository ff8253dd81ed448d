import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pnpmCommand } from "../scripts/pnpm.mjs";
import { root } from "./workspace.js";

/** Licences that ask for no more than their text and names to be kept. */
const free = ["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "0BSD"];
/** Packages under another licence, or that do not say it in their package.json; read by us. */
const read: Record<string, string> = {
  "@resvg/resvg-js": "MPL-2.0: used as it is, which asks for nothing of its users",
  "dejavu-fonts-ttf": "the licence of Bitstream Vera: may be used and embedded",
  h5wasm: "a work of NIST in the public domain, HDF5 itself under BSD-3-Clause",
};
/** Packages that run a script when they are installed, unless npm is told otherwise. */
const scripts: Record<string, string> = {
  "msgpackr-extract": "of bullmq, for @svcca/cluster alone: a native decoder that may be left out",
};
const reasonFor = (name: string) =>
  Object.keys(read).find((known) => name === known || name.startsWith(`${known}-`));

interface Installed {
  readonly name: string;
  readonly paths: readonly string[];
}
const [program = "", ...args] = pnpmCommand();
const list = execFileSync(
  program,
  [
    ...args,
    "--filter",
    "./packages/*",
    "--filter",
    "./apps/*",
    "licenses",
    "list",
    "--prod",
    "--json",
  ],
  {
    cwd: root,
    encoding: "utf8",
  },
);
const byLicence = Object.entries(JSON.parse(list) as Record<string, Installed[]>);

test("what the packages depend on may be used by anyone, or is explained here", () => {
  const others = byLicence
    .filter(([licence]) => !free.includes(licence))
    .flatMap(([licence, found]) => found.map(({ name }) => `${name}: ${licence}`));
  expect(others.filter((one) => !reasonFor(one.split(":")[0]!))).toEqual([]);
});

test("what the packages depend on runs no script when it is installed, or is explained here", () => {
  const scripted = byLicence.flatMap(([, found]) =>
    found.flatMap(({ name, paths }) =>
      paths
        .filter((path) => {
          const { scripts = {} } = JSON.parse(readFileSync(join(path, "package.json"), "utf8"));
          return scripts.preinstall ?? scripts.install ?? scripts.postinstall;
        })
        .map(() => name),
    ),
  );
  expect(scripted.filter((name) => !(name in scripts))).toEqual([]);
});
