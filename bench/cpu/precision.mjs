// What products in float32 lose: the layers of cases a, d and e in float64 and in float32.
//   node bench/cpu/precision.mjs [--cases a,d,e] [--threads 2] [--markdown FILE]
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createWasmBackend } from "@svcca/backend-wasm/node";
import { cca, svcca } from "@svcca/core";
import { fromBytes, openNpy } from "@svcca/io";
import { writeLayers } from "./data.mjs";

const { values: flags } = parseArgs({
  options: {
    cases: { type: "string", default: "a,d,e" },
    threads: { type: "string", default: "2" },
    markdown: { type: "string" },
  },
});

const cases = {
  a: { n: 10_000, d: 512 },
  d: { n: 5000, d: 256 },
  e: { n: 256_000, d: 64 },
};
const measures = [
  ["svcca, 99 %", svcca, {}],
  ["svcca, 99.99 %", svcca, { truncate: { variance: 0.9999 } }],
  ["cca", cca, {}],
];

const threads = Number(flags.threads);
const backends = [
  await createWasmBackend({ threads }),
  await createWasmBackend({ threads, precision: "float32" }),
];
const folder = mkdtempSync(join(tmpdir(), "svcca-precision-"));
const lines = [
  "| layers | measure | kept, float64 and float32 | mean off by | worst coefficient off by | `error` |",
  "| --- | --- | --- | --- | --- | --- |",
];
try {
  for (const key of flags.cases.split(",")) {
    const { n, d } = cases[key];
    const paths = await writeLayers(backends[0], folder, { n, d, count: 2 }, 1);
    const [x, y] = await Promise.all(paths.map(load));
    for (const [name, measure, options] of measures) {
      const results = [];
      for (const backend of backends) results.push(await measure(x, y, { ...options, backend }));
      lines.push(`| ${n.toLocaleString("en")} x ${d} | ${name} | ${row(results)} |`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
  for (const backend of backends) await backend.dispose();
}
const text = `${lines.join("\n")}\n`;
process.stdout.write(text);
if (flags.markdown) writeFileSync(flags.markdown, text);

async function load(path) {
  const source = await openNpy(fromBytes(readFileSync(path)), path);
  const [rows, cols] = source.shape;
  return { data: await source.read(0, rows), rows, cols };
}

function row([exact, single]) {
  const off = exact.coefficients
    .subarray(0, single.coefficients.length)
    .map((value, i) => Math.abs(value - single.coefficients[i]));
  const numbers = [exact.similarity - single.similarity, Math.max(...off), single.error];
  const kept = [exact, single].map(({ kept }) => kept.x).join(", ");
  return [kept, ...numbers.map((value) => Math.abs(value).toExponential(0))].join(" | ");
}
