// One explanation, or one comparison, in a program that has just begun: prints JSON.
//   node bench/explain/one.mjs reference|wasm CASE explain|WAY
import { dftSvcca, explain, svcca } from "@svcca/core";
import { referenceBackend } from "@svcca/linalg";
import { gaussian } from "@svcca/linalg/testing";
import { cases } from "./cases.mjs";

const [name, place, way] = process.argv.slice(2);
const [x, y] = cases[place].map((shape, i) => layerOf(shape, i + 1));
const backend = await openBackend();
const start = performance.now();
const { ways } = await run();
console.log(JSON.stringify({ seconds: (performance.now() - start) / 1000, ways }));
await backend.dispose?.();

function run() {
  if (way === "explain") return explain(x, y, { backend });
  if (way === "dft") return dftSvcca(x, y, { backend });
  return svcca(x, y, { backend, ...(way === "none" ? {} : { spatial: way }) });
}

/** Normal values in memory, float32 as files have them. */
function layerOf(shape, seed) {
  const next = gaussian(seed);
  const values = shape.slice(1).reduce((product, size) => product * size, 1);
  const data = Float32Array.from({ length: shape[0] * values }, () => next());
  const read = async (start, end) => data.slice(start * values, end * values);
  return { name: `layer ${seed}`, shape, dtype: "<f4", attributes: { layout: "NCHW" }, read };
}

async function openBackend() {
  if (name === "reference") return referenceBackend;
  const { createWasmBackend } = await import("@svcca/backend-wasm/node");
  return createWasmBackend();
}
