import { madd } from "./madd";
import { reflector } from "./reflector";
import { across, at, axpy, combine, dot, dots, scale } from "./vector";

/**
 * Householder tridiagonalisation of a symmetric matrix, of which row r holds the entries from the
 * diagonal on (upper triangle; `stride` is even, and what lies beyond column n is zeros). In each
 * panel, V holds the reflections and W what they do to the matrix: A - V'W - W'V, one row each.
 *
 * Source: Dongarra, Sorensen, Hammarling 1989, Block reduction of matrices to condensed forms;
 * LAPACK's dlatrd.
 */

/**
 * Brings row j up to date with the `count` reflections of its panel, and finds the next one. It
 * stays in row j of the matrix for the way back; d[j], e[j] and tau[j] are stored.
 */
export function reduceRow(
  a: usize,
  stride: i32,
  n: i32,
  j: i32,
  count: i32,
  v: usize,
  w: usize,
  d: usize,
  e: usize,
  tau: usize,
  scratch: usize,
): void {
  const row = at(a, j * stride);
  const even = j & ~1;
  for (let q = 0; q < count; q++) {
    store<f64>(at(scratch, q), load<f64>(at(w, q * stride + j)));
    store<f64>(at(scratch, count + q), load<f64>(at(v, q * stride + j)));
  }
  combine(v, stride, count, scratch, -1, row, even, stride);
  combine(w, stride, count, at(scratch, count), -1, row, even, stride);
  store<f64>(at(d, j), load<f64>(at(row, j)));
  const reflection = at(v, count * stride);
  memory.fill(reflection, 0, (<usize>stride) << 3);
  if (j + 1 < n) {
    reflector(row, j + 1, stride, at(tau, j), at(e, j));
    const from = (j + 1) & ~1;
    memory.copy(at(reflection, from), at(row, from), (<usize>(stride - from)) << 3);
  }
}

/**
 * Part `part` of so many of the product of A (rows `start` to n, and what mirrors them) with x: a row of
 * the triangle is shorter the later it comes, and parts have equal areas. Each has a sum of its own.
 */
export function symmetricPart(
  a: usize,
  stride: i32,
  start: i32,
  n: i32,
  parts: i32,
  part: i32,
  x: usize,
  y: usize,
): void {
  const from = border(start, n, parts, part);
  const to = border(start, n, parts, part + 1);
  symmetricTimesVector(a, stride, start, from, to, x, at(y, part * stride));
}

function border(start: i32, n: i32, parts: i32, part: i32): i32 {
  if (part == parts) return n;
  const row = <f64>(n - start) * (1 - Math.sqrt(1 - <f64>part / <f64>parts));
  return start + (<i32>row & ~3);
}

/** y = (rows `from` to `to` of A, and what mirrors them) x, over values from `start` on. */
function symmetricTimesVector(
  a: usize,
  stride: i32,
  start: i32,
  from: i32,
  to: i32,
  x: usize,
  y: usize,
): void {
  const even = start & ~1;
  memory.fill(at(y, even), 0, (<usize>(stride - even)) << 3);
  let r = from;
  for (; r < to && r & 3; r++) oneRow(a, stride, r, x, y);
  for (; r + 4 <= to; r += 4) fourRows(a, stride, r, x, y);
  for (; r < to; r++) oneRow(a, stride, r, x, y);
}

// @ts-ignore: decorator
@inline
function addTo(y: usize, i: i32, value: f64): void {
  store<f64>(at(y, i), load<f64>(at(y, i)) + value);
}

function oneRow(a: usize, stride: i32, r: i32, x: usize, y: usize): void {
  const row = at(a, r * stride);
  const xr = load<f64>(at(x, r));
  addTo(y, r, load<f64>(at(row, r)) * xr);
  let c = r + 1;
  if (c & 1) {
    const value = load<f64>(at(row, c));
    addTo(y, c, value * xr);
    addTo(y, r, value * load<f64>(at(x, c)));
    c++;
  }
  axpy(xr, row, y, c, stride);
  addTo(y, r, dot(row, x, c, stride));
}

/** Rows r to r + 3, r a multiple of 4: each entry is loaded once and used for both triangles. */
function fourRows(a: usize, stride: i32, r: i32, x: usize, y: usize): void {
  for (let i = 0; i < 4; i++) {
    const row = at(a, (r + i) * stride);
    const xi = load<f64>(at(x, r + i));
    addTo(y, r + i, load<f64>(at(row, r + i)) * xi);
    for (let j = i + 1; j < 4; j++) {
      const value = load<f64>(at(row, r + j));
      addTo(y, r + j, value * xi);
      addTo(y, r + i, value * load<f64>(at(x, r + j)));
    }
  }
  const x0 = v128.load64_splat(at(x, r));
  const x1 = v128.load64_splat(at(x, r), 8);
  const x2 = v128.load64_splat(at(x, r), 16);
  const x3 = v128.load64_splat(at(x, r), 24);
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  const step = (<usize>stride) << 3;
  let row0 = at(a, r * stride + r + 4);
  let row1 = row0 + step;
  let row2 = row1 + step;
  let row3 = row2 + step;
  let px = at(x, r + 4);
  let py = at(y, r + 4);
  const end = at(x, stride);
  while (px < end) {
    const value = v128.load(px);
    const a0 = v128.load(row0);
    const a1 = v128.load(row1);
    const a2 = v128.load(row2);
    const a3 = v128.load(row3);
    s0 = madd(a0, value, s0);
    s1 = madd(a1, value, s1);
    s2 = madd(a2, value, s2);
    s3 = madd(a3, value, s3);
    const left = madd(a1, x1, madd(a0, x0, v128.load(py)));
    v128.store(py, f64x2.add(left, madd(a3, x3, f64x2.mul(a2, x2))));
    row0 += 16;
    row1 += 16;
    row2 += 16;
    row3 += 16;
    px += 16;
    py += 16;
  }
  addTo(y, r, across(s0));
  addTo(y, r + 1, across(s1));
  addTo(y, r + 2, across(s2));
  addTo(y, r + 3, across(s3));
}

/**
 * Makes w of the newest reflection v (row `count` of V) from the sum of `parts` vectors y, which
 * are A v without the panel's own changes.
 */
export function finishRow(
  stride: i32,
  j: i32,
  count: i32,
  v: usize,
  w: usize,
  tau: f64,
  y: usize,
  parts: i32,
  scratch: usize,
): void {
  const even = (j + 1) & ~1;
  const vector = at(v, count * stride);
  const out = at(w, count * stride);
  memory.fill(out, 0, (<usize>stride) << 3);
  memory.copy(at(out, even), at(y, even), (<usize>(stride - even)) << 3);
  for (let part = 1; part < parts; part++) axpy(1, at(y, part * stride), out, even, stride);
  if (even <= j) store<f64>(at(out, j), 0);
  dots(w, stride, count, vector, scratch, even, stride);
  dots(v, stride, count, vector, at(scratch, count), even, stride);
  combine(v, stride, count, scratch, -1, out, even, stride);
  combine(w, stride, count, at(scratch, count), -1, out, even, stride);
  scale(tau, out, even, stride);
  axpy(-0.5 * tau * dot(out, vector, even, stride), vector, out, even, stride);
  if (even <= j) store<f64>(at(out, j), 0);
}
