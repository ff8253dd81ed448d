import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { encodeNpz } from "@svcca/io";
import { afterAll, expect, test } from "vitest";
import { network } from "../../../packages/cluster/test/networks.js";
import { bin, svccaIn } from "./run.js";

const examples = fileURLToPath(new URL("../../../docs/examples/cluster/", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "svcca-array-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const N = 240;
const WIDTHS = [9, 6];
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
// What `npm install --global` puts on the path.
writeFileSync(
  join(folder, "svcca"),
  `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(bin)} "$@"\n`,
);
chmodSync(join(folder, "svcca"), 0o755);
for (let i = 0; i < 3; i++) {
  mkdirSync(join(folder, "shards", `00${i}`), { recursive: true });
  for (const [name, seed] of [
    ["a", 1],
    ["b", 2],
  ] as const) {
    const shard = encodeNpz(network(N, WIDTHS, seed, i * 80, (i + 1) * 80));
    writeFileSync(join(folder, "shards", `00${i}`, `${name}.npz`), shard);
  }
}
for (const [name, seed] of [
  ["a", 1],
  ["b", 2],
] as const) {
  writeFileSync(join(folder, `${name}.npz`), encodeNpz(network(N, WIDTHS, seed)));
}

const run = (script: string, args: string[], more: object = {}) =>
  spawnSync(script, args, {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, ...more, PATH: `${folder}${delimiter}${process.env.PATH}` },
  });
const gridOf = (...operands: string[]) => {
  const { stdout, stderr } = svccaIn(folder, "grid", ...operands, "--format", "json");
  expect(stderr).toBe("");
  return JSON.parse(stdout);
};

test("the shell loop: moments of shards, their sum, a grid and dynamics from it", () => {
  const loop = run(join(examples, "loop.sh"), ["shards", "parts", "moments.npz", "--threads", "1"]);
  expect([loop.status, loop.stderr]).toEqual([0, ""]);
  const whole = gridOf("a.npz", "b.npz");
  const parts = gridOf("moments.npz:a.npz", "moments.npz:b.npz");
  expect([parts.rows, parts.columns]).toEqual([whole.rows, whole.columns]);
  // Moments alone have the rounding of a Gram matrix: its condition, some hundreds, times 2^-53.
  const near = (values: number[][], expected: number[][]) =>
    expected.flat().forEach((value, k) => {
      expect(Math.abs(values.flat()[k]! - value)).toBeLessThan(1e-12);
    });
  near(parts.values, whole.values);
  // The other way round: what the file holds as a against b.
  near(gridOf("moments.npz:b.npz", "moments.npz:a.npz").values, gridOf("b.npz", "a.npz").values);
  near(gridOf("moments.npz:a.npz", "moments.npz:a.npz").values, gridOf("a.npz", "a.npz").values);
  const dynamics = (...operands: string[]) =>
    JSON.parse(svccaIn(folder, "dynamics", ...operands, "--format", "json").stdout).checkpoints;
  dynamics("moments.npz:a.npz", "moments.npz:b.npz").forEach(
    ({ values }: { values: number[][] }, t: number) => {
      near(values, dynamics("a.npz", "b.npz")[t].values);
    },
  );

  // Again: the parts are there, and are not computed twice.
  const again = run(join(examples, "part.sh"), ["1", "shards", "parts"]);
  expect([again.status, again.stderr]).toEqual([0, "001: is there\n"]);
  const beyond = run(join(examples, "part.sh"), ["3", "shards", "parts"]);
  expect([beyond.status, beyond.stderr]).toEqual([1, "part.sh: no shard 3 in shards\n"]);
});

test("the array job calls part.sh with what Slurm gives it", () => {
  const text = readFileSync(join(examples, "slurm-array.sbatch"), "utf8");
  const script = join(folder, "job.sbatch");
  writeFileSync(
    script,
    text.replaceAll("/scratch/me/", `${folder}/`).replace(/--spatial.*NCHW/, ""),
  );
  const slurm = { SLURM_SUBMIT_DIR: examples, SLURM_ARRAY_TASK_ID: "2", SLURM_CPUS_PER_TASK: "1" };
  rmSync(join(folder, "parts", "002.npz"), { force: true });
  const { status, stderr } = run("bash", [script], slurm);
  expect([status, stderr]).toEqual([0, ""]);
  expect(readFileSync(join(folder, "parts", "002.npz")).length).toBeGreaterThan(1000);
});

test("moments that do not fit a study are refused in one line", () => {
  const said = (...args: string[]) => svccaIn(folder, ...args).stderr;
  expect(said("grid", "moments.npz:a.npz", "b.npz")).toMatch(
    /^svcca: moments\.npz: second moments, not activations; svcca compare, grid and dynamics.*\n$/,
  );
  expect(said("grid", "moments.npz:c.npz", "moments.npz:b.npz")).toMatch(
    /^svcca: moments\.npz:c\.npz: no layer "c\.npz" in these moments; they are of a\.npz:layer0/,
  );
  const dft = ["--spatial", "dft"];
  expect(said("grid", "moments.npz:a.npz", "moments.npz:b.npz", ...dft)).toMatch(
    /^svcca: --spatial dft/,
  );
  expect(svccaIn(folder, "moments", "a.npz", "--output", "one.npz").status).toBe(0);
  expect(said("grid", "one.npz", "one.npz", "--layers", "layer9")).toMatch(/no layer "layer9"/);
});
