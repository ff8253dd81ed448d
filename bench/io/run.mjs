// node bench/io/run.mjs [FOLDER]: reads a 4 GB npy, a 5 GB npz (ZIP64), a 3 GB HDF5 and a 0.5 GB
// gzip HDF5 beside numpy and h5py, one file at a time, and compares the first of each pair of reads
// with the same file in a comparison. Needs python3-numpy, python3-h5py, and 5 GB of disk.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const python = ["python3", "/usr/bin/python3"].find(
  (command) => spawnSync(command, ["-c", "import numpy, h5py"]).status === 0,
);
if (!python) {
  console.error("bench/io: skipped: numpy and h5py are missing (apt-get install python3-h5py)");
  process.exit(0);
}
const ROUNDS = 3;
const folder = mkdtempSync(join(process.argv[2] ?? tmpdir(), "svcca-bench-"));

/** Seconds, checksum and the most memory of one run. */
function run(command, ...args) {
  const { stdout, stderr, status } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
  const [seconds, sum, megabytes] = stdout.trim().split(/\s+/).map(Number);
  return { seconds, sum, megabytes };
}
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const versions = spawnSync(
  python,
  ["-c", "import numpy, h5py; print('numpy', numpy.__version__, 'h5py', h5py.__version__)"],
  { encoding: "utf8" },
).stdout.trim();
console.log(
  `node ${process.version}, ${versions}, ${cpus()[0].model}, median of ${ROUNDS} rounds\n`,
);
console.log("| file | ours MB/s | theirs MB/s | ratio | spread of ours | our RSS | compare: RSS |");
console.log("| ---- | --------- | ----------- | ----- | -------------- | ------- | ------------ |");
try {
  for (const [kind, name] of [
    ["npy", "a.npy"],
    ["npz", "a.npz"],
    ["h5", "a.h5"],
    ["gzip", "gzip.h5"],
  ]) {
    const path = join(folder, name);
    run(python, at("make.py"), kind, path);
    const target = name.endsWith("npy") ? path : `${path}:a`;
    const ours = [];
    const theirs = [];
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(run(process.execPath, at("read.mjs"), target));
      theirs.push(run(python, at("read.py"), path));
      // Equal but for the order of additions.
      const [a, b] = [ours[round].sum, theirs[round].sum];
      if (Math.abs(a - b) > 1e-9 * Math.abs(b)) throw new Error(`${name}: sums ${a} and ${b}`);
    }
    const bytes = kind === "gzip" ? 0.5e9 : statSync(path).size;
    const speed = (runs) => median(runs.map(({ seconds }) => bytes / 1e6 / seconds));
    const speeds = ours.map(({ seconds }) => bytes / 1e6 / seconds);
    const compared = run(process.execPath, at("compare.mjs"), target);
    console.log(
      `| ${name}, ${(statSync(path).size / 1e9).toFixed(1)} GB | ${Math.round(speed(ours))} | ${Math.round(speed(theirs))} | ${(speed(ours) / speed(theirs)).toFixed(2)} | ${Math.round(Math.min(...speeds))} to ${Math.round(Math.max(...speeds))} | ${Math.round(Math.max(...ours.map(({ megabytes }) => megabytes)))} MB | ${Math.round(compared.megabytes)} MB in ${Math.round(compared.seconds)} s |`,
    );
    rmSync(path);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
