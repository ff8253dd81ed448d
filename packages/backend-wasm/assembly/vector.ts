import { madd } from "./madd";

/** The sum of both lanes. */
// @ts-ignore: decorator
@inline
export function across(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

/** The address of value `i`. */
// @ts-ignore: decorator
@inline
export function at(x: usize, i: i32): usize {
  return x + ((<usize>i) << 3);
}

/** x'y over values `from` to `to`, which are even. */
export function dot(x: usize, y: usize, from: i32, to: i32): f64 {
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let c = from;
  for (; c + 8 <= to; c += 8) {
    s0 = madd(v128.load(at(x, c)), v128.load(at(y, c)), s0);
    s1 = madd(v128.load(at(x, c), 16), v128.load(at(y, c), 16), s1);
    s2 = madd(v128.load(at(x, c), 32), v128.load(at(y, c), 32), s2);
    s3 = madd(v128.load(at(x, c), 48), v128.load(at(y, c), 48), s3);
  }
  for (; c < to; c += 2) s0 = madd(v128.load(at(x, c)), v128.load(at(y, c)), s0);
  return across(f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3)));
}

/** y += factor x over values `from` to `to`, which are even. */
export function axpy(factor: f64, x: usize, y: usize, from: i32, to: i32): void {
  const times = f64x2.splat(factor);
  for (let c = from; c < to; c += 2) {
    v128.store(at(y, c), madd(times, v128.load(at(x, c)), v128.load(at(y, c))));
  }
}

/** x *= factor over values `from` to `to`, which are even. */
export function scale(factor: f64, x: usize, from: i32, to: i32): void {
  const times = f64x2.splat(factor);
  for (let c = from; c < to; c += 2) v128.store(at(x, c), f64x2.mul(times, v128.load(at(x, c))));
}

/** (x, y) become (c x + s y, c y - s x), over `count` values, which is even. */
export function rotate(x: usize, y: usize, count: i32, cosine: f64, sine: f64): void {
  const c = f64x2.splat(cosine);
  const s = f64x2.splat(sine);
  for (let i = 0; i < count; i += 2) {
    const a = v128.load(at(x, i));
    const b = v128.load(at(y, i));
    v128.store(at(x, i), madd(c, a, f64x2.mul(s, b)));
    v128.store(at(y, i), f64x2.sub(f64x2.mul(c, b), f64x2.mul(s, a)));
  }
}

/**
 * `out` += factor (X' coefficients) over values `from` to `to`, where X has `count` rows that are
 * `stride` values apart: four rows at a time, so that `out` is read and written less often.
 */
export function combine(
  x: usize,
  stride: i32,
  count: i32,
  coefficients: usize,
  factor: f64,
  out: usize,
  from: i32,
  to: i32,
): void {
  let q = 0;
  for (; q + 4 <= count; q += 4) {
    const x0 = at(x, q * stride);
    const x1 = at(x0, stride);
    const x2 = at(x1, stride);
    const x3 = at(x2, stride);
    const k0 = f64x2.splat(factor * load<f64>(at(coefficients, q)));
    const k1 = f64x2.splat(factor * load<f64>(at(coefficients, q + 1)));
    const k2 = f64x2.splat(factor * load<f64>(at(coefficients, q + 2)));
    const k3 = f64x2.splat(factor * load<f64>(at(coefficients, q + 3)));
    for (let c = from; c < to; c += 2) {
      let sum = madd(k0, v128.load(at(x0, c)), v128.load(at(out, c)));
      sum = madd(k1, v128.load(at(x1, c)), sum);
      sum = madd(k2, v128.load(at(x2, c)), sum);
      v128.store(at(out, c), madd(k3, v128.load(at(x3, c)), sum));
    }
  }
  for (; q < count; q++) {
    axpy(factor * load<f64>(at(coefficients, q)), at(x, q * stride), out, from, to);
  }
}

/** `out`[q] = X_q' y over values `from` to `to`, for each of the `count` rows of X. */
export function dots(
  x: usize,
  stride: i32,
  count: i32,
  y: usize,
  out: usize,
  from: i32,
  to: i32,
): void {
  let q = 0;
  for (; q + 4 <= count; q += 4) {
    const x0 = at(x, q * stride);
    const x1 = at(x0, stride);
    const x2 = at(x1, stride);
    const x3 = at(x2, stride);
    let s0 = f64x2.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (let c = from; c < to; c += 2) {
      const v = v128.load(at(y, c));
      s0 = madd(v, v128.load(at(x0, c)), s0);
      s1 = madd(v, v128.load(at(x1, c)), s1);
      s2 = madd(v, v128.load(at(x2, c)), s2);
      s3 = madd(v, v128.load(at(x3, c)), s3);
    }
    store<f64>(at(out, q), across(s0));
    store<f64>(at(out, q + 1), across(s1));
    store<f64>(at(out, q + 2), across(s2));
    store<f64>(at(out, q + 3), across(s3));
  }
  for (; q < count; q++) store<f64>(at(out, q), dot(at(x, q * stride), y, from, to));
}
