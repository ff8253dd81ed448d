import { load2 } from "../pack";
import { across, at } from "../vector";

/** The sum of absolute values of each channel of one image; not finite where a value is not. */
// @ts-ignore: decorator
@inline
export function sizesOf<T>(source: usize, channels: i32, positions: i32, stepC: i32, sizes: usize): void {
  memory.fill(sizes, 0, (<usize>channels) << 3);
  if (stepC == 1) {
    const row = (<usize>channels) * sizeof<T>();
    let p = 0;
    // Four positions at once, so that each sum is loaded and stored a quarter as often.
    for (; p + 4 <= positions; p += 4) {
      const first = source + <usize>p * row;
      let c = 0;
      for (; c + 2 <= channels; c += 2) {
        const x = first + (<usize>c) * sizeof<T>();
        const s0 = f64x2.add(f64x2.abs(load2<T>(x)), f64x2.abs(load2<T>(x + row)));
        const s1 = f64x2.add(f64x2.abs(load2<T>(x + 2 * row)), f64x2.abs(load2<T>(x + 3 * row)));
        v128.store(at(sizes, c), f64x2.add(v128.load(at(sizes, c)), f64x2.add(s0, s1)));
      }
      for (; c < channels; c++) for (let q = 0; q < 4; q++) addSize<T>(first + <usize>q * row, c, sizes);
    }
    for (; p < positions; p++) {
      for (let c = 0; c < channels; c++) addSize<T>(source + <usize>p * row, c, sizes);
    }
    return;
  }
  for (let c = 0; c < channels; c++) {
    const x = source + (<usize>(c * stepC)) * sizeof<T>();
    let s0 = f64x2.splat(0);
    let s1 = s0;
    let p = 0;
    for (; p + 4 <= positions; p += 4) {
      const from = x + (<usize>p) * sizeof<T>();
      s0 = f64x2.add(s0, f64x2.abs(load2<T>(from)));
      s1 = f64x2.add(s1, f64x2.abs(load2<T>(from + 2 * sizeof<T>())));
    }
    let sum = across(f64x2.add(s0, s1));
    for (; p < positions; p++) sum += Math.abs(<f64>load<T>(x + (<usize>p) * sizeof<T>()));
    store<f64>(at(sizes, c), sum);
  }
}

// @ts-ignore: decorator
@inline
function addSize<T>(position: usize, c: i32, sizes: usize): void {
  const value = Math.abs(<f64>load<T>(position + (<usize>c) * sizeof<T>()));
  store<f64>(at(sizes, c), load<f64>(at(sizes, c)) + value);
}

/**
 * Powers of two that bring channels of these sizes to about the same one, and half of what takes
 * that back; 0 for a channel that is zero throughout, or that is not there. Of each unit first the
 * even channels, then the odd ones.
 *
 * Two channels that are transformed as one complex signal share its rounding. Without this, a small
 * channel would get the rounding of a large one, and a dead one would not stay zero.
 */
export function balance(sizes: usize, channels: i32, units: i32, factors: usize, halves: usize): void {
  for (let c = 0; c < units << 2; c++) {
    const place = (c & ~3) + ((c & 1) << 1) + ((c >> 1) & 1);
    const size = c < channels ? load<f64>(at(sizes, c)) : 0;
    const bits = <i64>(reinterpret<u64>(size) >> 52);
    const exponent = min<i64>(1000, max<i64>(-1000, bits - 1023));
    const factor = reinterpret<f64>((1023 - exponent) << 52);
    const half = reinterpret<f64>((1022 + exponent) << 52);
    store<f64>(at(factors, place), size == 0 ? 0 : factor);
    store<f64>(at(halves, place), size == 0 ? 0 : half);
  }
}
