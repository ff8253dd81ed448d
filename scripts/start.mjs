// One command from a fresh clone: installs what is missing, builds what changed, runs the job.
// Needs only Node and npm, so it imports nothing that has to be installed.
import { fileURLToPath } from "node:url";
import { pnpmCommand } from "./pnpm.mjs";
import { run } from "./run.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const jobs = {
  build: [],
  docs: ["turbo", "run", "site", "--output-logs=errors-only"],
  demo: ["node", "apps/cli/bin/svcca.js", "demo", "--force"],
  test: ["node", "scripts/test.mjs"],
};

const job = process.argv[2] ?? "";
if (!(job in jobs)) {
  console.error(`start: unknown job "${job}"; give one of ${Object.keys(jobs).join(", ")}`);
  process.exit(2);
}

const env = { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" };
const prepare = [
  [...pnpmCommand(), "install", "--frozen-lockfile", "--prefer-offline"],
  [...pnpmCommand(), "exec", "turbo", "run", "build", "--output-logs=errors-only"],
];
for (const [command, ...args] of prepare) {
  process.exitCode ||= await run(command, args, { cwd: root, env });
}
if (process.exitCode) {
  if (job === "test") console.log("0 passed, 1 failed");
} else if (jobs[job].length > 0) {
  const [command, ...args] = [...pnpmCommand(), "exec", ...jobs[job]];
  process.exitCode = await run(command, args, { cwd: root, env });
  if (job === "docs" && process.exitCode === 0) {
    console.log(
      "The site is in docs/.vitepress/dist. To open it: (cd docs && npx vitepress preview)",
    );
  }
}
