import { madd, nmadd } from "../madd";
import { at } from "../vector";
import { adjointI, adjointR, im, put, re, timesI, timesR, value } from "./pair";
import { pairReflector } from "./reflector";

/**
 * Reduces two Hermitian n x n matrices to real tridiagonal ones, A = Q T Q^H with Q = H_0 H_1 ... D:
 * row j of `a` holds the conjugates of row j of the matrix from the diagonal on, so that
 * reflections lie in rows. d and e (n values each of both matrices: those of the first, then of the
 * second) are T; `scales` has a value for each reflection, `phases` the diagonal of D, and `w` is
 * scratch of n + 2 values.
 *
 * Source: Golub & Van Loan, Matrix Computations, 8.3.1, and LAPACK's zhetd2.
 */
export function pairTridiagonal(
  a: usize,
  n: i32,
  d: usize,
  e: usize,
  scales: usize,
  phases: usize,
  w: usize,
): void {
  put(phases, f64x2.splat(1), f64x2.splat(0));
  const found = value(w, n);
  for (let k = 0; k < n; k++) {
    const row = value(a, k * n + k);
    apart(re(row), at(d, k), n);
    if (k + 1 == n) break;
    pairReflector(row + 32, n - k - 1, found);
    v128.store(scales + ((<usize>k) << 4), re(found));
    apart(im(found), at(e, k), n);
    // The reflection leaves -|x| times the phase; D takes the phase out.
    const turnR = f64x2.neg(re(found + 32));
    const turnI = f64x2.neg(im(found + 32));
    const known = value(phases, k);
    const zero = f64x2.splat(0);
    put(
      known + 32,
      timesR(re(known), im(known), turnR, turnI, zero),
      timesI(re(known), im(known), turnR, turnI, zero),
    );
    bothSides(a, n, k + 1, row + 32, found, w);
  }
}

/** The two lanes to places that are `apart` values from each other. */
// @ts-ignore: decorator
@inline
function apart(x: v128, to: usize, n: i32): void {
  store<f64>(to, f64x2.extract_lane(x, 0));
  store<f64>(at(to, n), f64x2.extract_lane(x, 1));
}

/**
 * A becomes H A H from row `first` on: A - v w^H - w v^H, with the scale of the reflection at
 * `found`. (V8 14 ends the process over a vector that is a parameter of a function and comes twice in
 * what it would join to 256 bits.)
 */
function bothSides(a: usize, n: i32, first: i32, v: usize, found: usize, w: usize): void {
  const m = n - first;
  const scale = re(found);
  memory.fill(w, 0, (<usize>m) << 5);
  for (let j = 0; j < m; j++) {
    // Column j of the lower triangle, which stands for row j of the upper one too.
    const diagonal = value(a, (first + j) * (n + 1));
    const vr = re(value(v, j));
    const vi = im(value(v, j));
    const size = re(diagonal);
    let sumR = f64x2.mul(size, vr);
    let sumI = f64x2.mul(size, vi);
    for (let i = j + 1; i < m; i++) {
      const here = diagonal + ((<usize>(i - j)) << 5);
      const ar = re(here);
      const ai = im(here);
      const ur = re(value(v, i));
      const ui = im(value(v, i));
      const out = value(w, i);
      put(out, timesR(ar, ai, vr, vi, re(out)), timesI(ar, ai, vr, vi, im(out)));
      sumR = adjointR(ar, ai, ur, ui, sumR);
      sumI = adjointI(ar, ai, ur, ui, sumI);
    }
    const out = value(w, j);
    put(out, f64x2.add(re(out), sumR), f64x2.add(im(out), sumI));
  }
  let dot = f64x2.splat(0);
  for (let i = 0; i < m; i++) {
    const x = value(w, i);
    const y = value(v, i);
    dot = adjointR(re(x), im(x), re(y), im(y), dot);
  }
  const half = f64x2.mul(f64x2.splat(0.5), f64x2.mul(f64x2.mul(scale, scale), dot));
  for (let i = 0; i < m; i++) {
    const x = value(w, i);
    const y = value(v, i);
    put(
      x,
      nmadd(half, re(y), f64x2.mul(scale, re(x))),
      nmadd(half, im(y), f64x2.mul(scale, im(x))),
    );
  }
  for (let j = 0; j < m; j++) {
    const diagonal = value(a, (first + j) * (n + 1));
    const vr = re(value(v, j));
    const vi = im(value(v, j));
    const wr = re(value(w, j));
    const wi = im(value(w, j));
    for (let i = j; i < m; i++) {
      const here = diagonal + ((<usize>(i - j)) << 5);
      const ur = re(value(v, i));
      const ui = im(value(v, i));
      const xr = re(value(w, i));
      const xi = im(value(w, i));
      // v_i conj(w_j) + w_i conj(v_j).
      let r = nmadd(ur, wr, re(here));
      r = nmadd(ui, wi, r);
      r = nmadd(xr, vr, r);
      r = nmadd(xi, vi, r);
      let s = nmadd(ui, wr, im(here));
      s = madd(ur, wi, s);
      s = nmadd(xi, vr, s);
      s = madd(xr, vi, s);
      put(here, r, s);
    }
  }
}

