import { singleTile, wideSingleTile } from "./single-tile";
import { tile, wideTile } from "./tile";

/**
 * Packed operands are strips of lines (rows of the left operand, columns of the right one), four of
 * float64 or eight of float32: strip s holds, for each inner index p, its values side by side, 32
 * bytes at (s * inner + p) * 32. Both operands have the same form, so a Gram matrix packs its layer
 * once.
 */
const STRIP_SHIFT: usize = 5;

/** Inner steps between two visits of a result: a strip then takes 8 KB of the first-level cache. */
const DEPTH = 256;

/**
 * Inner steps that are added up in float32 before the sum goes into a float64. The error of a sum
 * grows with its length, and four times as many steps were at most a tenth faster.
 */
const SINGLE_DEPTH = 64;

/** What {@link multiply} is told by the bits of `kind`. */
const TRIANGLE = 1;
const WIDE = 2;
const SINGLE = 4;

/**
 * Adds the product of strips i (iStart to iEnd) of `a` and j (jStart to jEnd) of `b` to `c`, whose
 * rows are `stride` values apart. Of a triangle, only strips with i <= j are computed. Wide or not,
 * every value is the same sum in the same order.
 */
export function multiply(
  a: usize,
  b: usize,
  inner: i32,
  c: usize,
  stride: i32,
  iStart: i32,
  iEnd: i32,
  jStart: i32,
  jEnd: i32,
  kind: i32,
): void {
  const step = (<usize>stride) << 3;
  const triangle = kind & TRIANGLE;
  const apart = (<usize>inner) << STRIP_SHIFT;
  for (let p = 0; p < inner; p += DEPTH) {
    const depth = min(DEPTH, inner - p);
    for (let j = jStart; j < jEnd; ) {
      const right = b + (<usize>j) * apart + ((<usize>p) << STRIP_SHIFT);
      const pair = (kind & WIDE) != 0 && j + 2 <= jEnd;
      const iLast = triangle ? min(iEnd, j + 1) : iEnd;
      for (let i = iStart; i < iLast; i++) {
        const left = a + (<usize>i) * apart + ((<usize>p) << STRIP_SHIFT);
        strips(left, right, apart, depth, c, step, i, j, kind, pair);
      }
      if (pair && triangle && iStart <= j + 1 && j + 1 < iEnd) {
        const left = a + (<usize>(j + 1)) * apart + ((<usize>p) << STRIP_SHIFT);
        strips(left, right + apart, apart, depth, c, step, j + 1, j + 1, kind, false);
      }
      j += pair ? 2 : 1;
    }
  }
}

/** One strip of the left operand with one of the right, or with a pair of them. */
// @ts-ignore: decorator
@inline
function strips(
  left: usize,
  right: usize,
  apart: usize,
  depth: i32,
  c: usize,
  step: usize,
  i: i32,
  j: i32,
  kind: i32,
  pair: bool,
): void {
  if (kind & SINGLE) {
    const at = c + (<usize>i << 3) * step + (<usize>j << 6);
    if (pair) wideSingleStrips(left, right, apart, depth, at, step);
    else singleStrips(left, right, depth, at, step);
  } else {
    const at = c + (<usize>i << 2) * step + (<usize>j << 5);
    if (pair) wideTile(left, right, apart, depth, at, step);
    else tile(left, right, depth, at, step);
  }
}

/** Eight rows and eight columns of float32, in short sums. */
function singleStrips(left: usize, right: usize, depth: i32, c: usize, step: usize): void {
  const lower = c + (step << 2);
  for (let p = 0; p < depth; p += SINGLE_DEPTH) {
    const steps = min(SINGLE_DEPTH, depth - p);
    const from = (<usize>p) << STRIP_SHIFT;
    singleTile(left + from, right + from, steps, c, step);
    singleTile(left + from + 16, right + from, steps, lower, step);
  }
}

/** Eight rows and sixteen columns of float32, in short sums. */
function wideSingleStrips(
  left: usize,
  right: usize,
  apart: usize,
  depth: i32,
  c: usize,
  step: usize,
): void {
  const lower = c + (step << 2);
  for (let p = 0; p < depth; p += SINGLE_DEPTH) {
    const steps = min(SINGLE_DEPTH, depth - p);
    const from = (<usize>p) << STRIP_SHIFT;
    wideSingleTile(left + from, right + from, apart, steps, c, step);
    wideSingleTile(left + from + 16, right + from, apart, steps, lower, step);
  }
}
