// Our side: the same lines in and out as the peers (bench/peers/protocol.py), on a GPU or on threads.
//   node bench/gpu/ours.mjs webgpu|wasm THREADS [ADAPTER]
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { createWebGpuBackend } from "@svcca/backend-tfjs/node";
import { createWasmBackend } from "@svcca/backend-wasm/node";
import { dftSvcca, grid, svcca } from "@svcca/core";
import { fromBytes, openNpy } from "@svcca/io";

const [, , name, threads] = process.argv;
const host = await createWasmBackend({ threads: Number(threads) });
const adapter = process.env.SVCCA_ADAPTER;
const backend =
  name === "wasm" ? host : await createWebGpuBackend({ host, ...(adapter ? { adapter } : {}) });

/** A layer in memory: a matrix, or images as a source of their own shape. */
async function load(path) {
  const source = await openNpy(fromBytes(readFileSync(path)), path);
  const { shape } = source;
  const data = await source.read(0, shape[0]);
  if (shape.length === 2) return { data, rows: shape[0], cols: shape[1] };
  const width = data.length / shape[0];
  const read = async (start, end) => data.subarray(start * width, end * width);
  return { name: path, shape, dtype: source.dtype, attributes: {}, read };
}

function memory(field) {
  const status = readFileSync("/proc/self/status", "utf8");
  return Number(new RegExp(`^${field}:\\s*(\\d+)`, "m").exec(status)[1]) * 1024;
}

/** A pair with its aligned directions, a pair by frequency, or a grid of similarities. */
async function compare(xs, ys) {
  if (xs.length > 1) return (await grid(xs, ys, { backend })).values.flat();
  const [x, y] = [xs[0], ys[0]];
  if (x.shape) return [(await dftSvcca(x, y, { backend, layout: "NHWC" })).similarity];
  return [(await svcca(x, y, { backend })).similarity];
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
    const before = process.cpuUsage();
    const start = performance.now();
    const values = await compare(layers.x, layers.y);
    const seconds = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(before);
    answer = { seconds, busy: (user + system) / 1e6, values, peak: memory("VmHWM") };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await backend.dispose();