/**
 * Eigenvectors of two Hermitian matrices from those of their tridiagonal matrices: row r of `out`
 * (`count` of them, even, n values each) becomes Q times row `order`[r] of z for the first matrix, and row
 * `order`[count + r] of z + n `stride` for the second. A row of z is `stride` float64 values.
 */
export function pairVectors(
  a: usize,
  n: i32,
  scales: usize,
  phases: usize,
  z: usize,
  stride: i32,
  order: usize,
  count: i32,
  out: usize,
): void {
  for (let r = 0; r < count; r++) {
    const x = at(z, <i32>load<f64>(at(order, r)) * stride);
    const y = at(z, (n + <i32>load<f64>(at(order, count + r))) * stride);
    const row = value(out, r * n);
    for (let j = 0; j < n; j++) {
      const both = f64x2.replace_lane(f64x2.splat(load<f64>(at(x, j))), 1, load<f64>(at(y, j)));
      const phase = value(phases, j);
      put(value(row, j), f64x2.mul(both, re(phase)), f64x2.mul(both, im(phase)));
    }
  }
  for (let r = 0; r < count; r += 2) {
    for (let k = n - 2; k >= 0; k--) {
      const v = value(a, k * n + k + 1);
      const rows = value(out, r * n + k + 1);
      reflectTwo(v, n - k - 1, v128.load(scales + ((<usize>k) << 4)), rows, value(rows, n));
    }
  }
}

/** Two rows at once, so that the reflection is loaded half as often. */
function reflectTwo(v: usize, m: i32, scale: v128, x: usize, y: usize): void {
  let xr = f64x2.splat(0);
  let xi = xr;
  let yr = xr;
  let yi = xr;
  for (let j = 0; j < m; j++) {
    const vr = re(value(v, j));
    const vi = im(value(v, j));
    const p = value(x, j);
    const q = value(y, j);
    xr = adjointR(vr, vi, re(p), im(p), xr);
    xi = adjointI(vr, vi, re(p), im(p), xi);
    yr = adjointR(vr, vi, re(q), im(q), yr);
    yi = adjointI(vr, vi, re(q), im(q), yi);
  }
  xr = f64x2.neg(f64x2.mul(scale, xr));
  xi = f64x2.neg(f64x2.mul(scale, xi));
  yr = f64x2.neg(f64x2.mul(scale, yr));
  yi = f64x2.neg(f64x2.mul(scale, yi));
  for (let j = 0; j < m; j++) {
    const vr = re(value(v, j));
    const vi = im(value(v, j));
    const p = value(x, j);
    const q = value(y, j);
    put(p, timesR(vr, vi, xr, xi, re(p)), timesI(vr, vi, xr, xi, im(p)));
    put(q, timesR(vr, vi, yr, yi, re(q)), timesI(vr, vi, yr, yi, im(q)));
  }
}
