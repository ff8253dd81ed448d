import type { Axes } from "../block.js";
import type { Grid } from "./grid.js";

/**
 * Puts `lanes` pairs of real channels of one image into a grid, from channel `first`: the even
 * one of a pair as real part, the odd one as imaginary part (zero where there is none), so that
 * one complex transform does two real ones.
 */
export function loadPairs(
  data: Float32Array | Float64Array,
  { channels, positions, values, stepC, stepP }: Axes,
  image: number,
  first: number,
  lanes: number,
  re: Float64Array,
  im: Float64Array,
): void {
  const base = image * values + first * stepC;
  const paired = Math.min(lanes, Math.floor((channels - first) / 2));
  if (stepC === 1) {
    for (let p = 0; p < positions; p++) {
      let from = base + p * stepP;
      let to = p * lanes;
      for (const end = to + paired; to < end; to++, from += 2) {
        re[to] = data[from]!;
        im[to] = data[from + 1]!;
      }
    }
  } else {
    for (let q = 0; q < paired; q++) {
      let from = base + 2 * q * stepC;
      for (let p = 0, to = q; p < positions; p++, to += lanes, from += stepP) {
        re[to] = data[from]!;
        im[to] = data[from + stepC]!;
      }
    }
  }
  if (paired < lanes) {
    const from = base + 2 * paired * stepC;
    for (let p = 0; p < positions; p++) {
      re[p * lanes + paired] = data[from + p * stepP]!;
      im[p * lanes + paired] = 0;
    }
  }
}

/**
 * The spectra of the two real channels of each lane, at one frequency whose values start at `k`
 * and those of the opposite frequency at `minus`, from the transform Z of both as one complex
 * signal: A[k] = (Z[k] + conj Z[-k]) / 2 and B[k] = (Z[k] - conj Z[-k]) / 2i.
 *
 * @param at where the first channel goes, `step` the next channel, in `outR` and `outI`.
 */
export function storePairs(
  zr: Float64Array,
  zi: Float64Array,
  k: number,
  minus: number,
  lanes: number,
  channels: number,
  outR: Float64Array,
  outI: Float64Array,
  at: number,
  step: number,
): void {
  const paired = Math.min(lanes, channels >> 1);
  let to = at;
  for (let q = 0; q < paired; q++, to += 2 * step) {
    const [ar, ai, br, bi] = [zr[k + q]!, zi[k + q]!, zr[minus + q]!, zi[minus + q]!];
    outR[to] = 0.5 * (ar + br);
    outI[to] = 0.5 * (ai - bi);
    outR[to + step] = 0.5 * (ai + bi);
    outI[to + step] = 0.5 * (br - ar);
  }
  if (paired < lanes) {
    outR[to] = 0.5 * (zr[k + paired]! + zr[minus + paired]!);
    outI[to] = 0.5 * (zi[k + paired]! - zi[minus + paired]!);
  }
}

/** Puts complex channels `first` to `first + lanes` of one image into a grid. */
export function loadComplex(
  re: Float64Array,
  im: Float64Array,
  { positions, values, stepC, stepP }: Axes,
  image: number,
  first: number,
  lanes: number,
  { xr, xi }: Grid,
): void {
  const base = image * values + first * stepC;
  for (let p = 0, to = 0; p < positions; p++) {
    for (let q = 0; q < lanes; q++, to++) {
      const from = base + p * stepP + q * stepC;
      xr[to] = re[from]!;
      xi[to] = im[from]!;
    }
  }
}

/** The way back of {@link loadComplex}, each value times `factor`. */
export function storeComplex(
  zr: Float64Array,
  zi: Float64Array,
  { positions, values, stepC, stepP }: Axes,
  image: number,
  first: number,
  lanes: number,
  factor: number,
  re: Float64Array,
  im: Float64Array,
): void {
  const base = image * values + first * stepC;
  for (let p = 0, from = 0; p < positions; p++) {
    for (let q = 0; q < lanes; q++, from++) {
      const to = base + p * stepP + q * stepC;
      re[to] = zr[from]! * factor;
      im[to] = zi[from]! * factor;
    }
  }
}
