import { bidiagonalQr } from "../bidiagonal";
import { at } from "../vector";
import { adjointI, adjointR, im, put, re, timesI, timesR, value } from "./pair";
import { pairReflector } from "./reflector";

/**
 * Reduces two m x n matrices, m >= n, which are destroyed, to real bidiagonal ones with the same
 * singular values: reflections from the left and the right in turn. d and e are as of
 * `pairTridiagonal`, the last value of e is 0; `v` and `w` are scratch of m + 2 and n values.
 *
 * Source: Golub & Van Loan, Matrix Computations, 5.4.8, and LAPACK's zgebd2.
 */
function pairBidiagonal(
  a: usize,
  m: i32,
  n: i32,
  d: usize,
  e: usize,
  v: usize,
  w: usize,
): void {
  const found = value(v, m);
  for (let k = 0; k < n; k++) {
    const corner = value(a, k * (n + 1));
    for (let i = 0; i < m - k; i++) {
      const from = value(corner, i * n);
      put(value(v, i), re(from), im(from));
    }
    pairReflector(v, m - k, found);
    apart(im(found), at(d, k), n);
    if (k + 1 == n) {
      apart(f64x2.splat(0), at(e, k), n);
      break;
    }
    fromLeft(corner + 32, m - k, n - k - 1, n, v, re(found), w);
    // The conjugate of the row: the reflection acts on its adjoint.
    for (let j = 0; j < n - k - 1; j++) {
      const from = value(corner, j + 1);
      put(value(w, j), re(from), f64x2.neg(im(from)));
    }
    pairReflector(w, n - k - 1, found);
    apart(im(found), at(e, k), n);
    const below = value(corner, n + 1);
    for (let i = 0; i < m - k - 1; i++) fromRight(value(below, i * n), n - k - 1, w, re(found));
  }
}

// @ts-ignore: decorator
@inline
function apart(x: v128, to: usize, n: i32): void {
  store<f64>(to, f64x2.extract_lane(x, 0));
  store<f64>(at(to, n), f64x2.extract_lane(x, 1));
}

/** A becomes H A, in `rows` x `columns` values from `a` on, rows n apart. */
function fromLeft(
  a: usize,
  rows: i32,
  columns: i32,
  n: i32,
  v: usize,
  scale: v128,
  w: usize,
): void {
  memory.fill(w, 0, (<usize>columns) << 5);
  for (let i = 0; i < rows; i++) {
    const vr = re(value(v, i));
    const vi = im(value(v, i));
    const row = value(a, i * n);
    for (let j = 0; j < columns; j++) {
      const x = value(row, j);
      const out = value(w, j);
      put(
        out,
        adjointR(vr, vi, re(x), im(x), re(out)),
        adjointI(vr, vi, re(x), im(x), im(out)),
      );
    }
  }
  for (let i = 0; i < rows; i++) {
    const vr = f64x2.neg(f64x2.mul(scale, re(value(v, i))));
    const vi = f64x2.neg(f64x2.mul(scale, im(value(v, i))));
    const row = value(a, i * n);
    for (let j = 0; j < columns; j++) {
      const x = value(row, j);
      const y = value(w, j);
      put(x, timesR(vr, vi, re(y), im(y), re(x)), timesI(vr, vi, re(y), im(y), im(x)));
    }
  }
}

/** A row x becomes x H. */
function fromRight(x: usize, count: i32, v: usize, scale: v128): void {
  let r = f64x2.splat(0);
  let s = r;
  for (let j = 0; j < count; j++) {
    const p = value(x, j);
    const q = value(v, j);
    r = timesR(re(p), im(p), re(q), im(q), r);
    s = timesI(re(p), im(p), re(q), im(q), s);
  }
  r = f64x2.neg(f64x2.mul(scale, r));
  s = f64x2.neg(f64x2.mul(scale, s));
  for (let j = 0; j < count; j++) {
    const p = value(x, j);
    const q = value(v, j);
    // Times conj(v).
    put(p, adjointR(re(q), im(q), r, s, re(p)), adjointI(re(q), im(q), r, s, im(p)));
  }
}

/**
 * Singular values of two m x n matrices, m >= n, which are destroyed: n values of any sign, in no
 * order, of the first and then of the second at d. e has room for as many, and `scratch` for
 * m + n + 3 values.
 */
export function pairSingularValues(
  a: usize,
  m: i32,
  n: i32,
  d: usize,
  e: usize,
  scratch: usize,
): void {
  const w = value(scratch, m + 2);
  pairBidiagonal(a, m, n, d, e, scratch, w);
  for (let lane = 0; lane < 2; lane++) {
    store<f64>(w, n);
    store<f64>(w, 0, 8);
    store<f64>(w, 0, 16);
    bidiagonalQr(at(d, lane * n), at(e, lane * n), w, 0, 0, 0);
  }
}
