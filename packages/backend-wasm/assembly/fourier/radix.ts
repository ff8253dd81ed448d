import { madd, nmadd } from "../madd";

/**
 * Passes of a Stockham transform: sequences of length radix m become radix times as many of length
 * m. Values are of two lanes: the real parts of both, then their imaginary parts, 32 bytes. A value
 * of all sequences is `width` of them side by side, `xRow` bytes from the next value in x and
 * without gaps in y. `roots` has cos and sin of -2 pi p j / (radix m) for p < m and 0 < j < radix.
 *
 * Each pass is written out, since these few lines are where the time goes; those of 2 and 4, which do
 * little else, do not turn where p is 0.
 *
 * Source: Swarztrauber 1984, FFT algorithms for vector computers (the Stockham autosort), in its
 * decimation in frequency.
 */

// @ts-ignore: decorator
@inline
function re(at: usize): v128 {
  return v128.load(at);
}

// @ts-ignore: decorator
@inline
function im(at: usize): v128 {
  return v128.load(at, 16);
}

// @ts-ignore: decorator
@inline
function plain(to: usize, r: v128, i: v128): void {
  v128.store(to, r);
  v128.store(to, i, 16);
}

/** Stores (r + i i) times root j of those at `roots`, which begin with root 1. */
// @ts-ignore: decorator
@inline
function turned(to: usize, r: v128, i: v128, roots: usize, j: i32, turn: bool): void {
  if (turn) {
    const c = v128.load64_splat(roots + (<usize>(j - 1)) * 16);
    const s = v128.load64_splat(roots + (<usize>(j - 1)) * 16, 8);
    v128.store(to, nmadd(i, s, f64x2.mul(r, c)));
    v128.store(to, madd(r, s, f64x2.mul(i, c)), 16);
  } else {
    plain(to, r, i);
  }
}

// @ts-ignore: decorator
@inline
function twos(i: usize, end: usize, o: usize, step: usize, row: usize, w: usize, turn: bool): void {
  for (; i < end; i += 32, o += 32) {
    const ar = re(i);
    const ai = im(i);
    const br = re(i + step);
    const bi = im(i + step);
    plain(o, f64x2.add(ar, br), f64x2.add(ai, bi));
    turned(o + row, f64x2.sub(ar, br), f64x2.sub(ai, bi), w, 1, turn);
  }
}

// @ts-ignore: decorator
@inline
function threes(i: usize, end: usize, o: usize, step: usize, row: usize, w: usize): void {
  const half = f64x2.splat(0.5);
  const sin60 = f64x2.splat(0.8660254037844386468);
  for (; i < end; i += 32, o += 32) {
    const ar = re(i);
    const ai = im(i);
    const br = re(i + step);
    const bi = im(i + step);
    const cr = re(i + 2 * step);
    const ci = im(i + 2 * step);
    const tr = f64x2.add(br, cr);
    const ti = f64x2.add(bi, ci);
    plain(o, f64x2.add(ar, tr), f64x2.add(ai, ti));
    const ur = nmadd(half, tr, ar);
    const ui = nmadd(half, ti, ai);
    const vr = f64x2.mul(sin60, f64x2.sub(bi, ci));
    const vi = f64x2.mul(sin60, f64x2.sub(cr, br));
    turned(o + row, f64x2.add(ur, vr), f64x2.add(ui, vi), w, 1, true);
    turned(o + 2 * row, f64x2.sub(ur, vr), f64x2.sub(ui, vi), w, 2, true);
  }
}

