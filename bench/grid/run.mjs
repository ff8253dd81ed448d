// A grid of 50 x 50 layers (128 neurons, 5,000 datapoints) against the sum of its parts: the
// second moments and the decomposition of each layer once, and the cross moments of each pair along
// the kept directions. Prints both, their ratio, and the peak memory of the process.
//
//   node bench/grid/run.mjs [layers] [neurons] [datapoints]
import { createWasmBackend } from "../../packages/backend-wasm/dist/node/index.js";
import { grid } from "../../packages/svcca-core/dist/index.js";

const [count = 50, d = 128, n = 5000] = process.argv.slice(2).map(Number);
const backend = await createWasmBackend();

const sizes = Float32Array.from({ length: d }, (_, j) => 0.97 ** j);

/** A whole number without pattern for each place, so that blocks of any size hold the same values. */
function mixed(place) {
  let bits = Math.imul(place ^ (place >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}

/** A layer whose directions fall in size as those of a trained one; made again at each reading. */
function layer(seed) {
  return {
    name: `layer${seed}`,
    shape: [n, d],
    dtype: "<f4",
    attributes: {},
    async read(start, end) {
      const out = new Float32Array((end - start) * d);
      for (let p = 0; p < out.length; p++) {
        out[p] = (mixed(seed * n * d + start * d + p) / 2 ** 31) * sizes[p % d];
      }
      return out;
    },
  };
}
const rows = Array.from({ length: count }, (_, i) => layer(i));
const columns = Array.from({ length: count }, (_, i) => layer(count + i));
const seconds = async (work) => {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
};

/** Means and a symmetric matrix of a layer, and its directions: what has to be done for each. */
async function decompose(one) {
  const { products } = await backend.blockMoments([one], [[0, 0]]);
  const { values, vectors } = await backend.eigh(products[0], { keep: (all) => keptOf(all) });
  const k = vectors.cols;
  const weights = vectors.data.map((value, p) => value / Math.sqrt(values[p % k]));
  return { weights: { data: weights, rows: d, cols: k } };
}
function keptOf(values) {
  const total = values.reduce((sum, value) => sum + value, 0);
  let sum = 0;
  return (
    values.findIndex((value) => {
      sum += value;
      return sum >= 0.99 * total;
    }) + 1
  );
}

const times = { reading: [], parts: [], grid: [] };
for (let round = 0; round < 3; round++) {
  const all = [...rows, ...columns];
  const blocks = [];
  times.reading.push(
    await seconds(async () => {
      for (const one of all) {
        blocks.push({ data: await one.read(0, n), rows: n, cols: d });
      }
    }),
  );
  times.parts.push(
    await seconds(async () => {
      const along = [];
      for (const block of blocks) {
        const { weights } = await decompose(block);
        along.push(await backend.matmul(block, weights));
      }
      for (let i = 0; i < count; i++) {
        for (let j = 0; j < count; j++) {
          const cross = await backend.matmul(along[i], along[count + j], { transA: true });
          await backend.singularValues(cross);
        }
      }
    }),
  );
  blocks.length = 0;
  times.grid.push(await seconds(() => grid(rows, columns, { backend })));
}
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
// The grid reads each layer once; the parts had it in memory.
const parts = median(times.parts) + median(times.reading);
console.log(`${count} x ${count} layers, d = ${d}, n = ${n}, median of ${times.grid.length}`);
console.log(
  `parts ${parts.toFixed(2)} s (of which making the data ${median(times.reading).toFixed(2)} s)`,
);
console.log(
  `grid  ${median(times.grid).toFixed(2)} s, ratio ${(median(times.grid) / parts).toFixed(2)}`,
);
console.log(
  `peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB, the parts with all layers in memory included`,
);
await backend.dispose();
