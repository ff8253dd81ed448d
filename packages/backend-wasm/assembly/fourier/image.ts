import { address, whole } from "../description";
import { own } from "../thread";
import { at } from "../vector";
import { loadRow } from "./load";
import { pass } from "./radix";
import { balance, sizesOf } from "./sizes";

/**
 * The coefficients of one image at some frequencies, channel by channel, float64.
 *
 * `task` is (data, float32, channels, height, width, values from channel to channel, values from
 * position to position, plan of a row, plan of a column, columns, their number, real parts,
 * imaginary parts, values from frequency to frequency, first image, sizes, scratch, bytes of it a
 * thread, units at a time, and in the outputs: values from image to image, from channel to channel,
 * and how many channels). A unit is four channels, as two complex signals: an even channel and the
 * odd one after it are real and imaginary part. Outputs may have more channels than there are, up to
 * whole units: zeros.
 *
 * A column is (column, the opposite one, frequencies, and for each its number, its place and that
 * of its opposite in both columns, one below the other).
 */
export function imageSpectra(task: usize, image: i32): void {
  const single = whole(task, 1);
  const channels = whole(task, 2);
  const height = whole(task, 3);
  const width = whole(task, 4);
  const stepC = whole(task, 5);
  const stepP = whole(task, 6);
  const most = whole(task, 18);
  const units = (channels + 3) >> 2;
  const bytes = <usize>(channels * height * width) << (single ? 2 : 3);
  const source = address(task, 0) + <usize>image * bytes;
  const sizes = at(address(task, 15), image * channels);
  const mostRow = (<usize>most) << 5;
  const longest = <usize>max(height, width) * mostRow;

  const factors = own(address(task, 16), address(task, 17));
  const halves = factors + ((<usize>units) << 5);
  const line = halves + ((<usize>units) << 5);
  const a = line + longest;
  const b = a + longest;
  const both = b + longest;
  const grid = both + 2 * (<usize>height) * mostRow;

  if (single) sizesOf<f32>(source, channels, height * width, stepC, sizes);
  else sizesOf<f64>(source, channels, height * width, stepC, sizes);
  balance(sizes, channels, units, factors, halves);

  const row = <usize>(whole(task, 14) + image) * <usize>whole(task, 19);
  const outR = address(task, 11) + (row << 3);
  const outI = address(task, 12) + (row << 3);
  const stepOut = whole(task, 20);
  const written = whole(task, 21);
  for (let unit = 0; unit < units; unit += most) {
    const some = min(most, units - unit);
    const step = (<usize>some) << 5;
    for (let y = 0; y < height; y++) {
      const position = y * width;
      if (single) {
        loadRow<f32>(source, channels, position, width, stepC, stepP, unit, some, factors, line);
      } else {
        loadRow<f64>(source, channels, position, width, stepC, stepP, unit, some, factors, line);
      }
      transform(address(task, 7), line, step, some, a, b, grid + <usize>position * step);
    }
    let column = address(task, 9);
    for (let c = 0; c < whole(task, 10); c++) {
      const place = <usize>whole(column, 0);
      const opposite = <usize>whole(column, 1);
      const count = whole(column, 2);
      const rows = <usize>width * step;
      transform(address(task, 8), grid + place * step, rows, some, a, b, both);
      if (opposite != place) {
        const second = both + <usize>height * step;
        transform(address(task, 8), grid + opposite * step, rows, some, a, b, second);
      }
      column += 24;
      for (let k = 0; k < count; k++, column += 24) {
        const channel = unit << 2;
        const to = whole(column, 0) * whole(task, 13) + channel * stepOut;
        separate(
          both + <usize>whole(column, 1) * step,
          both + <usize>whole(column, 2) * step,
          halves + ((<usize>unit) << 5),
          min(some << 2, written - channel),
          stepOut,
          at(outR, to),
          at(outI, to),
        );
      }
    }
  }
}

/** Transforms what begins at x, `xRow` bytes from value to value, to `out`, by way of a and b. */
function transform(plan: usize, x: usize, xRow: usize, width: i32, a: usize, b: usize, out: usize): void {
  const stages = whole(plan, 0);
  if (stages == 0) memory.copy(out, x, (<usize>width) << 5);
  for (let s = 0; s < stages; s++) {
    const stage = at(plan, 1 + 3 * s);
    const to = s == stages - 1 ? out : s & 1 ? b : a;
    const radix = whole(stage, 0);
    pass(radix, whole(stage, 1), width, address(stage, 2), x, xRow, to);
    x = to;
    width *= radix;
    xRow = (<usize>width) << 5;
  }
}

/**
 * The spectra A and B of the two real channels of each signal Z at one frequency:
 * A[k] = (Z[k] + conj Z[-k]) / 2 and B[k] = (Z[k] - conj Z[-k]) / 2i.
 */
function separate(
  plus: usize,
  minus: usize,
  halves: usize,
  channels: i32,
  step: i32,
  re: usize,
  im: usize,
): void {
  for (let c = 0; c < channels; c += 4) {
    const ar = v128.load(plus);
    const ai = v128.load(plus, 16);
    const br = v128.load(minus);
    const bi = v128.load(minus, 16);
    const even = v128.load(halves);
    const odd = v128.load(halves, 16);
    const evenR = f64x2.mul(even, f64x2.add(ar, br));
    const evenI = f64x2.mul(even, f64x2.sub(ai, bi));
    const oddR = f64x2.mul(odd, f64x2.add(ai, bi));
    const oddI = f64x2.mul(odd, f64x2.sub(br, ar));
    if (step == 1 && c + 4 <= channels) {
      v128.store(re, v128.shuffle<i64>(evenR, oddR, 0, 2));
      v128.store(re, v128.shuffle<i64>(evenR, oddR, 1, 3), 16);
      v128.store(im, v128.shuffle<i64>(evenI, oddI, 0, 2));
      v128.store(im, v128.shuffle<i64>(evenI, oddI, 1, 3), 16);
    } else {
      scatter(re, step, channels - c, evenR, oddR);
      scatter(im, step, channels - c, evenI, oddI);
    }
    plus += 32;
    minus += 32;
    halves += 32;
    re = at(re, step << 2);
    im = at(im, step << 2);
  }
}

/** Up to four channels, `step` values from each other. */
// @ts-ignore: decorator
@inline
function scatter(to: usize, step: i32, channels: i32, even: v128, odd: v128): void {
  store<f64>(to, f64x2.extract_lane(even, 0));
  if (channels > 1) store<f64>(at(to, step), f64x2.extract_lane(odd, 0));
  if (channels > 2) store<f64>(at(to, 2 * step), f64x2.extract_lane(even, 1));
  if (channels > 3) store<f64>(at(to, 3 * step), f64x2.extract_lane(odd, 1));
}
