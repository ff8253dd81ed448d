// node scripts/release.mjs [--dry-run]: versions and changelogs from the changesets, a commit and a
// tag, and every package to npm. A dry run leaves the checkout with the new versions, for reading.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { pnpmCommand } from "./pnpm.mjs";
import { run } from "./run.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const dry = process.argv.includes("--dry-run");
const pnpm = pnpmCommand();

async function step(...command) {
  const [program, ...args] = command;
  const code = await run(program, args, { cwd: root });
  if (code !== 0) {
    console.error(`release: ${command.join(" ")} ended with ${code}; nothing after it was done`);
    process.exit(code);
  }
}

await step(...pnpm, "exec", "changeset", "version");
await step(...pnpm, "install", "--lockfile-only");
const cli = JSON.parse(readFileSync(new URL("../apps/cli/package.json", import.meta.url), "utf8"));
const tag = `v${cli.version}`;
if (!dry) {
  await step("git", "commit", "--all", "--message", `Release ${tag}`);
  await step("git", "tag", tag);
}
const publish = [...pnpm, "publish", "--recursive", "--access", "public", "--no-git-checks"];
await step(...publish, ...(dry ? ["--dry-run"] : []));
if (!dry) await step("git", "push", "--atomic", "origin", "HEAD", tag);
console.log(`${tag} ${dry ? "would be" : "is"} published`);
