import type { Matrix64 } from "@svcca/linalg";
import type { Engine } from "../engine/engine.js";
import { type Precision, paddedTo } from "./staged.js";

/** The product of a pair of layers, of one with itself exactly symmetric, out of its padded place. */
export function readProduct(
  engine: Engine,
  place: number,
  widths: readonly number[],
  [i, j]: readonly [number, number],
  precision: Precision,
): Matrix64 {
  const [p, q] = [widths[i]!, widths[j]!];
  const data = new Float64Array(p * q);
  copyOut(engine, place, paddedTo(q, precision), data, 0, p, q);
  if (i === j) mirrorUpper(data, p);
  return { data, rows: p, cols: q };
}

/** Rows of `stride` values at `c` become rows `first` on of a matrix of `cols` columns. */
export function copyOut(
  engine: Engine,
  c: number,
  stride: number,
  out: Float64Array,
  first: number,
  rows: number,
  cols: number,
): void {
  const block = engine.float64(c, rows * stride);
  if (stride === cols) out.set(block, first * cols);
  else {
    for (let i = 0; i < rows; i++) {
      out.set(block.subarray(i * stride, i * stride + cols), (first + i) * cols);
    }
  }
}

/** Side of the squares in which a triangle is mirrored: eight values are a cache line. */
const SQUARE = 8;

/** Copies the upper triangle of a square matrix to the lower one. */
export function mirrorUpper(out: Float64Array, size: number): void {
  for (let i0 = 0; i0 < size; i0 += SQUARE) {
    const iEnd = Math.min(i0 + SQUARE, size);
    for (let j = 0; j < iEnd; j++) {
      for (let i = Math.max(i0, j + 1); i < iEnd; i++) out[i * size + j] = out[j * size + i]!;
    }
  }
}
