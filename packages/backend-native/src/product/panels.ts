import type { Matrix64 } from "@svcca/linalg";
import type { Gemm, Lines } from "../gemm.js";

/** Lines of the left side that go into one call: an abort is noticed after each. */
const LINES = 1024;
/**
 * Of a product of lines with themselves: the fewer, the less of the other triangle is computed, and the
 * slower the native code is; at 64 it has lost a quarter of its speed.
 */
const TRIANGLE_LINES = 128;

/** A part of a product that one call writes: some lines of the left side against some of the right. */
export interface Panel {
  readonly first: number;
  readonly count: number;
  /** Lines of the right side before the first that is met. */
  readonly skipped: number;
  readonly cols: number;
  /** count x cols. */
  readonly data: Float64Array;
}

/** All lines against all, in the memory of the product: `out` is lines x cols. */
export function panelsOf(out: Float64Array, lines: number, cols: number): Panel[] {
  return partsOf(lines, LINES).map(([first, count]) => {
    const data = out.subarray(first * cols, (first + count) * cols);
    return { first, count, skipped: 0, cols, data };
  });
}

/**
 * Lines against themselves, and against those that follow them: what is on and to the right of the
 * diagonal, in memory of its own.
 *
 * @param cols lines on the right side, of which the first are those on the left.
 */
export function trianglePanels(lines: number, cols: number): Panel[] {
  return partsOf(lines, TRIANGLE_LINES).map(([first, count]) => {
    const right = cols - first;
    return { first, count, skipped: first, cols: right, data: new Float64Array(count * right) };
  });
}

function partsOf(lines: number, most: number): [first: number, count: number][] {
  return Array.from({ length: Math.ceil(lines / most) }, (_, k) => [
    k * most,
    Math.min(most, lines - k * most),
  ]);
}

/** Writes the products of lines to panels, or adds them to what these hold. */
export async function multiplyPanels(
  gemm: Gemm,
  left: Lines,
  right: Lines,
  panels: readonly Panel[],
  { adds, signal }: { adds: boolean; signal: AbortSignal | undefined },
): Promise<void> {
  for (const { first, count, skipped, cols, data } of panels) {
    signal?.throwIfAborted();
    const against = linesOf(right, skipped, cols);
    await gemm.multiply(linesOf(left, first, count), against, data, adds);
  }
}

function linesOf({ data, inner }: Lines, first: number, count: number): Lines {
  return { data: data.subarray(first * inner, (first + count) * inner), count, inner };
}

/** Columns `start` to `start + width` of a product of so many rows. */
export function columnsOf(
  panels: readonly Panel[],
  rows: number,
  start: number,
  width: number,
): Matrix64 {
  const out = new Float64Array(rows * width);
  for (const { first, count, skipped, cols, data } of panels) {
    for (let i = 0; i < count; i++) {
      const from = i * cols + start - skipped;
      out.set(data.subarray(from, from + width), (first + i) * width);
    }
  }
  return { data: out, rows, cols: width };
}

/** Sides of a tile whose lines and columns are both in the cache. */
const TILE = 64;

/** The symmetric matrix whose upper triangle is in the first columns of the panels. */
export async function symmetricOf(
  panels: readonly Panel[],
  size: number,
  breathe: () => Promise<void> | undefined,
): Promise<Matrix64> {
  const out = new Float64Array(size * size);
  for (const { first, count, skipped, cols, data } of panels) {
    for (let i = 0; i < count; i++) {
      const row = data.subarray(i * cols, i * cols + size - skipped);
      out.set(row, (first + i) * size + skipped);
    }
  }
  for (let top = 0; top < size; top += TILE) {
    await breathe();
    for (let left = 0; left <= top; left += TILE) {
      for (let i = top; i < Math.min(size, top + TILE); i++) {
        const end = Math.min(i, left + TILE);
        for (let j = left; j < end; j++) out[i * size + j] = out[j * size + i]!;
      }
    }
  }
  return { data: out, rows: size, cols: size };
}
