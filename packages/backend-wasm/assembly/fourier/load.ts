/**
 * Puts `width` positions of `units` units of four channels, times their factors, at `to`: position by
 * position, of each unit the two even channels as real and the two odd ones as imaginary parts.
 */
// @ts-ignore: decorator
@inline
export function loadRow<T>(
  source: usize,
  channels: i32,
  position: i32,
  width: i32,
  stepC: i32,
  stepP: i32,
  unit: i32,
  units: i32,
  factors: usize,
  to: usize,
): void {
  const start = source + (<usize>(position * stepP)) * sizeof<T>();
  const row = (<usize>units) << 5;
  for (let u = 0; u < units; u++) {
    const c = (unit + u) << 2;
    const from = start + (<usize>(c * stepC)) * sizeof<T>();
    const times = factors + ((<usize>(unit + u)) << 5);
    const out = to + ((<usize>u) << 5);
    if (stepC == 1 && c + 4 <= channels) {
      besides<T>(from, (<usize>stepP) * sizeof<T>(), width, times, out, row);
    } else {
      const step = (<usize>stepC) * sizeof<T>();
      // What is not there is the first channel times 0.
      const second = c + 1 < channels ? from + step : from;
      const third = c + 2 < channels ? from + 2 * step : from;
      const fourth = c + 3 < channels ? from + 3 * step : from;
      apart<T>(from, second, third, fourth, (<usize>stepP) * sizeof<T>(), width, times, out, row);
    }
  }
}

/** Four channels side by side. */
// @ts-ignore: decorator
@inline
function besides<T>(from: usize, step: usize, width: i32, times: usize, out: usize, row: usize): void {
  const even = v128.load(times);
  const odd = v128.load(times, 16);
  for (let x = 0; x < width; x++) {
    if (sizeof<T>() == 4) {
      const values = v128.load(from);
      const evens = f64x2.promote_low_f32x4(v128.shuffle<i32>(values, values, 0, 2, 0, 2));
      const odds = f64x2.promote_low_f32x4(v128.shuffle<i32>(values, values, 1, 3, 1, 3));
      v128.store(out, f64x2.mul(even, evens));
      v128.store(out, f64x2.mul(odd, odds), 16);
    } else {
      const low = v128.load(from);
      const high = v128.load(from, 16);
      v128.store(out, f64x2.mul(even, v128.shuffle<i64>(low, high, 0, 2)));
      v128.store(out, f64x2.mul(odd, v128.shuffle<i64>(low, high, 1, 3)), 16);
    }
    from += step;
    out += row;
  }
}

/** Four channels in places of their own. */
// @ts-ignore: decorator
@inline
function apart<T>(
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  step: usize,
  width: i32,
  times: usize,
  out: usize,
  row: usize,
): void {
  const even = v128.load(times);
  const odd = v128.load(times, 16);
  for (let x = 0; x < width; x++) {
    const first = f64x2.splat(<f64>load<T>(a));
    const second = f64x2.splat(<f64>load<T>(b));
    v128.store(out, f64x2.mul(even, f64x2.replace_lane(first, 1, <f64>load<T>(c))));
    v128.store(out, f64x2.mul(odd, f64x2.replace_lane(second, 1, <f64>load<T>(d))), 16);
    a += step;
    b += step;
    c += step;
    d += step;
    out += row;
  }
}
