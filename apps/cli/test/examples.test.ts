import { execFile } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bin, svcca, svccaIn } from "./run.js";
import { writeStandIns } from "./stand-ins.js";

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "svcca-examples-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const [files, own] = [join(folder, "files"), join(folder, "own")];
const root = new URL("../../../", import.meta.url);

/** Needs what a test has not: a queue, minutes of training, every device. Tests of their own. */
const ELSEWHERE = /^(worker|status|train|compress|backends)\b|--cluster|study\/off-1/;

beforeAll(async () => {
  for (const name of [files, own, join(folder, "path")]) mkdirSync(name);
  await writeStandIns(files);
  const prepared = (...args: string[]) =>
    expect(svccaIn(files, ...args, "--quiet"), args.join(" ")).toMatchObject({ status: 0 });
  const averaged = ["--spatial", "average", "--layout", "NCHW"];
  for (const k of [1, 2, 3]) prepared("moments", `shard-${k}.npz`, "-o", `moments-${k}.npz`);
  prepared("moments", "run.npz", ...averaged, "-o", "moments.npz");
  prepared("moments", "run1.npz", "run2.npz", ...averaged, "-o", join(own, "moments.npz"));
  prepared("grid", "run1.npz", "run2.npz", ...averaged, "-o", "grid.json");
  prepared("dynamics", "run1.npz", "run2.npz", ...averaged, "-o", "dynamics.json");
  prepared("classes", "run1.npz", "--labels", "labels.npy", ...averaged, "-o", "classes.json");
  const command = join(folder, "path", "svcca");
  writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`);
  chmodSync(command, 0o755);
});

/** The command lines of all READMEs that show some, and of the help of every command. */
function examples(): string[] {
  const lines = ["README.md", "apps/cli/README.md", "docs/examples/export/README.md"].flatMap(
    (name) =>
      [
        ...readFileSync(new URL(name, root), "utf8").matchAll(
          /^(?:svcca|npm run -s svcca --) ([a-z][^#\n]+)/gm,
        ),
      ].map(([, words]) => words!.trim()),
  );
  const commands = [...svcca("--help").stdout.matchAll(/^ {2}([a-z]+) .*/gm)].map(([, c]) => c!);
  for (const command of commands.filter((name) => name !== "help")) {
    const help = svcca(command, "--help").stdout.split("\nExamples:\n")[1] ?? "";
    for (const [, words] of help.matchAll(/^ {2}(?:\S+=\S+ )?svcca (.*)$/gm)) lines.push(words!);
  }
  return [...new Set(lines)].filter((line) => !ELSEWHERE.test(line));
}

/** A folder of its own with the files that the examples name, so that outputs never meet. */
function workplace(place: string, line: string): string {
  const cwd = join(folder, place);
  mkdirSync(cwd);
  for (const name of readdirSync(files)) {
    const networks = name === "moments.npz" && line.startsWith("grid");
    const output = line.includes(`-o ${name}`) || line.includes(`--output ${name}`);
    if (!output) symlinkSync(join(networks ? own : files, name), join(cwd, name));
  }
  return cwd;
}

test("every example of the READMEs and of the help does what it says", async () => {
  const lines = examples();
  expect(lines.length).toBeGreaterThan(45);
  const failed: string[] = [];
  const env = { ...process.env, PATH: [join(folder, "path"), process.env.PATH].join(delimiter) };
  const work = async (line: string, place: number) => {
    const cwd = workplace(String(place), line);
    await run("sh", ["-c", `svcca ${line}`], { cwd, env }).catch(({ stderr }) => {
      failed.push(`svcca ${line}\n  ${stderr}`);
    });
  };
  // Two at a time.
  for (let i = 0; i < lines.length; i += 2) {
    await Promise.all(lines.slice(i, i + 2).map((line, k) => work(line, i + k)));
  }
  expect(failed).toEqual([]);
}, 300_000);
