// Layers of any number of datapoints in little memory: some thousands of rows over and over.
import { gaussian } from "@svcca/linalg/testing";

const POOL_ROWS = 8192;
const NUMBERS = 2 ** 16;
const pools = new Map();

/** Float32 rows whose variance falls off over two orders of magnitude from neuron to neuron. */
function poolOf(d, seed) {
  const key = `${d} ${seed}`;
  if (!pools.has(key)) {
    const noise = Float32Array.from({ length: NUMBERS }, gaussian(seed));
    const scales = Float32Array.from({ length: d }, (_, j) => Math.exp((-2.5 * j) / d));
    const data = new Float32Array(POOL_ROWS * d);
    for (let p = 0; p < data.length; p++) {
      const hash = Math.imul(p ^ (p >>> 15) ^ (seed << 8), 0x9e3779b1);
      data[p] = noise[(hash ^ (hash >>> 13)) & (NUMBERS - 1)] * scales[p % d] + 1;
    }
    pools.set(key, data);
  }
  return pools.get(key);
}

/** An `ArraySource` of n x d. */
export function repeatedLayer(n, d, seed) {
  const pool = poolOf(d, seed);
  return {
    name: `layer ${seed}`,
    shape: [n, d],
    dtype: "<f4",
    attributes: {},
    async read(start, end) {
      const from = start % POOL_ROWS;
      const count = end - start;
      if (from + count <= POOL_ROWS) return pool.subarray(from * d, (from + count) * d);
      const out = new Float32Array(count * d);
      for (let row = 0; row < count; ) {
        const place = (start + row) % POOL_ROWS;
        const rows = Math.min(count - row, POOL_ROWS - place);
        out.set(pool.subarray(place * d, (place + rows) * d), row * d);
        row += rows;
      }
      return out;
    },
  };
}
