import { createWasmBackend } from "@svcca/backend-wasm/node";
import { type Backend, referenceBackend } from "@svcca/linalg";
import { afterAll, expect, test } from "vitest";
import { flatLayer } from "../dist/input/layer.js";
import { streamMoments } from "../dist/moments/stream.js";
import { gaussianMatrix } from "./helpers.js";

const [float64, float32] = [
  await createWasmBackend({ threads: 1 }),
  await createWasmBackend({ threads: 1, precision: "float32" }),
];
afterAll(() => Promise.all([float64.dispose?.(), float32.dispose?.()]));

/** More blocks than steps between means are held for, and a last one that is not full. */
const [ROWS, N, D] = [64, 64 * 150 + 7, 5];

/** Every neuron rises by ten times its spread over the datapoints: blocks have means of their own. */
function rising(seed: number) {
  const { data } = gaussianMatrix(N, D, seed);
  const values = data.map((value, p) => value + (10 * Math.floor(p / D)) / N + (p % D));
  return flatLayer({
    name: "rising",
    shape: [N, D],
    dtype: "<f8",
    attributes: {},
    read: async (start, end) => values.slice(start * D, end * D),
  });
}

test.each([
  ["float64", float64, 1e-13],
  ["float32", float32, 2e-8],
])("what lies between the means of many blocks is in the sums, %s", async (_, backend, bound) => {
  const layers = [rising(1), rising(2)];
  const momentsOn = (one: Backend, rows: number) =>
    streamMoments(layers, [[0, 1]], { backend: one }, rows);
  const [found, expected] = [await momentsOn(backend, ROWS), await momentsOn(referenceBackend, N)];
  const products = (moments: typeof found) => [
    ...moments.layers.map(({ gram }) => gram.data),
    moments.crosses[0]!.product.data,
  ];
  const right = products(expected);
  for (const [k, data] of products(found).entries()) {
    const largest = Math.max(...right[k]!);
    data.forEach((value, p) => {
      expect(Math.abs(value - right[k]![p]!)).toBeLessThan(bound * largest);
    });
  }
});
