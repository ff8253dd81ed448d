// A GPU beside the WebAssembly backend and NumPy, interleaved, in one run; transfers included. Writes
// bench/results/NAME.md, with NAME that of the GPU. Linux, with Python and NumPy for the peers.
//   npm run build && node bench/gpu/run.mjs [--cases a,b,c,d,e,f,i] [--rounds 5] [--threads 2]
//                       [--adapter NVIDIA] [--python /usr/bin/python3] [--output FILE]
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createWasmBackend } from "@svcca/backend-wasm/node";
import { encodeNpy } from "@svcca/io";
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
    output: { type: "string" },
  },
});

const cases = {
  a: { what: "512 x 512 neurons, n = 10,000", n: 10_000, d: 512, each: 1 },
  b: { what: "1024 x 1024, n = 10,000", n: 10_000, d: 1024, each: 1 },
  c: { what: "2048 x 2048, n = 20,000", n: 20_000, d: 2048, each: 1 },
  d: { what: "grid of 8 x 8 layers of 256, n = 5,000", n: 5000, d: 256, each: 8 },
  e: { what: "64 x 64 channels, 256,000 positions", n: 256_000, d: 64, each: 1 },
  f: { what: "by frequency, 1,000 images of 16 x 16 x 32", shape: [1000, 16, 16, 32] },
  i: { what: "ImageNet-shaped: 256 channels, 100 images of 56 x 56", n: 313_600, d: 256, each: 1 },
  s: { what: "32 x 32 neurons, n = 500", n: 500, d: 32, each: 1 },
  t: { what: "by frequency, 60 images of 4 x 4 x 5", shape: [60, 4, 4, 5] },
};

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
  for (const d of [64, 256, 512, 1024, 2048]) {
    if (!rows.some((row) => row.d === d)) continue;
    blocks.push({ d, ...(await blockTimes(device, d, Math.max(5, rounds))) });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
  device.dispose();
}

/** Images whose channels share a part of what they vary by. */
function writeImages(shape) {
  return [1, 2].map((seed) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const data = Float32Array.from(
      { length: size },
      (_, p) => Math.sin(p * p) + Math.sin(seed * 7.1 * p * Math.sqrt(p)),
    );
    const path = join(folder, `images-${seed}.npy`);
    writeFileSync(path, encodeNpy({ shape, data }));
    return [path];
  });
}

async function layersOf({ shape, n, d, each }) {
  if (shape) return writeImages(shape);
  const backend = await createWasmBackend();
  const paths = await writeLayers(backend, folder, { n, d, count: 2 * each }, 1);
  await backend.dispose();
  return [paths.slice(0, each), paths.slice(each)];
}

async function measure(key) {
  const { what, d, shape } = cases[key];
  const [x, y] = await layersOf(cases[key]);
  const names = ["gpu/webgpu", "gpu/wasm", shape ? "numpy_dft" : "numpy_best"];
  const contenders = names.map((name) => new Contender(name, flags.threads, flags.python));
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
  for (const path of [...x, ...y]) rmSync(path);
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

Measured at ${commit} by \`node bench/gpu/run.mjs\` on ${adapter.name} (${adapter.vendor}, ${adapter.architecture})${adapter.software ? ", a software driver: no GPU at all" : ""}, with ${cpus()[0].model}, ${cpus().length} processors, Linux ${kernel}; ${flags.threads} threads for WebAssembly and NumPy; medians of ${rounds} interleaved runs, smallest to largest beside them; load average before ${load.toFixed(1)}.

${[...versions].map((version) => `* ${version}`).join("\n")}

Whole comparisons from memory, transfers and decompositions (on the processor) included. Above 1 the GPU is faster. "off by": the largest difference of a similarity from that of WebAssembly in float64.

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
const output = flags.output ?? join(results, `${slug}.md`);
if (!flags.output) mkdirSync(results, { recursive: true });
writeFileSync(output, text);
process.stdout.write(text);
