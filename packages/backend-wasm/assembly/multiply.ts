import { madd } from "./madd";

/**
 * Packed operands are strips of four lines (rows of the left operand, columns of the right one):
 * strip s holds, for each inner index p, its four values side by side at ((s * inner) + p) * 4.
 * Both operands have the same form, so a Gram matrix packs its layer once.
 */
const STRIP_SHIFT: usize = 5;

/** Inner steps between two visits of a result: a strip then takes 8 KB of the first-level cache. */
const DEPTH = 256;

/**
 * Adds the product of strips i (iStart to iEnd) of `a` and j (jStart to jEnd) of `b` to `c`, whose
 * rows are `stride` values apart. Of a triangle, only strips with i <= j are computed.
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
  triangle: i32,
): void {
  const step = (<usize>stride) << 3;
  for (let p = 0; p < inner; p += DEPTH) {
    const depth = min(DEPTH, inner - p);
    for (let j = jStart; j < jEnd; j++) {
      const right = b + ((<usize>(j * inner + p)) << STRIP_SHIFT);
      const iLast = triangle ? min(iEnd, j + 1) : iEnd;
      for (let i = iStart; i < iLast; i++) {
        const left = a + ((<usize>(i * inner + p)) << STRIP_SHIFT);
        tile(left, right, depth, c + (<usize>i << 2) * step + (<usize>j << 5), step);
      }
    }
  }
}

/**
 * Sixteen results stay in eight registers while the inner index runs. Larger tiles need more than
 * the sixteen registers that engines use, and were measured to be slower; so was unrolling.
 */
// @ts-ignore: decorator
@inline
function tile(a: usize, b: usize, depth: i32, c: usize, step: usize): void {
  let c00 = f64x2.splat(0);
  let c01 = f64x2.splat(0);
  let c10 = f64x2.splat(0);
  let c11 = f64x2.splat(0);
  let c20 = f64x2.splat(0);
  let c21 = f64x2.splat(0);
  let c30 = f64x2.splat(0);
  let c31 = f64x2.splat(0);
  const end = a + ((<usize>depth) << STRIP_SHIFT);
  while (a < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const a0 = v128.load64_splat(a);
    c00 = madd(a0, b0, c00);
    c01 = madd(a0, b1, c01);
    const a1 = v128.load64_splat(a, 8);
    c10 = madd(a1, b0, c10);
    c11 = madd(a1, b1, c11);
    const a2 = v128.load64_splat(a, 16);
    c20 = madd(a2, b0, c20);
    c21 = madd(a2, b1, c21);
    const a3 = v128.load64_splat(a, 24);
    c30 = madd(a3, b0, c30);
    c31 = madd(a3, b1, c31);
    a += 32;
    b += 32;
  }
  add(c, c00, c01);
  add((c += step), c10, c11);
  add((c += step), c20, c21);
  add(c + step, c30, c31);
}

// @ts-ignore: decorator
@inline
function add(c: usize, left: v128, right: v128): void {
  v128.store(c, f64x2.add(v128.load(c), left));
  v128.store(c, f64x2.add(v128.load(c, 16), right), 16);
}
