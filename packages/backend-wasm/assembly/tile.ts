import { madd } from "./madd";

/** Bytes of four float64 lines at one inner index, as a shift. */
const STEP: usize = 32;

/**
 * Adds the product of a strip of `a` and a strip of `b`, four rows and four columns, to `c`, whose
 * rows are `step` bytes apart. Sixteen results stay in eight registers while the inner index runs.
 * Larger tiles need more than the sixteen registers that engines use, and were measured to be
 * slower; so was unrolling.
 */
// @ts-ignore: decorator
@inline
export function tile(a: usize, b: usize, depth: i32, c: usize, step: usize): void {
  let c00 = f64x2.splat(0);
  let c01 = f64x2.splat(0);
  let c10 = f64x2.splat(0);
  let c11 = f64x2.splat(0);
  let c20 = f64x2.splat(0);
  let c21 = f64x2.splat(0);
  let c30 = f64x2.splat(0);
  let c31 = f64x2.splat(0);
  const end = a + <usize>depth * STEP;
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
    a += STEP;
    b += STEP;
  }
  add2(c, c00, c01);
  add2((c += step), c10, c11);
  add2((c += step), c20, c21);
  add2(c + step, c30, c31);
}

/**
 * {@link tile} with two strips of `b`, `apart` bytes from each other. For engines that make one
 * instruction of 256 bits out of two neighbouring ones of 128: all sixteen accumulators then fit
 * into eight registers. What is to be neighbours has to be written as such, loads before stores.
 */
// @ts-ignore: decorator
@inline
export function wideTile(
  a: usize,
  b: usize,
  apart: usize,
  depth: i32,
  c: usize,
  step: usize,
): void {
  let c00 = f64x2.splat(0);
  let c01 = f64x2.splat(0);
  let c02 = f64x2.splat(0);
  let c03 = f64x2.splat(0);
  let c10 = f64x2.splat(0);
  let c11 = f64x2.splat(0);
  let c12 = f64x2.splat(0);
  let c13 = f64x2.splat(0);
  let c20 = f64x2.splat(0);
  let c21 = f64x2.splat(0);
  let c22 = f64x2.splat(0);
  let c23 = f64x2.splat(0);
  let c30 = f64x2.splat(0);
  let c31 = f64x2.splat(0);
  let c32 = f64x2.splat(0);
  let c33 = f64x2.splat(0);
  let d = b + apart;
  const end = a + <usize>depth * STEP;
  while (a < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const b2 = v128.load(d);
    const b3 = v128.load(d, 16);
    const a0 = v128.load64_splat(a);
    c00 = madd(a0, b0, c00);
    c01 = madd(a0, b1, c01);
    c02 = madd(a0, b2, c02);
    c03 = madd(a0, b3, c03);
    const a1 = v128.load64_splat(a, 8);
    c10 = madd(a1, b0, c10);
    c11 = madd(a1, b1, c11);
    c12 = madd(a1, b2, c12);
    c13 = madd(a1, b3, c13);
    const a2 = v128.load64_splat(a, 16);
    c20 = madd(a2, b0, c20);
    c21 = madd(a2, b1, c21);
    c22 = madd(a2, b2, c22);
    c23 = madd(a2, b3, c23);
    const a3 = v128.load64_splat(a, 24);
    c30 = madd(a3, b0, c30);
    c31 = madd(a3, b1, c31);
    c32 = madd(a3, b2, c32);
    c33 = madd(a3, b3, c33);
    a += STEP;
    b += STEP;
    d += STEP;
  }
  add4(c, c00, c01, c02, c03);
  add4((c += step), c10, c11, c12, c13);
  add4((c += step), c20, c21, c22, c23);
  add4(c + step, c30, c31, c32, c33);
}

// @ts-ignore: decorator
@inline
function add2(c: usize, x: v128, y: v128): void {
  const before = v128.load(c);
  const beside = v128.load(c, 16);
  v128.store(c, f64x2.add(before, x));
  v128.store(c, f64x2.add(beside, y), 16);
}

// @ts-ignore: decorator
@inline
export function add4(c: usize, x: v128, y: v128, z: v128, w: v128): void {
  const c0 = v128.load(c);
  const c1 = v128.load(c, 16);
  const c2 = v128.load(c, 32);
  const c3 = v128.load(c, 48);
  v128.store(c, f64x2.add(c0, x));
  v128.store(c, f64x2.add(c1, y), 16);
  v128.store(c, f64x2.add(c2, z), 32);
  v128.store(c, f64x2.add(c3, w), 48);
}
