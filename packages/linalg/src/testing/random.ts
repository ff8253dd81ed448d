import type { Matrix64 } from "../matrix.js";

/** A seeded source of standard normal numbers: the same seed gives the same numbers everywhere. */
export function gaussian(seed: number): () => number {
  const uniform = mulberry32(seed);
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** A `rows` x `cols` matrix of independent standard normal numbers, the same for the same seed. */
export function gaussianMatrix(rows: number, cols: number, seed: number): Matrix64 {
  const next = gaussian(seed);
  return { rows, cols, data: Float64Array.from({ length: rows * cols }, next) };
}

/** Uniform numbers in [0, 1). Source: Tommy Ettinger's mulberry32, public domain. */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
