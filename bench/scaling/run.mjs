// Time against datapoints, neurons, layers and threads, and the exponents that fit it.
//   node bench/scaling/run.mjs [--threads 1,2] [--precision float64] [--wide] [--markdown FILE]
// A few minutes, of which the widest layers take most.
import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { createWasmBackend } from "@svcca/backend-wasm/node";
import { grid, svcca } from "@svcca/core";
import { repeatedLayer } from "./layers.mjs";

const { values: flags } = parseArgs({
  options: {
    threads: { type: "string", default: "1,2" },
    precision: { type: "string", default: "float64" },
    wide: { type: "boolean", default: false },
    markdown: { type: "string" },
  },
});

const pair = (n, d, backend) => svcca(repeatedLayer(n, d, 1), repeatedLayer(n, d, 2), { backend });
const network = (count, seed) =>
  Array.from({ length: count }, (_, i) => repeatedLayer(2048, 128, seed + i));

/** What is varied, what else is fixed, and what the algorithm should take. */
const series = [
  {
    what: "datapoints, 2 layers of 64 neurons",
    sizes: [1e3, 1e4, 1e5, 1e6],
    expected: "1: every row is read once",
    run: (n, backend) => pair(n, 64, backend),
  },
  {
    what: "neurons, 2 layers, 8,192 datapoints",
    sizes: [32, 64, 128, 256, 512, 1024, 2048, 4096],
    expected: "2 while products take the time, 3 once decompositions do",
    run: (d, backend) => pair(8192, d, backend),
  },
  {
    what: "layers on each side of a grid, 128 neurons, 2,048 datapoints",
    sizes: [1, 2, 5, 10, 20, 50],
    expected: "1 for decompositions, 2 for pairs",
    run: (count, backend) => grid(network(count, 1), network(count, 1000), { backend }),
  },
];

/** Runs that take less than this are the median of five. */
const SHORT_SECONDS = 2;

async function seconds(run) {
  const times = [];
  do {
    const start = performance.now();
    await run();
    times.push((performance.now() - start) / 1000);
  } while (times[0] < SHORT_SECONDS && times.length < 5);
  return times.sort((a, b) => a - b)[times.length >> 1];
}

/** The slope of the line through the logarithms, by least squares. */
function exponent(sizes, times) {
  const [x, y] = [sizes, times].map((values) => values.map(Math.log));
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const over = x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
  return x.reduce((sum, value, i) => sum + (value - mx) * (y[i] - my), 0) / over;
}

const threads = flags.threads.split(",").map(Number);
const lines = [
  `Measured on ${cpus()[0].model}, Node ${process.versions.node}, ${flags.precision}${flags.wide ? ", wide" : ""}; load average at the start: ${loadavg()[0].toFixed(1)}.`,
];
for (const { what, sizes, expected, run } of series) {
  lines.push("", `Time against ${what}, s:`, "");
  lines.push(
    `| threads | ${sizes.map((size) => size.toLocaleString("en")).join(" | ")} | exponent, last three |`,
  );
  lines.push(`|${" --- |".repeat(sizes.length + 2)}`);
  for (const count of threads) {
    const options = { threads: count, precision: flags.precision, wide: flags.wide };
    const backend = await createWasmBackend(options);
    const times = [];
    for (const size of sizes) times.push(await seconds(() => run(size, backend)));
    await backend.dispose();
    const slope = exponent(sizes.slice(-3), times.slice(-3)).toFixed(2);
    const cells = times.map((time) => (time < 0.1 ? time.toFixed(4) : time.toFixed(2)));
    lines.push(`| ${count} | ${cells.join(" | ")} | ${slope} |`);
    process.stderr.write(`${what}, ${count} threads: ${cells.join(", ")}; exponent ${slope}\n`);
  }
  lines.push("", `By the algorithm: ${expected}.`);
}
const text = `${lines.join("\n")}\n`;
process.stdout.write(text);
if (flags.markdown) writeFileSync(flags.markdown, text);
