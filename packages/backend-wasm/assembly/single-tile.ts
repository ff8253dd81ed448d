import { maddSingle } from "./madd";
import { add4 } from "./tile";

/** Bytes of eight float32 lines at one inner index. */
const STEP: usize = 32;

/** Where this thread keeps the sums of a wide tile: every instance has a global of its own. */
let scratch: usize = 0;

/** Bytes of a row of it. A variable, since engines pair stores wrongly where they know the distance. */
let scratchRow: usize = 64;

/** Gives this instance 256 bytes that no other thread touches. */
export function useScratch(at: usize): void {
  scratch = at;
  scratchRow = at ? 64 : 0;
}

/**
 * Adds the product of four rows of a strip of `a` and a strip of `b`, eight columns, to the float64
 * values at `c`, whose rows are `step` bytes apart. The sum over the inner index is float32, so it
 * must be short.
 */
// @ts-ignore: decorator
@inline
export function singleTile(a: usize, b: usize, depth: i32, c: usize, step: usize): void {
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0);
  let c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0);
  let c31 = f32x4.splat(0);
  const end = a + <usize>depth * STEP;
  while (a < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const a0 = v128.load32_splat(a);
    c00 = maddSingle(a0, b0, c00);
    c01 = maddSingle(a0, b1, c01);
    const a1 = v128.load32_splat(a, 4);
    c10 = maddSingle(a1, b0, c10);
    c11 = maddSingle(a1, b1, c11);
    const a2 = v128.load32_splat(a, 8);
    c20 = maddSingle(a2, b0, c20);
    c21 = maddSingle(a2, b1, c21);
    const a3 = v128.load32_splat(a, 12);
    c30 = maddSingle(a3, b0, c30);
    c31 = maddSingle(a3, b1, c31);
    a += STEP;
    b += STEP;
  }
  addSingle(c, c00, c01);
  addSingle((c += step), c10, c11);
  addSingle((c += step), c20, c21);
  addSingle(c + step, c30, c31);
}

/**
 * {@link singleTile} with two strips of `b`, `apart` bytes from each other, as `wideTile`. The sums
 * go through memory, since engines do not join what follows if it widens values.
 */
// @ts-ignore: decorator
@inline
export function wideSingleTile(
  a: usize,
  b: usize,
  apart: usize,
  depth: i32,
  c: usize,
  step: usize,
): void {
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c02 = f32x4.splat(0);
  let c03 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  let c12 = f32x4.splat(0);
  let c13 = f32x4.splat(0);
  let c20 = f32x4.splat(0);
  let c21 = f32x4.splat(0);
  let c22 = f32x4.splat(0);
  let c23 = f32x4.splat(0);
  let c30 = f32x4.splat(0);
  let c31 = f32x4.splat(0);
  let c32 = f32x4.splat(0);
  let c33 = f32x4.splat(0);
  let d = b + apart;
  const end = a + <usize>depth * STEP;
  while (a < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const b2 = v128.load(d);
    const b3 = v128.load(d, 16);
    const a0 = v128.load32_splat(a);
    c00 = maddSingle(a0, b0, c00);
    c01 = maddSingle(a0, b1, c01);
    c02 = maddSingle(a0, b2, c02);
    c03 = maddSingle(a0, b3, c03);
    const a1 = v128.load32_splat(a, 4);
    c10 = maddSingle(a1, b0, c10);
    c11 = maddSingle(a1, b1, c11);
    c12 = maddSingle(a1, b2, c12);
    c13 = maddSingle(a1, b3, c13);
    const a2 = v128.load32_splat(a, 8);
    c20 = maddSingle(a2, b0, c20);
    c21 = maddSingle(a2, b1, c21);
    c22 = maddSingle(a2, b2, c22);
    c23 = maddSingle(a2, b3, c23);
    const a3 = v128.load32_splat(a, 12);
    c30 = maddSingle(a3, b0, c30);
    c31 = maddSingle(a3, b1, c31);
    c32 = maddSingle(a3, b2, c32);
    c33 = maddSingle(a3, b3, c33);
    a += STEP;
    b += STEP;
    d += STEP;
  }
  const row = scratchRow;
  let sums = scratch;
  store4(sums, c00, c01, c02, c03);
  store4((sums += row), c10, c11, c12, c13);
  store4((sums += row), c20, c21, c22, c23);
  store4(sums + row, c30, c31, c32, c33);
  for (let at = scratch, i = 0; i < 4; at += row, i++) {
    addSingle(c, v128.load(at), v128.load(at, 16));
    addSingle(c + 64, v128.load(at, 32), v128.load(at, 48));
    c += step;
  }
}

// @ts-ignore: decorator
@inline
function store4(at: usize, x: v128, y: v128, z: v128, w: v128): void {
  v128.store(at, x);
  v128.store(at, y, 16);
  v128.store(at, z, 32);
  v128.store(at, w, 48);
}

/** Adds eight float32 values to eight float64 ones. */
// @ts-ignore: decorator
@inline
function addSingle(c: usize, x: v128, y: v128): void {
  add4(
    c,
    f64x2.promote_low_f32x4(x),
    f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 1)),
    f64x2.promote_low_f32x4(y),
    f64x2.promote_low_f32x4(v128.shuffle<i64>(y, y, 1, 1)),
  );
}
