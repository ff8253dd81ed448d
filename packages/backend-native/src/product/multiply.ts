import type { Gemm, Lines } from "../gemm.js";

/** Lines of the left side that go into one call: an abort is noticed after each. */
const LINES = 1024;
/** Of a product of lines with themselves; the smaller, the less of the other triangle is computed. */
const TRIANGLE_LINES = 256;

/**
 * Adds the products of the lines of `left` and those of `right` to `out` from line `first` on; only the
 * upper triangle and some values under it where `left === right`.
 *
 * @param out (first + left.count or more) x right.count.
 * @param fresh nothing was added to these lines of `out` yet.
 */
export async function addProduct(
  gemm: Gemm,
  left: Lines,
  right: Lines,
  out: Float64Array,
  { first, fresh, signal }: { first: number; fresh: boolean; signal: AbortSignal | undefined },
): Promise<void> {
  const self = left === right;
  const step = Math.min(left.count, self ? TRIANGLE_LINES : LINES);
  const space = fresh && !self ? undefined : new Float64Array(step * right.count);
  for (let line = 0; line < left.count; line += step) {
    signal?.throwIfAborted();
    const rows = linesOf(left, line, Math.min(left.count, line + step));
    const skipped = self ? line : 0;
    const against = linesOf(right, skipped, right.count);
    const start = (first + line) * right.count;
    if (!space || (fresh && skipped === 0)) {
      const there = out.subarray(start, start + rows.count * right.count);
      await gemm.multiply(rows, against, there);
      continue;
    }
    const part = space.subarray(0, rows.count * against.count);
    await gemm.multiply(rows, against, part);
    for (let i = 0, p = 0; i < rows.count; i++) {
      let at = start + i * right.count + skipped;
      for (let j = 0; j < against.count; j++, p++, at++) out[at]! += part[p]!;
    }
  }
}

function linesOf({ data, inner }: Lines, first: number, end: number): Lines {
  return { data: data.subarray(first * inner, end * inner), count: end - first, inner };
}

/** Sides of a tile whose lines and columns are both in the cache. */
const TILE = 64;

/** Copies the upper triangle of a square matrix onto the lower one. */
export async function mirrorUpper(
  data: Float64Array,
  size: number,
  breathe: () => Promise<void> | undefined,
): Promise<void> {
  for (let top = 0; top < size; top += TILE) {
    await breathe();
    for (let left = 0; left <= top; left += TILE) {
      for (let i = top; i < Math.min(size, top + TILE); i++) {
        const end = Math.min(i, left + TILE);
        for (let j = left; j < end; j++) data[i * size + j] = data[j * size + i]!;
      }
    }
  }
}
