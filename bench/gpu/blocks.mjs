// What the size of blocks costs in accuracy: float32 products of so many datapoints, so many of which
// are added up on the device, against float64. On tfjs-wasm, whose float32 is that of a GPU.
//   node bench/gpu/blocks.mjs
import { createWasmBackend } from "@svcca/backend-wasm/node";
import { svcca } from "@svcca/core";
import { gaussianMatrix } from "@svcca/linalg/testing";
import { backendOn } from "../../packages/backend-tfjs/dist/backend.js";
import { openDevice } from "../../packages/backend-tfjs/dist/device/open.js";
import { tf } from "./tfjs-wasm.mjs";

const [n, d] = [8192, 128];
const host = await createWasmBackend({ threads: 1 });
const device = await openDevice(tf, "wasm");

/** Neurons with variances over two orders of magnitude and a mean, that share a part with others. */
function layer(seed) {
  const [common, own] = [gaussianMatrix(n, d, 1), gaussianMatrix(n, d, seed)];
  const data = own.data.map(
    (value, p) => 1 + Math.exp((-5 * (p % d)) / d) * (common.data[p] + 0.7 * value),
  );
  return { data, rows: n, cols: d };
}

/** One direction alone, whose products are all of one size: the most that rounding leaves. */
function single() {
  const signs = gaussianMatrix(n, 1, 1).data;
  const data = Float64Array.from(
    { length: n * d },
    (_, p) => Math.sign(signs[Math.floor(p / d)]) * (0.2 + 1e-3 * ((p % d) % 7)),
  );
  return { data, rows: n, cols: d };
}

const [x, y] = [layer(2), layer(3)];
const truth = await svcca(x, y, { backend: host });
console.log(
  "| datapoints of a product | added up there | mean off by | worst coefficient off by | noise, u |",
);
console.log("| --- | --- | --- | --- | --- |");
for (const [depth, sums] of [
  [128, 1],
  [128, 8],
  [128, 64],
  [1024, 1],
  [8192, 1],
]) {
  const blocking = { depth, sums, tileLines: 4096, held: 2 ** 26 };
  const backend = backendOn(device, { host, leastFlops: 0 }, blocking);
  const found = await svcca(x, y, { backend });
  const mean = Math.abs(found.similarity - truth.similarity);
  const worst = Math.max(...found.coefficients.map((c, i) => Math.abs(c - truth.coefficients[i])));
  const { products } = await backend.blockMoments([single()], [[0, 0]]);
  const { values } = await host.eigh(products[0]);
  const noise = Math.max(Math.abs(values[1]), Math.abs(values.at(-1))) / values[0] / 2 ** -24;
  const cells = [depth, sums, mean.toExponential(1), worst.toExponential(1), noise.toFixed(1)];
  console.log(`| ${cells.join(" | ")} |`);
}
