// How long `svcca compare a.npy b.npy` takes for two layers of 500 x 20, from the start of the process
// to its first output and to its end: medians of 20 runs.
//
//   node bench/cold/run.mjs [runs]
//
// Of a quiet machine; the line before the last says what an empty program takes there.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { encodeNpy } from "../../packages/io/dist/index.js";
import { gaussianMatrix } from "../../packages/linalg/dist/testing/index.js";

const runs = Number(process.argv[2] ?? 20);
const command = fileURLToPath(new URL("../../apps/cli/bin/svcca.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "svcca-cold-"));
const files = [1, 2].map((seed) => {
  const path = join(folder, `${seed}.npy`);
  const { rows, cols, data } = gaussianMatrix(500, 20, seed);
  writeFileSync(path, encodeNpy({ shape: [rows, cols], data }));
  return path;
});

/** Milliseconds to the first output and to the end of a process. */
function once(args) {
  const begun = performance.now();
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "ignore"] });
  return new Promise((resolve) => {
    let first;
    child.stdout.once("data", () => {
      first = performance.now() - begun;
    });
    child.on("close", () => resolve([first, performance.now() - begun]));
  });
}

async function medians(...args) {
  await once(args);
  const found = [];
  for (let i = 0; i < runs; i++) found.push(await once(args));
  return [0, 1].map((k) => found.map((one) => one[k]).sort((a, b) => a - b)[runs >> 1]);
}

console.log(`${cpus()[0].model}, Node ${process.version}, load average ${loadavg()[0].toFixed(1)}`);
const print = (name, [first, end]) =>
  console.log(`${name}: ${first.toFixed(0)} ms to the first output, ${end.toFixed(0)} ms in all`);
print("node -e 'console.log(1)'", await medians("-e", "console.log(1)"));
print("svcca compare", await medians(command, "compare", ...files));
rmSync(folder, { recursive: true });