// @ts-ignore: decorator
@inline
function fours(i: usize, end: usize, o: usize, step: usize, row: usize, w: usize, turn: bool): void {
  for (; i < end; i += 32, o += 32) {
    const ar = re(i);
    const ai = im(i);
    const br = re(i + step);
    const bi = im(i + step);
    const cr = re(i + 2 * step);
    const ci = im(i + 2 * step);
    const dr = re(i + 3 * step);
    const di = im(i + 3 * step);
    const er = f64x2.add(ar, cr);
    const ei = f64x2.add(ai, ci);
    const fr = f64x2.sub(ar, cr);
    const fi = f64x2.sub(ai, ci);
    const gr = f64x2.add(br, dr);
    const gi = f64x2.add(bi, di);
    const hr = f64x2.sub(bi, di);
    const hi = f64x2.sub(dr, br);
    plain(o, f64x2.add(er, gr), f64x2.add(ei, gi));
    turned(o + row, f64x2.add(fr, hr), f64x2.add(fi, hi), w, 1, turn);
    turned(o + 2 * row, f64x2.sub(er, gr), f64x2.sub(ei, gi), w, 2, turn);
    turned(o + 3 * row, f64x2.sub(fr, hr), f64x2.sub(fi, hi), w, 3, turn);
  }
}

const COS72 = 0.3090169943749474241;
const COS144 = -0.8090169943749474241;
const SIN72 = 0.9510565162951535721;
const SIN144 = 0.5877852522924731292;

// @ts-ignore: decorator
@inline
function fives(i: usize, end: usize, o: usize, step: usize, row: usize, w: usize): void {
  const c1 = f64x2.splat(COS72);
  const c2 = f64x2.splat(COS144);
  const s1 = f64x2.splat(SIN72);
  const s2 = f64x2.splat(SIN144);
  for (; i < end; i += 32, o += 32) {
    const ar = re(i);
    const ai = im(i);
    const t1r = f64x2.add(re(i + step), re(i + 4 * step));
    const t1i = f64x2.add(im(i + step), im(i + 4 * step));
    const d1r = f64x2.sub(re(i + step), re(i + 4 * step));
    const d1i = f64x2.sub(im(i + step), im(i + 4 * step));
    const t2r = f64x2.add(re(i + 2 * step), re(i + 3 * step));
    const t2i = f64x2.add(im(i + 2 * step), im(i + 3 * step));
    const d2r = f64x2.sub(re(i + 2 * step), re(i + 3 * step));
    const d2i = f64x2.sub(im(i + 2 * step), im(i + 3 * step));
    plain(o, f64x2.add(f64x2.add(ar, t1r), t2r), f64x2.add(f64x2.add(ai, t1i), t2i));
    const u1r = madd(c2, t2r, madd(c1, t1r, ar));
    const u1i = madd(c2, t2i, madd(c1, t1i, ai));
    const u2r = madd(c1, t2r, madd(c2, t1r, ar));
    const u2i = madd(c1, t2i, madd(c2, t1i, ai));
    // v = -i (s1 d1 + s2 d2), so that its real part is that of the imaginary parts.
    const v1r = madd(s2, d2i, f64x2.mul(s1, d1i));
    const v1i = f64x2.neg(madd(s2, d2r, f64x2.mul(s1, d1r)));
    const v2r = nmadd(s1, d2i, f64x2.mul(s2, d1i));
    const v2i = nmadd(s2, d1r, f64x2.mul(s1, d2r));
    turned(o + row, f64x2.add(u1r, v1r), f64x2.add(u1i, v1i), w, 1, true);
    turned(o + 2 * row, f64x2.add(u2r, v2r), f64x2.add(u2i, v2i), w, 2, true);
    turned(o + 3 * row, f64x2.sub(u2r, v2r), f64x2.sub(u2i, v2i), w, 3, true);
    turned(o + 4 * row, f64x2.sub(u1r, v1r), f64x2.sub(u1i, v1i), w, 4, true);
  }
}

const C1 = 0.6234898018587335305;
const C2 = -0.2225209339563144043;
const C3 = -0.9009688679024191262;
const S1 = 0.7818314824680298087;
const S2 = 0.9749279121818236070;
const S3 = 0.4338837391175581205;

// @ts-ignore: decorator
@inline
function sum3(a: v128, x: f64, tx: v128, y: f64, ty: v128, z: f64, tz: v128): v128 {
  return madd(f64x2.splat(z), tz, madd(f64x2.splat(y), ty, madd(f64x2.splat(x), tx, a)));
}

