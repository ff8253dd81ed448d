import { at } from "./vector";

/** Half a unit in the last place of 1. */
const U: f64 = 1.1102230246251565e-16;
/** A square that has lost bits to the end of the range, next to a matrix of size 1. */
const NOTHING: f64 = 1e-280;

/** Where {@link bidiagonalQr} is: the values that are left, and how many rotations it recorded. */
const LEFT_OVER = 0;
const LEFT = 1;
const RIGHT = 2;

let cosine: f64 = 1;
let sine: f64 = 0;

/** The rotation that turns (f, g) into (length, 0); returns the length. */
function rotation(f: f64, g: f64): f64 {
  const square = f * f + g * g;
  if (square < NOTHING) {
    cosine = 1;
    sine = 0;
    return f;
  }
  const length = Math.sqrt(square);
  cosine = f / length;
  sine = g / length;
  return length;
}

/** Appends the current rotation of rows i and j to a list that is applied later. */
function record(list: usize, state: usize, counter: i32, i: i32, j: i32): void {
  if (!list) return;
  const count = <i32>load<f64>(at(state, counter));
  const entry = at(list, count << 2);
  store<f64>(entry, i);
  store<f64>(entry, j, 8);
  store<f64>(entry, cosine, 16);
  store<f64>(entry, sine, 24);
  store<f64>(at(state, counter), count + 1);
}

/**
 * Singular values of the upper bidiagonal matrix with n values s on the diagonal and n values e
 * beside it (the last one 0), by implicit QR. s becomes the values, of any sign and in no order.
 *
 * Rotations of left and right singular vectors are only recorded, in lists that hold `capacity` of
 * them (0: not wanted), so that they can be applied many at a time. Returns 1 when the lists want
 * to be emptied first, and goes on in the next call; 0 when done. `state` begins as (n, 0, 0).
 *
 * Source: Golub & Van Loan, Matrix Computations, 8.6; LINPACK's dsvdc.
 */
export function bidiagonalQr(
  s: usize,
  e: usize,
  state: usize,
  left: usize,
  right: usize,
  capacity: i32,
): i32 {
  let p = <i32>load<f64>(at(state, LEFT_OVER));
  while (p > 0) {
    const used = max(load<f64>(at(state, LEFT)), load<f64>(at(state, RIGHT)));
    if (left && <i32>used + p > capacity) {
      store<f64>(at(state, LEFT_OVER), p);
      return 1;
    }
    let k = p - 2;
    for (; k >= 0; k--) {
      const size = Math.abs(load<f64>(at(s, k))) + Math.abs(load<f64>(at(s, k + 1)));
      if (Math.abs(load<f64>(at(e, k))) <= 2 * U * size + U * U) {
        store<f64>(at(e, k), 0);
        break;
      }
    }
    if (k == p - 2) {
      p--;
      continue;
    }
    let zero = p - 1;
    for (; zero > k; zero--) {
      const before = zero > k + 1 ? Math.abs(load<f64>(at(e, zero - 1))) : 0;
      const beside = Math.abs(load<f64>(at(e, zero))) + before;
      if (Math.abs(load<f64>(at(s, zero))) <= 2 * U * beside + U * U) {
        store<f64>(at(s, zero), 0);
        break;
      }
    }
    if (zero == k) step(k + 1, p, s, e, state, left, right);
    else if (zero == p - 1) clearLast(k + 1, p, s, e, state, right);
    else clearRow(zero + 1, p, s, e, state, left);
  }
  store<f64>(at(state, LEFT_OVER), 0);
  return 0;
}

/** The last diagonal value is zero: the value above it is moved out to the left. */
function clearLast(k: i32, p: i32, s: usize, e: usize, state: usize, right: usize): void {
  let f = load<f64>(at(e, p - 2));
  store<f64>(at(e, p - 2), 0);
  for (let j = p - 2; j >= k; j--) {
    store<f64>(at(s, j), rotation(load<f64>(at(s, j)), f));
    if (j != k) {
      const above = load<f64>(at(e, j - 1));
      f = -sine * above;
      store<f64>(at(e, j - 1), cosine * above);
    }
    record(right, state, RIGHT, j, p - 1);
  }
}

/** Diagonal value k - 1 is zero: the value beside it is moved out to the right. */
function clearRow(k: i32, p: i32, s: usize, e: usize, state: usize, left: usize): void {
  let f = load<f64>(at(e, k - 1));
  store<f64>(at(e, k - 1), 0);
  for (let j = k; j < p; j++) {
    store<f64>(at(s, j), rotation(load<f64>(at(s, j)), f));
    const beside = load<f64>(at(e, j));
    f = -sine * beside;
    store<f64>(at(e, j), cosine * beside);
    record(left, state, LEFT, j, k - 1);
  }
}

/** One implicit QR step on values k to p, with the shift of the last two. */
function step(
  k: i32,
  p: i32,
  s: usize,
  e: usize,
  state: usize,
  left: usize,
  right: usize,
): void {
  const last = load<f64>(at(s, p - 1));
  const before = load<f64>(at(s, p - 2));
  const beside = load<f64>(at(e, p - 2));
  const first = load<f64>(at(s, k));
  const b = ((before + last) * (before - last) + beside * beside) / 2;
  const c = last * beside * (last * beside);
  let shift: f64 = 0;
  if (b != 0 || c != 0) {
    const root = Math.sqrt(b * b + c);
    shift = c / (b < 0 ? b - root : b + root);
  }
  let f = (first + last) * (first - last) + shift;
  let g = first * load<f64>(at(e, k));
  for (let j = k; j < p - 1; j++) {
    let length = rotation(f, g);
    if (j != k) store<f64>(at(e, j - 1), length);
    let sj = load<f64>(at(s, j));
    let next = load<f64>(at(s, j + 1));
    let ej = load<f64>(at(e, j));
    f = cosine * sj + sine * ej;
    ej = cosine * ej - sine * sj;
    g = sine * next;
    next = cosine * next;
    record(right, state, RIGHT, j, j + 1);
    length = rotation(f, g);
    store<f64>(at(s, j), length);
    f = cosine * ej + sine * next;
    store<f64>(at(s, j + 1), cosine * next - sine * ej);
    const after = load<f64>(at(e, j + 1));
    g = sine * after;
    store<f64>(at(e, j + 1), cosine * after);
    record(left, state, LEFT, j, j + 1);
  }
  store<f64>(at(e, p - 2), f);
}
