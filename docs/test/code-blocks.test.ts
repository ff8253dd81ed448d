import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "svcca-guide-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
cpSync(at("../../fixtures/data"), folder, { recursive: true });
symlinkSync(at("../../apps/cli/bin/svcca.js"), join(folder, "svcca"));
const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };

/** Runs a script beside the example networks, with `svcca` on the path. */
const shell = (script: string, more: Record<string, string> = {}) =>
  execFileSync("bash", ["-eu", "-o", "pipefail", "-c", script], {
    cwd: folder,
    env: { ...env, ...more },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });

const pages = readdirSync(at("../guide"))
  .map((name) => join(at("../guide"), name))
  .concat(at("../index.md"), at("../playground.md"));

interface Block {
  readonly language: string;
  readonly code: string;
}
const blocksOf = (file: string): Block[] =>
  [...readFileSync(file, "utf8").matchAll(/^```(\S*)\n([\s\S]*?)^```$/gm)].map(
    ([, language, code]) => ({ language: language!, code: code! }),
  );

describe("code in the guide", () => {
  test("is of kinds that are run, or of kinds that are output or data", () => {
    for (const file of pages) {
      for (const { language } of blocksOf(file)) {
        expect(["sh", "text", "bibtex"], file).toContain(language);
      }
    }
  });

  for (const file of pages) {
    const blocks = blocksOf(file);
    if (!blocks.some(({ language }) => language === "sh")) continue;
    test(`${file.split("/docs/")[1]}: commands run, and print what the page says`, () => {
      let printed = "";
      for (const { language, code } of blocks) {
        if (language === "sh") {
          // The page on clusters takes the moments of its shards by a job.
          if (/^svcca merge/m.test(code)) runArrayJob();
          printed = shell(code);
        } else if (language === "text") {
          for (const line of code.trimEnd().split("\n")) expect(printed).toContain(line);
        }
      }
    });
  }
});

/** What Slurm does with the array job of the guide. */
function runArrayJob() {
  const job = readFileSync(at("../examples/clusters/moments.sbatch"), "utf8");
  const [, first, last] = /--array=(\d+)-(\d+)/.exec(job)!;
  for (let task = Number(first); task <= Number(last); task++) {
    shell(job, { SLURM_ARRAY_TASK_ID: String(task), SLURM_CPUS_PER_TASK: "2" });
  }
}

test("the Kubernetes job runs the command of the Slurm job", () => {
  const words = (text: string) => text.replace(/[\s\\>-]+/g, " ");
  const yaml = readFileSync(at("../examples/clusters/moments.yaml"), "utf8");
  const [, command] = /npx @svcca\/cli (moments[\s\S]*?) --force/.exec(yaml)!;
  const slurm = readFileSync(at("../examples/clusters/moments.sbatch"), "utf8");
  const theirs = slurm.slice(slurm.indexOf("\nsvcca ") + 7).replace(/--threads \S+ /, "");
  expect(words(command!).replaceAll("$JOB_COMPLETION_INDEX", "$i").trim()).toBe(
    words(theirs).trim(),
  );
});
