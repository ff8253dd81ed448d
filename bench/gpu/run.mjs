// A GPU beside the WebAssembly backend and NumPy, interleaved, in one run; transfers included. Writes
// bench/results/NAME.md, with NAME that of the GPU. Linux, with Python and NumPy for the peer.
//   npm run build && node bench/gpu/run.mjs [--cases a,b,c,d,e,f,i] [--rounds 5] [--threads 2]
//                       [--adapter NVIDIA] [--python /usr/bin/python3] [--output FILE]
//                       [--small]: whether everything runs, on a software driver in a minute
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createWasmBackend } from "@svcca/backend-wasm/node";
import { cases, small } from "../cpu/cases.mjs";
import { Contender } from "../cpu/contender.mjs";
import { writeLayers } from "../cpu/data.mjs";
import { median, spread } from "../cpu/report.mjs";
import { blockTimes, openDevice } from "./transfer.mjs";

const { values: flags } = parseArgs({
  options: {
    cases: { type: "string", default: "a,b,c,d,e,f,i" },
    rounds: { type: "string", default: "5" },
    threads: { type: "string", default: "2" },
    adapter: { type: "string" },
    python: { type: "string", default: "/usr/bin/python3" },
    node: { type: "string", default: process.execPath },
    output: { type: "string" },
    small: { type: "boolean", default: false },
  },
});

const rounds = Number(flags.rounds);
if (flags.adapter) process.env.SVCCA_ADAPTER = flags.adapter;
const { device, adapter } = await openDevice(flags.adapter);
const load = loadavg()[0];
const folder = mkdtempSync(join(tmpdir(), "svcca-bench-"));
const versions = new Set();
const rows = [];
const blocks = [];
try {
  for (const key of flags.cases.split(",")) rows.push(await measure(key));
  for (const d of [...new Set(rows.map((row) => row.d))].sort((a, b) => a - b)) {
    blocks.push({ d, ...(await blockTimes(device, d, Math.max(5, rounds))) });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
  device.dispose();
}

async function measure(key) {
  const { what, n, d, each, image } = flags.small ? small(cases[key]) : cases[key];
  const backend = await createWasmBackend();
  const paths = await writeLayers(backend, folder, { n, d, count: 2 * each, image }, 1);
  await backend.dispose();
  const [x, y] = [paths.slice(0, each), paths.slice(each)];
  const names = ["webgpu", "wasm", "numpy_best"];
  const contenders = names.map((name) => new Contender(name, flags));
  const seconds = names.map(() => []);
  const results = [];
  try {
    for (const contender of contenders) {
      versions.add((await contender.ask({ arrays: { x, y } })).versions);
    }
    // The first round is for caches and compilers, and does not count.
    for (let round = 0; round <= rounds; round++) {
      for (const [i, contender] of contenders.entries()) {
        const answer = await contender.ask({ run: true });
        if (round > 0) seconds[i].push(answer.seconds);
        results[i] = answer.values;
      }
    }
  } finally {
    for (const contender of contenders) contender.stop();
  }
  for (const path of paths) rmSync(path);
  const off = (i) =>
    Math.max(...results[i].map((value, k) => Math.abs(value - results[1][k]))).toExponential(0);
  process.stderr.write(
    `${key}: ${names.map((name, i) => `${name} ${median(seconds[i]).toFixed(3)} s`).join(", ")}\n`,
  );
  return { key, what, d, seconds, off: [off(0), off(2)] };
}

const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
const kernel = readFileSync("/proc/version", "utf8").split(" ")[2];
const text = `# ${adapter.name}

Measured at ${commit} by \`node bench/gpu/run.mjs${flags.small ? " --small" : ""}\` on ${adapter.name} (${adapter.vendor}, ${adapter.architecture})${adapter.software ? ", a software driver: no GPU at all" : ""}, with ${cpus()[0].model}, ${cpus().length} processors, Linux ${kernel}; ${flags.threads} threads for WebAssembly and NumPy; medians of ${rounds} interleaved runs, smallest to largest beside them; load average before ${load.toFixed(1)}.

${[...versions].map((version) => `* ${version}`).join("\n")}

Whole comparisons from memory, without aligned directions, which NumPy does not find either; transfers and decompositions (on the processor) included. Above 1 the GPU is faster. "off by": the largest difference of a similarity from that of WebAssembly in float64.

| case | GPU, s | WebAssembly, s | NumPy, s | WebAssembly / GPU | NumPy / GPU | GPU off by | NumPy off by |
| --- | --- | --- | --- | --- | --- | --- | --- |
${rows
  .map(({ key, what, seconds, off }) => {
    const [gpu, wasm, numpy] = seconds.map(median);
    const cells = seconds.map((times) => `${median(times).toFixed(3)} (${spread(times)})`);
    const ratios = [wasm / gpu, numpy / gpu].map((ratio) => ratio.toFixed(2));
    return `| ${[`${key}: ${what}`, ...cells, ...ratios, ...off].join(" | ")} |`;
  })
  .join("\n")}

The Gram matrix of one block of 1,024 datapoints, milliseconds; in use the parts overlap.

| neurons | made ready | sent | multiplied | brought back | multiplied, GFLOP/s |
| --- | --- | --- | --- | --- | --- |
${blocks
  .map(({ d, prepare, send, multiply, bring }) => {
    const rate = (2 * 1024 * d * d) / multiply / 1e6;
    const cells = [prepare, send, multiply, bring].map((value) => value.toFixed(2));
    return `| ${[d, ...cells, rate.toFixed(0)].join(" | ")} |`;
  })
  .join("\n")}
`;
const slug = adapter.name
  .toLowerCase()
  .replace(/[^a-z0-9]+/g, "-")
  .replace(/^-|-$/g, "");
const results = fileURLToPath(new URL("../results/", import.meta.url));
// Small sizes say nothing of a GPU.
const output = flags.output ?? (flags.small ? undefined : join(results, `${slug}.md`));
if (output) {
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(output, text);
}
process.stdout.write(text);
