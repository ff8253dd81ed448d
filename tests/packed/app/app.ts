// What an application does with the packages: reads a file that was dropped, compares, draws.
import { createWasmBackend } from "@svcca/backend-wasm";
import { svcca } from "@svcca/core";
import { dft2 } from "@svcca/dft-preprocessing";
import { encodeNpy, fromBytes, openBytes } from "@svcca/io";
import { coefficientCurve } from "@svcca/viz";

const data = Float64Array.from({ length: 1800 }, (_, p) => Math.sin(p * p));
const bytes = encodeNpy({ shape: [300, 6], data });
const { arrays } = await openBytes(fromBytes(bytes), "x.npy");
const backend = await createWasmBackend({ threads: 2 });
const result = await svcca(await arrays[0]!.open(), { data, rows: 300, cols: 6 }, { backend });
const { re } = dft2({ data, shape: [300, 1, 6, 1], layout: "NHWC" });
document.body.innerHTML = coefficientCurve({
  series: [{ label: "x", coefficients: Array.from(result.coefficients) }],
});

Object.assign(globalThis, {
  found: {
    similarity: result.similarity,
    backend: result.backend,
    values: re.length,
    drawn: document.querySelectorAll("svg").length,
  },
});
