import { address, whole } from "../description";
import { multiply } from "../multiply";
import { pack } from "../pack";
import { own } from "../thread";
import { at } from "../vector";
import { crossTiles, hermitianTiles } from "./tiles";

/** Strips of images that go through the directions together: 256 KB of the second-level cache. */
const ROWS = 32;

/** Bits of what a unit adds up. */
const XX = 1;
const YY = 2;
const XY = 4;

/**
 * Adds a block of images to the complex moments of one frequency: of x with itself, of y with itself,
 * of x with y, whichever the flags say.
 *
 * A unit is (Re x, Im x, Re y, Im y, sums, flags, channels of x, channels of y, and for x and then
 * for y, where it is seen along directions and not channel by channel: packed directions, or 0,
 * what is subtracted first, and their number): values of images x channels; channels and directions
 * are multiples of four. Sums are the means, twice (Re x, Im x, Re y, Im y: those
 * of an odd block are read in the next one and the other way round), then the products. A product
 * of x with itself takes the room of a real one: its real parts above the diagonal, its imaginary
 * parts below, in tiles of 4 x 4, and behind it the imaginary parts of the tiles on the diagonal.
 * That of x with y is its real parts and then its imaginary parts.
 *
 * Blocks are merged (Chan, Golub, LeVeque 1983) by one more row: the difference of the means times
 * the root of the weight. Part `part` of `parts` does its share of the columns; every value is the
 * same sum in the same order whoever adds it up.
 *
 * @param before images in the blocks before. @param odd whether this block is an odd one.
 */
export function unitMoments(
  units: usize,
  unit: i32,
  part: i32,
  parts: i32,
  images: i32,
  before: f64,
  odd: i32,
  scratch: usize,
  bytes: usize,
  wide: i32,
): void {
  const task = at(units, unit << 4);
  const flags = whole(task, 5);
  const a = whole(task, 8) ? whole(task, 10) : whole(task, 6);
  const b = whole(task, 11) ? whole(task, 13) : whole(task, 7);
  const sums = address(task, 4);
  const slot = (a + b) << 1;
  const known = at(sums, odd ? slot : 0);
  const fresh = at(sums, odd ? 0 : slot);
  const inner = (images + 1) << 1;

  const sx = own(scratch, bytes);
  const tx = at(sx, inner * a);
  const sy = at(tx, inner * a);
  const ty = at(sy, inner * b);
  const rest = at(ty, inner * b);
  let re = address(task, 0);
  let im = address(task, 1);
  if (whole(task, 8)) {
    im = along(re, im, images, whole(task, 6), at(task, 8), wide, rest);
    re = rest;
  }
  side(re, im, a, images, before, known, fresh, sx, tx);
  if (b) {
    const knownY = at(known, a << 1);
    const freshY = at(fresh, a << 1);
    re = address(task, 2);
    im = address(task, 3);
    if (whole(task, 11)) {
      im = along(re, im, images, whole(task, 7), at(task, 11), wide, rest);
      re = rest;
    }
    side(re, im, b, images, before, knownY, freshY, sy, ty);
  }
  let product = at(sums, slot << 1);
  if (flags & XX) {
    hermitianTiles(sx, tx, inner, a, product, part, parts, wide);
    product = at(product, a * (a + 4));
  }
  if (flags & YY) {
    hermitianTiles(sy, ty, inner, b, product, part, parts, wide);
    product = at(product, b * (b + 4));
  }
  if (flags & XY) crossTiles(sx, tx, sy, inner, a, b, product, part, parts, wide);
}

/**
 * Images along directions: the parts of W^H (z - mean) of each, real parts at `out` and imaginary
 * parts at the address that is returned. `directions` is (W, mean, number), W packed in strips of
 * its columns, its real parts and then its imaginary parts.
 */
function along(
  re: usize,
  im: usize,
  images: i32,
  channels: i32,
  directions: usize,
  wide: i32,
  out: usize,
): usize {
  const w = address(directions, 0);
  const mean = address(directions, 1);
  const count = whole(directions, 2);
  const strips = (images + 3) >> 2;
  const part = (<usize>(strips * count)) << 5;
  const values = (<usize>(strips * channels)) << 5;
  const xr = out + 2 * part;
  const xi = xr + values;
  const minus = xi + values;
  const wi = at(w, channels * count);
  const across = count >> 2;
  const kind = wide ? 2 : 0;
  pack(re, 0, 1, channels, channels, images, mean, 1, xr, 0, strips);
  pack(im, 0, 1, channels, channels, images, at(mean, channels), 1, xi, 0, strips);
  pack(re, 0, 1, channels, channels, images, mean, -1, minus, 0, strips);
  memory.fill(out, 0, 2 * part);
  for (let i = 0; i < strips; i += ROWS) {
    const end = min(i + ROWS, strips);
    multiply(xr, w, channels, out, count, i, end, 0, across, kind);
    multiply(xi, wi, channels, out, count, i, end, 0, across, kind);
    multiply(xi, w, channels, out + part, count, i, end, 0, across, kind);
    multiply(minus, wi, channels, out + part, count, i, end, 0, across, kind);
  }
  return out + part;
}

/**
 * Centres one side and packs it in strips of four channels: s has the real parts of all images,
 * then their imaginary parts, and t the imaginary parts, then the real parts negated, so that s's
 * and t's are real and imaginary part of the sum of z z^H.
 */
function side(
  re: usize,
  im: usize,
  width: i32,
  images: i32,
  before: f64,
  known: usize,
  fresh: usize,
  s: usize,
  t: usize,
): void {
  const share = <f64>images / (before + <f64>images);
  const root = Math.sqrt(before * share);
  const half = (<usize>(images + 1)) << 5;
  for (let c = 0; c < width; c += 4) {
    for (let pair = 0; pair < 4; pair += 2) {
      const place = (<usize>(c + pair)) << 3;
      const to = (<usize>pair) << 3;
      const imaginary = (<usize>width) << 3;
      strip(re + place, width, images, share, root, known + place, fresh + place, s + to, t + half + to, true);
      strip(
        im + place,
        width,
        images,
        share,
        root,
        known + imaginary + place,
        fresh + imaginary + place,
        s + half + to,
        t + to,
        false,
      );
    }
    s += 2 * half;
    t += 2 * half;
  }
}

/** Two columns of one part, centred, to two places: the second negated or not. */
// @ts-ignore: decorator
@inline
function strip(
  from: usize,
  width: i32,
  images: i32,
  share: f64,
  root: f64,
  known: usize,
  fresh: usize,
  s: usize,
  t: usize,
  negate: bool,
): void {
  const row = (<usize>width) << 3;
  const first = v128.load(from);
  const end = from + <usize>images * row;
  let sum = f64x2.splat(0);
  for (let x = from; x < end; x += row) sum = f64x2.add(sum, f64x2.sub(v128.load(x), first));
  const mean = f64x2.add(first, f64x2.div(sum, f64x2.splat(<f64>images)));
  const old = v128.load(known);
  const difference = f64x2.sub(mean, old);
  v128.store(fresh, f64x2.add(old, f64x2.mul(difference, f64x2.splat(share))));
  for (let x = from; x < end; x += row, s += 32, t += 32) {
    const value = f64x2.sub(v128.load(x), mean);
    v128.store(s, value);
    v128.store(t, negate ? f64x2.neg(value) : value);
  }
  const merged = f64x2.mul(difference, f64x2.splat(root));
  v128.store(s, merged);
  v128.store(t, negate ? f64x2.neg(merged) : merged);
}
