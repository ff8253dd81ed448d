// What `explain` expects beside what a comparison takes, way by way, in turn in one run.
// node bench/explain/run.mjs [reference | wasm] [rounds] [clock | processor]
//
// On a machine that does other things too, `processor` counts the time that this program had, on
// one thread.
import { cpus, loadavg } from "node:os";
import { dftSvcca, explain, svcca } from "@svcca/core";
import { referenceBackend } from "@svcca/linalg";
import { gaussian } from "@svcca/linalg/testing";

const [backendName = "wasm", rounds = "3", measure = "clock"] = process.argv.slice(2);
const cases = [
  [
    [2000, 256],
    [2000, 256],
  ],
  [
    [500, 12, 8, 8],
    [500, 16, 8, 8],
  ],
  [
    [400, 32, 16, 16],
    [400, 32, 16, 16],
  ],
  [
    [300, 64, 14, 14],
    [300, 128, 7, 7],
  ],
  [
    [64, 64, 28, 28],
    [64, 64, 28, 28],
  ],
];

const backend = await openBackend();
console.log(
  `${cpus()[0].model}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}, Node ${process.version}, backend ${backend.name}`,
);
console.log("x and y                              way           expected, s  taken, s  ratio");
let worst = 1;
for (const shapes of cases) {
  const [x, y] = shapes.map((shape, i) => layerOf(shape, i + 1));
  const times = new Map();
  const explaining = [];
  for (let round = 0; round < Number(rounds); round++) {
    const start = performance.now();
    const { ways } = await explain(x, y, { backend });
    explaining.push(performance.now() - start);
    for (const { way, seconds, refused } of ways) {
      if (refused !== undefined) continue;
      const before = now();
      if (way === "dft") await dftSvcca(x, y, { backend });
      else await svcca(x, y, { backend, ...(way === "none" ? {} : { spatial: way }) });
      const taken = (now() - before) / 1000;
      times.set(way, [...(times.get(way) ?? []), { seconds, taken }]);
    }
  }
  const text = shapes.map((shape) => `(${shape.join(", ")})`).join(" ");
  for (const [way, list] of times) {
    const expected = median(list.map((one) => one.seconds));
    const taken = median(list.map((one) => one.taken));
    worst = Math.max(worst, expected / taken, taken / expected);
    const columns = [expected.toFixed(4), taken.toFixed(4), (expected / taken).toFixed(2)];
    console.log(
      `${text.padEnd(37)}${way.padEnd(14)}${columns.map((column) => column.padStart(10)).join("")}`,
    );
  }
  console.log(`${text.padEnd(37)}explained in ${median(explaining).toFixed(0)} ms`);
}
console.log(`within a factor of ${worst.toFixed(1)}`);
await backend.dispose?.();

/** Normal values in memory, float32 as files have them. */
function layerOf(shape, seed) {
  const next = gaussian(seed);
  const values = shape.slice(1).reduce((product, size) => product * size, 1);
  const data = Float32Array.from({ length: shape[0] * values }, () => next());
  const read = async (start, end) => data.slice(start * values, end * values);
  return { name: `layer ${seed}`, shape, dtype: "<f4", attributes: { layout: "NCHW" }, read };
}

/** Milliseconds. */
function now() {
  if (measure === "clock") return performance.now();
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function median(list) {
  return list.toSorted((a, b) => a - b)[list.length >> 1];
}

async function openBackend() {
  if (backendName === "reference") return referenceBackend;
  const { createWasmBackend } = await import("@svcca/backend-wasm/node");
  return createWasmBackend(measure === "clock" ? {} : { threads: 1 });
}
