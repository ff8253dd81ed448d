// Our side: the same lines in and out as the peers (bench/peers/protocol.py).
//   node bench/cpu/ours.mjs wasm|float32|directions|native|reference|webgpu THREADS [wide]
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { dftSvcca, grid, svcca } from "@svcca/core";
import { fromBytes, openNpy } from "@svcca/io";
import { backendFor } from "./backend.mjs";

const [, , name, threads, wide] = process.argv;
const backend = await backendFor(name, threads, wide);

async function load(path) {
  const source = await openNpy(fromBytes(readFileSync(path)), path);
  const [rows, cols] = source.shape;
  const data = await source.read(0, rows);
  if (source.shape.length === 2) return { data, rows, cols };
  const values = data.length / rows;
  return { ...source, read: async (start, end) => data.subarray(start * values, end * values) };
}

/** A field of /proc/self/status, in bytes. */
function memory(field) {
  const status = readFileSync("/proc/self/status", "utf8");
  return Number(new RegExp(`^${field}:\\s*(\\d+)`, "m").exec(status)[1]) * 1024;
}

/** A pair, a grid of similarities, or a pair frequency by frequency. */
async function compare(xs, ys) {
  if (!xs[0].data) {
    const options = { measure: "cca", layout: "NHWC", backend };
    return [(await dftSvcca(xs[0], ys[0], options)).similarity];
  }
  if (xs.length === 1 && ys.length === 1) {
    // Their programs find no directions.
    const options = { backend, directions: name === "directions" };
    return [(await svcca(xs[0], ys[0], options)).similarity];
  }
  return (await grid(xs, ys, { backend })).values.flat();
}

let layers = {};
for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  let answer;
  if (message.arrays) {
    const { x, y } = message.arrays;
    layers = { x: await Promise.all(x.map(load)), y: await Promise.all(y.map(load)) };
    globalThis.gc?.();
    answer = { versions: `Node ${process.versions.node}`, resident: memory("VmRSS") };
    writeFileSync("/proc/self/clear_refs", "5");
  } else {
    // NumPy frees what an earlier run left; here that waits for a collection.
    globalThis.gc?.();
    const before = process.cpuUsage();
    const start = performance.now();
    const values = await compare(layers.x, layers.y);
    const seconds = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(before);
    const busy = (user + system) / 1e6;
    answer = { seconds, busy, values, peak: memory("VmHWM") };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await backend.dispose?.();
