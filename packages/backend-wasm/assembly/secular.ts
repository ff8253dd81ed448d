import { across, at } from "./vector";

/** Half a unit in the last place of 1. */
const U: f64 = 1.1102230246251565e-16;
/** Bisection alone would take 60 or so; four or five are usual. */
const MOST_STEPS = 200;

/** Sum of z_j^2 / (delta_j - eta) over j from `from` to `to`, in one lane, its derivative in the other. */
function sums(row: usize, z2: usize, from: i32, to: i32, eta: f64): v128 {
  const shift = f64x2.splat(eta);
  let value = f64x2.splat(0);
  let slope = value;
  let one: f64 = 0;
  let two: f64 = 0;
  let j = from;
  for (; j + 2 <= to; j += 2) {
    const inverse = f64x2.div(f64x2.splat(1), f64x2.sub(v128.load(at(row, j)), shift));
    const term = f64x2.mul(v128.load(at(z2, j)), inverse);
    value = f64x2.add(value, term);
    slope = f64x2.add(slope, f64x2.mul(term, inverse));
  }
  if (j < to) {
    const inverse = 1 / (load<f64>(at(row, j)) - eta);
    one = load<f64>(at(z2, j)) * inverse;
    two = one * inverse;
  }
  return f64x2.replace_lane(f64x2.splat(across(value) + one), 1, across(slope) + two);
}

/**
 * Root i, from below, of 1 / rho + sum of z_j^2 / (d_j - lambda), with k poles d in growing order
 * and the z_j^2 (sum 1) `z2`. The differences d_j - lambda are left in `row`, and lambda in `out`[i]: they are as accurate
 * as if lambda had more digits than a number has, which keeps eigenvectors orthogonal.
 *
 * Source: Li 1993, Solving secular equations stably and efficiently, LAPACK working note 89 (the
 * middle way), with a bracket.
 */
export function secularRoot(
  k: i32,
  d: usize,
  z2: usize,
  rho: f64,
  i: i32,
  row: usize,
  out: usize,
): void {
  const last = i == k - 1;
  const di = load<f64>(at(d, i));
  for (let j = 0; j < k; j++) store<f64>(at(row, j), load<f64>(at(d, j)) - di);
  if (k == 1) {
    const eta = rho * load<f64>(z2);
    store<f64>(row, -eta);
    store<f64>(out, di + eta);
    return;
  }
  const inverse = 1 / rho;
  const gap = last ? rho : load<f64>(at(row, i + 1));
  const p = last ? k - 2 : i;
  const q = p + 1;
  let origin = di;
  let low: f64 = 0;
  let high = gap;
  let eta = 0.5 * gap;
  const middle =
    inverse +
    f64x2.extract_lane(sums(row, z2, 0, q, eta), 0) +
    f64x2.extract_lane(sums(row, z2, q, k, eta), 0);
  if (last) {
    if (middle < 0) low = eta;
    else high = eta;
    // Rounding may put the root on the bound itself.
    if (high == gap) high = gap * (1 + 8 * U);
  } else {
    const zp = load<f64>(at(z2, p));
    const zq = load<f64>(at(z2, q));
    const rest = middle - zp / -eta - zq / (gap - eta);
    let guess: f64;
    if (middle >= 0) {
      high = eta;
      const a = rest * gap + zp + zq;
      const b = zp * gap;
      const root = Math.sqrt(Math.abs(a * a - 4 * b * rest));
      guess = a > 0 ? (2 * b) / (a + root) : (a - root) / (2 * rest);
    } else {
      // The nearer pole is the upper one: count from there.
      origin = load<f64>(at(d, q));
      for (let j = 0; j < k; j++) store<f64>(at(row, j), load<f64>(at(d, j)) - origin);
      low = eta - gap;
      high = 0;
      eta = low;
      const a = zp + zq - rest * gap;
      const b = zq * gap;
      const root = Math.sqrt(Math.abs(a * a + 4 * b * rest));
      guess = a < 0 ? (2 * b) / (a - root) : -(a + root) / (2 * rest);
    }
    if (guess > low && guess < high) eta = guess;
  }
  for (let step = 0; step < MOST_STEPS; step++) {
    const below = sums(row, z2, 0, q, eta);
    const above = sums(row, z2, q, k, eta);
    const psi = f64x2.extract_lane(below, 0);
    const phi = f64x2.extract_lane(above, 0);
    const slopePsi = f64x2.extract_lane(below, 1);
    const slopePhi = f64x2.extract_lane(above, 1);
    const g = inverse + psi + phi;
    const slope = slopePsi + slopePhi;
    const noise = 8 * U * (inverse + Math.abs(psi) + Math.abs(phi)) + U * Math.abs(eta) * slope;
    if (Math.abs(g) <= noise) break;
    if (g < 0) low = eta;
    else high = eta;
    const dp = load<f64>(at(row, p)) - eta;
    const dq = load<f64>(at(row, q)) - eta;
    const c = g - dp * slopePsi - dq * slopePhi;
    const a = (dp + dq) * g - dp * dq * slope;
    const b = dp * dq * g;
    const root = Math.sqrt(Math.abs(a * a - 4 * b * c));
    let change: f64;
    if (last) change = a >= 0 ? (a + root) / (2 * c) : (2 * b) / (a - root);
    else change = a <= 0 ? (a - root) / (2 * c) : (2 * b) / (a + root);
    if (!(g * change < 0)) change = -g / slope;
    let next = eta + change;
    if (!(next > low && next < high)) next = 0.5 * (low + high);
    if (next == eta || next == low || next == high) break;
    eta = next;
  }
  for (let j = 0; j < k; j++) store<f64>(at(row, j), load<f64>(at(row, j)) - eta);
  store<f64>(at(out, i), origin + eta);
}