// @ts-ignore: decorator
@inline
function sevens(i: usize, end: usize, o: usize, step: usize, row: usize, w: usize): void {
  const zero = f64x2.splat(0);
  for (; i < end; i += 32, o += 32) {
    const ar = re(i);
    const ai = im(i);
    const t1r = f64x2.add(re(i + step), re(i + 6 * step));
    const t1i = f64x2.add(im(i + step), im(i + 6 * step));
    const d1r = f64x2.sub(re(i + step), re(i + 6 * step));
    const d1i = f64x2.sub(im(i + step), im(i + 6 * step));
    const t2r = f64x2.add(re(i + 2 * step), re(i + 5 * step));
    const t2i = f64x2.add(im(i + 2 * step), im(i + 5 * step));
    const d2r = f64x2.sub(re(i + 2 * step), re(i + 5 * step));
    const d2i = f64x2.sub(im(i + 2 * step), im(i + 5 * step));
    const t3r = f64x2.add(re(i + 3 * step), re(i + 4 * step));
    const t3i = f64x2.add(im(i + 3 * step), im(i + 4 * step));
    const d3r = f64x2.sub(re(i + 3 * step), re(i + 4 * step));
    const d3i = f64x2.sub(im(i + 3 * step), im(i + 4 * step));
    plain(
      o,
      f64x2.add(f64x2.add(ar, t1r), f64x2.add(t2r, t3r)),
      f64x2.add(f64x2.add(ai, t1i), f64x2.add(t2i, t3i)),
    );
    const u1r = sum3(ar, C1, t1r, C2, t2r, C3, t3r);
    const u1i = sum3(ai, C1, t1i, C2, t2i, C3, t3i);
    const v1r = sum3(zero, S1, d1i, S2, d2i, S3, d3i);
    const v1i = sum3(zero, -S1, d1r, -S2, d2r, -S3, d3r);
    turned(o + row, f64x2.add(u1r, v1r), f64x2.add(u1i, v1i), w, 1, true);
    turned(o + 6 * row, f64x2.sub(u1r, v1r), f64x2.sub(u1i, v1i), w, 6, true);
    const u2r = sum3(ar, C2, t1r, C3, t2r, C1, t3r);
    const u2i = sum3(ai, C2, t1i, C3, t2i, C1, t3i);
    const v2r = sum3(zero, S2, d1i, -S3, d2i, -S1, d3i);
    const v2i = sum3(zero, -S2, d1r, S3, d2r, S1, d3r);
    turned(o + 2 * row, f64x2.add(u2r, v2r), f64x2.add(u2i, v2i), w, 2, true);
    turned(o + 5 * row, f64x2.sub(u2r, v2r), f64x2.sub(u2i, v2i), w, 5, true);
    const u3r = sum3(ar, C3, t1r, C1, t2r, C2, t3r);
    const u3i = sum3(ai, C3, t1i, C1, t2i, C2, t3i);
    const v3r = sum3(zero, S3, d1i, -S1, d2i, S2, d3i);
    const v3i = sum3(zero, -S3, d1r, S1, d2r, -S2, d3r);
    turned(o + 3 * row, f64x2.add(u3r, v3r), f64x2.add(u3i, v3i), w, 3, true);
    turned(o + 4 * row, f64x2.sub(u3r, v3r), f64x2.sub(u3i, v3i), w, 4, true);
  }
}

/** One pass of radix 2, 3, 4, 5 or 7. */
export function pass(
  radix: i32,
  m: i32,
  width: i32,
  roots: usize,
  x: usize,
  xRow: usize,
  y: usize,
): void {
  const row = (<usize>width) << 5;
  const step = xRow * <usize>m;
  const turn = (<usize>(radix - 1)) << 4;
  for (let p = 0; p < m; p++) {
    const end = x + row;
    if (radix == 4) {
      if (p == 0) fours(x, end, y, step, row, roots, false);
      else fours(x, end, y, step, row, roots, true);
    } else if (radix == 2) {
      if (p == 0) twos(x, end, y, step, row, roots, false);
      else twos(x, end, y, step, row, roots, true);
    } else if (radix == 7) sevens(x, end, y, step, row, roots);
    else if (radix == 3) threes(x, end, y, step, row, roots);
    else fives(x, end, y, step, row, roots);
    x += xRow;
    y += <usize>radix * row;
    roots += turn;
  }
}
