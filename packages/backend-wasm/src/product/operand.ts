import type { Matrix } from "@svcca/linalg";
import type { Engine } from "../engine/engine.js";
import { PACK_STRIPS } from "../engine/shares.js";

/** One side of a product, as lines (rows of op(a), or columns of op(b)) by inner indices. */
export interface Operand {
  readonly matrix: Matrix;
  /** The lines are the stored rows; else they are the stored columns. */
  readonly alongRows: boolean;
  readonly lines: number;
  readonly inner: number;
  /** What is subtracted at each inner index; of lines that are rows only. Default: nothing. */
  readonly mean?: Float64Array;
}

/** Places in memory for a block of an operand. */
export interface Staged {
  /** The block as it is stored, float32 or float64. */
  readonly raw: number;
  /** The block in strips. */
  readonly packed: number;
  /** The means of all inner indices, or 0. */
  readonly mean: number;
}

/** Lines come in strips of four; what is missing in the last one is zeros. */
export function padded(lines: number): number {
  return Math.ceil(lines / 4) * 4;
}

/**
 * Copies inner indices `start` to `start + inner` of lines `first` to `first + lines` into memory
 * and packs them. Lines that are columns are always taken whole.
 */
export function packBlock(
  engine: Engine,
  { matrix, alongRows }: Operand,
  { raw, packed, mean }: Staged,
  { first, lines, start, inner }: { first: number; lines: number; start: number; inner: number },
): void {
  const { data, cols } = matrix;
  const single = data instanceof Float32Array;
  const count = lines * inner;
  const target = single ? engine.float32(raw, count) : engine.float64(raw, count);
  if (!alongRows) {
    target.set(data.subarray(start * cols, (start + inner) * cols));
  } else if (inner === cols) {
    target.set(data.subarray(first * cols, (first + lines) * cols));
  } else {
    for (let i = 0; i < lines; i++) {
      const from = (first + i) * cols + start;
      target.set(data.subarray(from, from + inner), i * inner);
    }
  }
  const shares = Math.ceil(padded(lines) / 4 / PACK_STRIPS);
  const stride = alongRows ? inner : lines;
  const means = mean === 0 ? 0 : mean + 8 * start;
  const args = [raw, Number(single), Number(alongRows), stride, inner, lines, means, 1, packed];
  engine.share("pack", shares, count * 4, ...args);
}