/**
 * For columns `from` to `to`: the squares, negative, of the z whose exact roots are those that
 * were found. Row i of `rows` holds d_j - lambda_i.
 *
 * Source: Gu & Eisenstat 1994, A stable and efficient algorithm for the rank-one modification of
 * the symmetric eigenproblem.
 */
export function secularWeights(
  k: i32,
  rows: usize,
  stride: i32,
  d: usize,
  from: i32,
  to: i32,
  out: usize,
): void {
  for (let j = from; j < to; j++) store<f64>(at(out, j), 1);
  for (let i = 0; i < k; i++) {
    const row = at(rows, i * stride);
    const di = load<f64>(at(d, i));
    const own = from <= i && i < to ? load<f64>(at(out, i)) * load<f64>(at(row, i)) : 0;
    let j = from;
    for (; j + 2 <= to; j += 2) {
      const gap = f64x2.sub(v128.load(at(d, j)), f64x2.splat(di));
      const share = f64x2.div(v128.load(at(row, j)), gap);
      v128.store(at(out, j), f64x2.mul(v128.load(at(out, j)), share));
    }
    for (; j < to; j++) {
      const share = load<f64>(at(row, j)) / (load<f64>(at(d, j)) - di);
      store<f64>(at(out, j), load<f64>(at(out, j)) * share);
    }
    // The loops divided by zero here.
    if (from <= i && i < to) store<f64>(at(out, i), own);
  }
}

/**
 * Row of differences d_j - lambda becomes the unit eigenvector z_j / (d_j - lambda), with value j
 * at place `places[j]`.
 */
export function secularVector(
  k: i32,
  row: usize,
  z: usize,
  places: usize,
  scratch: usize,
): void {
  let square: f64 = 0;
  for (let j = 0; j < k; j++) {
    const value = load<f64>(at(z, j)) / load<f64>(at(row, j));
    square += value * value;
    store<f64>(at(scratch, <i32>load<f64>(at(places, j))), value);
  }
  const factor = 1 / Math.sqrt(square);
  for (let j = 0; j < k; j++) store<f64>(at(row, j), load<f64>(at(scratch, j)) * factor);
}
