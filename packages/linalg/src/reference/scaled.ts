import { type Matrix, maxAbs } from "../matrix.js";

/**
 * The matrix divided by an even power of two that brings its largest entry near 1, and that power.
 *
 * Squares of entries beyond 1e154 or under 1e-162 leave the range of float64 in the middle of a
 * decomposition. A power of two keeps every bit of the entries that are not denormal; an even one
 * has an exact root, which a Cholesky factor needs to be scaled back.
 */
export function scaled(a: Matrix): { data: Float64Array; scale: number } {
  const largest = maxAbs(a.data);
  const exponent = largest === 0 ? 0 : 2 * Math.floor(Math.log2(largest) / 2);
  const scale = 2 ** exponent;
  return { data: Float64Array.from(a.data, (value) => value / scale), scale };
}
