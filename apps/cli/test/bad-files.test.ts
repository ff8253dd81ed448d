import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { bin } from "./run.js";

const bad = fileURLToPath(new URL("../../../../shared/formats/bad/", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "svcca-bad-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const memory = join(folder, "memory.txt");
const preload = join(folder, "preload.cjs");
writeFileSync(
  preload,
  `process.on("exit", () => require("node:fs").writeFileSync(${JSON.stringify(memory)}, String(process.resourceUsage().maxRSS)));`,
);

/** Runs the command and measures the most memory that it held, in MB. */
function measured(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-r", preload, bin, ...args], {
    encoding: "utf8",
  });
  return { status, stdout, stderr, megabytes: Number(readFileSync(memory, "utf8")) / 1024 };
}

const expected: Record<string, { status: number; message: RegExp }> = {
  "nan.npy": { status: 1, message: /1 NaN and 1 infinite values, the first/ },
  "constant.npy": { status: 1, message: /neurons are constant over the .* datapoints/ },
  "fewer-rows-than-neurons.npy": { status: 0, message: /warning: .*array is not transposed/ },
  "truncated.npy": { status: 1, message: /cut short/ },
  "empty-file.npy": { status: 1, message: /empty/ },
  "not-numpy.npy": { status: 1, message: /not an npy file/ },
  "header-cut.npy": { status: 1, message: /header/ },
  "huge-shape.npy": { status: 1, message: /shape/ },
  "pickled-objects.npy": { status: 1, message: /object/ },
  "trailing-garbage.npz": { status: 1, message: /not a whole zip archive/ },
  "no-arrays.npz": { status: 1, message: /holds no \.npy entry/ },
  "truncated.h5": { status: 1, message: /cut short: the file should have \d+ bytes/ },
  "not-hdf5.h5": { status: 1, message: /damaged, HDF5 cannot open it/ },
  "header-too-long.safetensors": { status: 1, message: /header should take \d+ bytes/ },
};

const files = existsSync(bad) ? readdirSync(bad) : [];

// The folder of broken files is not part of the project, so it is absent for most.
describe.skipIf(files.length === 0)("a broken file is one line, no number, little memory", () => {
  test("every broken file is known here", () => {
    expect(files.filter((name) => !(name in expected))).toEqual([]);
  });

  test.each(files)("%s", (name) => {
    const { status, message } = expected[name]!;
    const run = measured("compare", bad + name, bad + name);
    expect(run.status).toBe(status);
    expect(run.stderr).toMatch(message);
    expect(run.stderr).not.toMatch(/\n\s+at /);
    expect(run.megabytes).toBeLessThan(200);
    if (status === 1) {
      expect(run.stdout).toBe("");
      expect(run.stderr.trimEnd()).not.toContain("\n");
    }
  });
});
