// Products and decompositions of the wasm backend beside NumPy's, interleaved.
//   node bench/cpu/kernels.mjs [--sizes 512,1024] [--threads 1] [--rounds 7]
//                              [--python /usr/bin/python3] [--markdown FILE]
//                              [--node PATH] [--wide]: ours by another Node, in instructions of 256 bits
import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { Contender } from "./contender.mjs";

const { values: flags } = parseArgs({
  options: {
    sizes: { type: "string", default: "512,1024" },
    threads: { type: "string", default: "1" },
    rounds: { type: "string", default: "7" },
    python: { type: "string", default: "/usr/bin/python3" },
    markdown: { type: "string" },
    node: { type: "string", default: process.execPath },
    wide: { type: "boolean", default: false },
  },
});

const names = ["kernels", "numpy_kernels", "numpy_kernels@Haswell"];
/** Floating point operations, where that number means something. */
const work = { product: (d) => 2 * d ** 3, gram: (d) => d ** 3 };
const measured = [...["product", "gram", "eigh", "eigh, 40 % kept"], ...["svd", "singular values"]];

const contenders = names.map((name) => new Contender(name, flags));
const versions = [];
for (const contender of contenders) versions.push((await contender.ask({})).versions);
const lines = [
  `Measured on ${cpus()[0].model}, ${flags.threads} threads each; best of ${flags.rounds} interleaved runs; load average ${loadavg()[0].toFixed(1)}.`,
  ...versions.map((version) => `* ${version}`),
  "",
  "| kernel | ours, ms | NumPy, ms | NumPy (Haswell kernels), ms | NumPy / ours | NumPy (Haswell kernels) / ours |",
  "| --- | --- | --- | --- | --- | --- |",
];
for (const kernel of measured) {
  for (const size of flags.sizes.split(",").map(Number)) {
    const best = names.map(() => Number.POSITIVE_INFINITY);
    for (let round = 0; round < Number(flags.rounds); round++) {
      for (const [i, contender] of contenders.entries()) {
        const { busy, seconds } = await contender.ask({ kernel, size });
        // On one thread, processor time leaves out what other programs took.
        best[i] = Math.min(best[i], flags.threads === "1" ? busy : seconds);
      }
    }
    const rate = (seconds) =>
      work[kernel] ? ` (${(work[kernel](size) / seconds / 1e9).toFixed(1)} GFLOP/s)` : "";
    const times = best.map((seconds) => `${(seconds * 1000).toFixed(1)}${rate(seconds)}`);
    const ratios = best.slice(1).map((seconds) => (seconds / best[0]).toFixed(2));
    lines.push(`| ${kernel}, d = ${size} | ${times.join(" | ")} | ${ratios.join(" | ")} |`);
  }
}
for (const contender of contenders) contender.stop();
const text = `${lines.join("\n")}\n`;
process.stdout.write(text);
if (flags.markdown) writeFileSync(flags.markdown, text);
