import type { Axes } from "../block.js";

/** The sum of absolute values of each channel of one image. */
export function sizesOf(
  data: Float32Array | Float64Array,
  { channels, positions, values, stepC, stepP }: Axes,
  image: number,
  sizes: Float64Array,
): void {
  const base = image * values;
  if (stepC === 1) {
    sizes.fill(0);
    let p = 0;
    // Four positions at once, so that each sum is loaded and stored a quarter as often.
    for (; p + 4 <= positions; p += 4) {
      let from = base + p * channels;
      for (let c = 0; c < channels; c++, from++) {
        sizes[c]! +=
          Math.abs(data[from]!) +
          Math.abs(data[from + channels]!) +
          Math.abs(data[from + 2 * channels]!) +
          Math.abs(data[from + 3 * channels]!);
      }
    }
    for (let from = base + p * channels; p < positions; p++) {
      for (let c = 0; c < channels; c++, from++) sizes[c]! += Math.abs(data[from]!);
    }
    return;
  }
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    for (let p = 0, from = base + c * stepC; p < positions; p++, from += stepP) {
      sum += Math.abs(data[from]!);
    }
    sizes[c] = sum;
  }
}

/**
 * Powers of two that bring channels of these sizes to about the same one, and half of what takes
 * that back; 0 for a channel that is zero throughout.
 *
 * Two channels that are transformed as one complex signal share its rounding. Without this, a
 * small channel would get the rounding of a large one, and a dead one would not stay zero.
 */
export function balance(sizes: Float64Array, factors: Float64Array, halves: Float64Array): void {
  for (let c = 0; c < sizes.length; c++) {
    const size = sizes[c]!;
    const exponent = size > 0 ? Math.min(1000, Math.max(-1000, Math.floor(Math.log2(size)))) : 0;
    factors[c] = size === 0 ? 0 : 2 ** -exponent;
    halves[c] = size === 0 ? 0 : 0.5 * 2 ** exponent;
  }
}
