import type { Matrix } from "@svcca/linalg";
import { scaleFor } from "./scale.js";

/**
 * One side of a product: lines (rows of the left side, columns of the right one) over an inner index.
 * In float64 each line is centred, where it has a mean, and scaled by a power of two that brings its
 * largest value near 1; only then is it rounded to float32.
 */
export interface Operand {
  readonly matrix: Matrix;
  /** The lines are the stored rows; else the stored columns. */
  readonly alongRows: boolean;
  readonly lines: number;
  readonly inner: number;
  /** What to subtract from each line; only of stored columns. */
  readonly means?: Float64Array;
  /** What each line is multiplied by. */
  readonly scales: Float64Array;
}

/** An operand of a plain product. */
export function operandOf(matrix: Matrix, alongRows: boolean): Operand {
  const { data, rows, cols } = matrix;
  const largest = new Float64Array(alongRows ? rows : cols);
  for (let i = 0, p = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++, p++) {
      const size = Math.abs(data[p]!);
      const line = alongRows ? i : j;
      if (size > largest[line]!) largest[line] = size;
    }
  }
  const [lines, inner] = alongRows ? [rows, cols] : [cols, rows];
  return { matrix, alongRows, lines, inner, scales: largest.map(scaleFor) };
}

/** Part of an operand: some lines, at some inner indices. */
export interface Part {
  readonly line: number;
  readonly lines: number;
  readonly start: number;
  readonly depth: number;
}

/** The values of a part as float32, stored as the operand is: lines x depth, or depth x lines. */
export function valuesOf(operand: Operand, { line, lines, start, depth }: Part): Float32Array {
  const { matrix, alongRows, means, scales } = operand;
  const { data, cols } = matrix;
  const out = new Float32Array(lines * depth);
  if (alongRows) {
    for (let i = 0, p = 0; i < lines; i++) {
      const scale = scales[line + i]!;
      const from = (line + i) * cols + start;
      for (let k = 0; k < depth; k++, p++) out[p] = data[from + k]! * scale;
    }
    return out;
  }
  for (let k = 0, p = 0; k < depth; k++) {
    const from = (start + k) * cols + line;
    for (let j = 0; j < lines; j++, p++) {
      const value = data[from + j]! - (means ? means[line + j]! : 0);
      out[p] = value * scales[line + j]!;
    }
  }
  return out;
}
