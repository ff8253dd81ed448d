// Side by side, interleaved: ours, the reference backend, and what Python users run.
//   node bench/cpu/run.mjs [--cases a,b] [--threads 2] [--rounds 5] [--python /usr/bin/python3]
//                          [--measure clock|processor]
//                          [--peers numpy_svcca,numpy_best,float32,native,directions,reference] [--markdown FILE]
//                          [--node PATH] [--wide]: ours by another Node, in instructions of 256 bits
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { createWasmBackend } from "@svcca/backend-wasm/node";
import { cases } from "./cases.mjs";
import { Contender } from "./contender.mjs";
import { writeLayers } from "./data.mjs";
import { median, spread, table } from "./report.mjs";

const { values: flags } = parseArgs({
  options: {
    cases: { type: "string", default: "a,b,c,d,e,f" },
    threads: { type: "string", default: "2" },
    rounds: { type: "string", default: "5" },
    python: { type: "string", default: "/usr/bin/python3" },
    peers: { type: "string", default: "numpy_svcca,numpy_best,float32,native" },
    measure: { type: "string", default: "clock" },
    markdown: { type: "string" },
    node: { type: "string", default: process.execPath },
    wide: { type: "boolean", default: false },
  },
});

/** Threads of OpenBLAS go on asking for work for a while, on a processor that the next one needs. */
const PAUSE_MS = 200;

const names = ["wasm", ...flags.peers.split(",").filter(Boolean)];
const rounds = Number(flags.rounds);
const folder = mkdtempSync(join(tmpdir(), "svcca-bench-"));
const rows = [];
const versions = new Set();
/** How many programs wanted a processor while nothing of ours ran: noise, where it is not near 0. */
const loads = [];
try {
  for (const key of flags.cases.split(",")) rows.push(await measure(key));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measure(key) {
  const { what, n, d, each, image } = cases[key];
  const backend = await createWasmBackend();
  const paths = await writeLayers(backend, folder, { n, d, count: 2 * each, image }, 1);
  await backend.dispose();
  loads.push(loadavg()[0]);
  const arrays = { x: paths.slice(0, each), y: paths.slice(each) };
  const contenders = names.map((name) => new Contender(name, flags));
  const seconds = Object.fromEntries(names.map((name) => [name, []]));
  const busy = Object.fromEntries(names.map((name) => [name, []]));
  const memory = {};
  const results = {};
  try {
    const resident = {};
    for (const contender of contenders) {
      const answer = await contender.ask({ arrays });
      versions.add(answer.versions);
      resident[contender.name] = answer.resident;
    }
    // The first round is for caches and compilers, and does not count.
    for (let round = 0; round <= rounds; round++) {
      for (const contender of contenders) {
        const { name } = contender;
        await setTimeout(PAUSE_MS);
        const answer = await contender.ask({ run: true });
        if (round > 0) {
          seconds[name].push(flags.measure === "clock" ? answer.seconds : answer.busy);
          busy[name].push(answer.busy);
        }
        memory[name] = answer.peak - resident[name];
        results[name] = answer.values;
      }
    }
  } finally {
    for (const contender of contenders) contender.stop();
  }
  for (const path of paths) rmSync(path);
  const difference = Object.fromEntries(
    names.map((name) => [
      name,
      Math.max(...results[name].map((value, i) => Math.abs(value - results.wasm[i]))),
    ]),
  );
  for (const name of names) {
    process.stderr.write(
      `${key} ${name}: ${median(seconds[name]).toFixed(3)} s (${spread(seconds[name])}), ` +
        `processors ${median(busy[name]).toFixed(3)} s, ` +
        `ratio ${(median(seconds[name]) / median(seconds.wasm)).toFixed(2)}, ` +
        `${(memory[name] / 1e6).toFixed(0)} MB, off by ${difference[name].toExponential(1)}\n`,
    );
  }
  return { key, what, seconds, busy, memory, difference };
}

const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
const text = table(rows, names, {
  machine: `${cpus()[0].model}, ${cpus().length} processors, Linux ${readFileSync("/proc/version", "utf8").split(" ")[2]}`,
  load: loads.map((load) => load.toFixed(1)).join(", "),
  threads: flags.threads,
  measure: flags.measure,
  rounds,
  versions: [...versions],
  commit,
});
process.stdout.write(text);
if (flags.markdown) writeFileSync(flags.markdown, text);
