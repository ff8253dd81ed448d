// Our products and decompositions, in the lines of bench/peers/numpy_kernels.py.
import { createInterface } from "node:readline";
import { createWasmBackend } from "@svcca/backend-wasm/node";
import { gaussianMatrix } from "@svcca/linalg/testing";

const started = performance.now();
const backend = await createWasmBackend({
  threads: Number(process.argv[3]),
  wide: process.argv[4] === "wide",
});
const load = performance.now() - started;

const kernels = {
  product: (a) => backend.matmul(a, a),
  gram: (a) => backend.matmul(a, a, { transA: true }),
  eigh: (_, s) => backend.eigh(s),
  "eigh, 40 % kept": (_, s) => backend.eigh(s, { keep: (all) => Math.ceil(0.4 * all.length) }),
  svd: (a) => backend.svd(a),
  "singular values": (a) => backend.singularValues(a),
};

const inputs = new Map();
for await (const line of createInterface({ input: process.stdin })) {
  const { kernel, size } = JSON.parse(line);
  let answer = { versions: `Node ${process.versions.node}, loaded in ${load.toFixed(1)} ms` };
  if (kernel) {
    if (!inputs.has(size)) {
      const a = gaussianMatrix(size, size, 1);
      inputs.set(size, [a, await backend.matmul(a, a, { transA: true })]);
    }
    const before = process.cpuUsage();
    const start = performance.now();
    await kernels[kernel](...inputs.get(size));
    const { user, system } = process.cpuUsage(before);
    answer = { seconds: (performance.now() - start) / 1000, busy: (user + system) / 1e6 };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
