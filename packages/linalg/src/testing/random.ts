import type { Matrix64 } from "../matrix.js";
import { uniform } from "../random.js";

/** A seeded source of standard normal numbers: the same seed gives the same numbers everywhere. */
export function gaussian(seed: number): () => number {
  const next = uniform(seed);
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

/** A `rows` x `cols` matrix of independent standard normal numbers, the same for the same seed. */
export function gaussianMatrix(rows: number, cols: number, seed: number): Matrix64 {
  const next = gaussian(seed);
  return { rows, cols, data: Float64Array.from({ length: rows * cols }, next) };
}
