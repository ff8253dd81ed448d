// Everything that must hold before a change lands. The last line counts checks and tests.
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./run.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const libraries = readdirSync(join(root, "packages"))
  .map((name) => join("packages", name))
  .filter((folder) => existsSync(join(root, folder, "package.json")));

const checks = [
  ["documentation site", "turbo", "run", "site", "--output-logs=errors-only"],
  ["lint and format", "biome", "check", "--error-on-warnings", "."],
  ["types of the tests", "tsc", "-p", "tsconfig.test.json"],
  ["types of the site's components", "vue-tsc", "-p", "docs/tsconfig.json"],
  ["unused files, exports and dependencies", "knip"],
  ["sizes of the entries", "size-limit"],
  ...[...libraries, "apps/cli"].map((folder) => [
    `publint ${folder}`,
    "publint",
    "--strict",
    folder,
  ]),
  ...libraries.map((folder) => [
    `types as seen by others ${folder}`,
    "attw",
    "--pack",
    folder,
    "--profile",
    "esm-only",
    "--quiet",
  ]),
];

let passed = 0;
let failed = 0;
for (const [name, command, ...args] of checks) {
  const code = await run(command, args, { cwd: root });
  console.log(`${code === 0 ? "ok    " : "FAILED"} ${name}`);
  if (code === 0) passed++;
  else failed++;
}

const report = join(tmpdir(), `svcca-vitest-${process.pid}.json`);
const code = await run(
  "vitest",
  ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
  { cwd: root },
);
const counts = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : undefined;
rmSync(report, { force: true });
passed += counts?.numPassedTests ?? 0;
const failedTests = counts?.numFailedTests ?? 0;
// A run that failed outside of a test (a file that does not load, a printed line) counts as one.
failed += failedTests > 0 || code === 0 ? failedTests : 1;
const skipped = counts?.numPendingTests ?? 0;
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = failed > 0 ? 1 : 0;
