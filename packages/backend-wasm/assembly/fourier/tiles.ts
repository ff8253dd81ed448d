import { tile, wideTile } from "../tile";

/** Inner steps between two visits of a result: a strip then takes 8 KB of the first-level cache. */
const DEPTH = 256;
/** Strips of the left side that are gone through again and again: 256 KB of the second level. */
const ROWS = 32;

/**
 * Adds s's to the tiles of `c` on and above the diagonal, t's to those below, and t's of the diagonal
 * itself to the 4 x 4 tiles behind `c`: a Hermitian matrix of `width` rows and columns.
 */
export function hermitianTiles(
  s: usize,
  t: usize,
  inner: i32,
  width: i32,
  c: usize,
  part: i32,
  parts: i32,
  wide: i32,
): void {
  const strips = width >> 2;
  const step = (<usize>width) << 3;
  const apart = (<usize>inner) << 5;
  const diagonal = c + <usize>width * step;
  for (let p = 0; p < inner; p += DEPTH) {
    const depth = min(DEPTH, inner - p);
    const begin = (<usize>p) << 5;
    for (let i0 = 0; i0 < strips; i0 += ROWS) {
      const iEnd = min(i0 + ROWS, strips);
      for (let j = 2 * part; j < strips; j += 2 * parts) {
        const both = j + 1 < strips;
        const right = s + <usize>j * apart + begin;
        for (let i = i0; i < iEnd; i++) {
          const upper = s + <usize>i * apart + begin;
          const lower = t + <usize>i * apart + begin;
          const at = c + (<usize>i << 2) * step + (<usize>j << 5);
          if (i < j) strip(upper, right, apart, depth, at, step, both, wide);
          else if (i > j + 1) strip(lower, right, apart, depth, at, step, both, wide);
          else {
            one(upper, i == j ? right : right + apart, depth, i == j ? at : at + 32, step);
            one(lower, i == j ? right : right + apart, depth, diagonal + (<usize>i << 7), 32);
            if (i > j) one(lower, right, depth, at, step);
            else if (both) one(upper, right + apart, depth, at + 32, step);
          }
        }
      }
    }
  }
}

/** Adds s'right and t'right to the real parts of `c` and to the imaginary parts behind them. */
export function crossTiles(
  s: usize,
  t: usize,
  right: usize,
  inner: i32,
  rows: i32,
  columns: i32,
  c: usize,
  part: i32,
  parts: i32,
  wide: i32,
): void {
  const step = (<usize>columns) << 3;
  const apart = (<usize>inner) << 5;
  const imaginary = <usize>rows * step;
  for (let p = 0; p < inner; p += DEPTH) {
    const depth = min(DEPTH, inner - p);
    const begin = (<usize>p) << 5;
    for (let i0 = 0; i0 < rows >> 2; i0 += ROWS) {
      const iEnd = min(i0 + ROWS, rows >> 2);
      for (let j = 2 * part; j < columns >> 2; j += 2 * parts) {
        const both = j + 1 < columns >> 2;
        const beside = right + <usize>j * apart + begin;
        for (let i = i0; i < iEnd; i++) {
          const here = <usize>i * apart + begin;
          const at = c + (<usize>i << 2) * step + (<usize>j << 5);
          strip(s + here, beside, apart, depth, at, step, both, wide);
          strip(t + here, beside, apart, depth, at + imaginary, step, both, wide);
        }
      }
    }
  }
}

/** One strip of the left side with one of the right side, or with two. */
function strip(
  left: usize,
  right: usize,
  apart: usize,
  depth: i32,
  c: usize,
  step: usize,
  both: bool,
  wide: i32,
): void {
  if (both && wide) {
    wideTile(left, right, apart, depth, c, step);
    return;
  }
  one(left, right, depth, c, step);
  if (both) one(left, right + apart, depth, c + 32, step);
}

function one(left: usize, right: usize, depth: i32, c: usize, step: usize): void {
  tile(left, right, depth, c, step);
}
