import type { Axes } from "../block.js";
import type { PairsTransform } from "./each.js";
import type { Grid } from "./grid.js";

/**
 * Puts `lanes` pairs of real channels of one image into a grid, from channel `first`: the even
 * one of a pair as real part, the odd one as imaginary part (zero where there is none), so that
 * one complex transform does two real ones. Each channel is multiplied by its factor.
 */
export function loadPairs(
  data: Float32Array | Float64Array,
  { channels, positions, values, stepC, stepP }: Axes,
  image: number,
  first: number,
  lanes: number,
  factors: Float64Array,
  { xr, xi }: Grid,
): void {
  const base = image * values + first * stepC;
  const paired = Math.min(lanes, (channels - first) >> 1);
  if (stepC === 1) {
    for (let p = 0; p < positions; p++) {
      let from = base + p * stepP;
      let to = p * lanes;
      let c = first;
      for (const end = to + paired; to < end; to++, from += 2, c += 2) {
        xr[to] = data[from]! * factors[c]!;
        xi[to] = data[from + 1]! * factors[c + 1]!;
      }
    }
  } else {
    for (let q = 0; q < paired; q++) {
      const even = factors[first + 2 * q]!;
      const odd = factors[first + 2 * q + 1]!;
      let from = base + 2 * q * stepC;
      for (let p = 0, to = q; p < positions; p++, to += lanes, from += stepP) {
        xr[to] = data[from]! * even;
        xi[to] = data[from + stepC]! * odd;
      }
    }
  }
  if (paired < lanes) {
    const factor = factors[first + 2 * paired]!;
    const from = base + 2 * paired * stepC;
    for (let p = 0; p < positions; p++) {
      xr[p * lanes + paired] = data[from + p * stepP]! * factor;
      xi[p * lanes + paired] = 0;
    }
  }
}

/**
 * The spectra of the two real channels of each lane, at one frequency whose values start at `k`
 * and those of the opposite frequency at `minus`, from the transform Z of both as one complex
 * signal: A[k] = (Z[k] + conj Z[-k]) / 2 and B[k] = (Z[k] - conj Z[-k]) / 2i.
 *
 * @param at where the first channel goes, `step` the next channel, in the output.
 */
export function storePairs(
  { re, im, lanes, first, halves }: PairsTransform,
  k: number,
  minus: number,
  channels: number,
  outR: Float64Array,
  outI: Float64Array,
  at: number,
  step: number,
): void {
  const paired = Math.min(lanes, (channels - first) >> 1);
  let to = at;
  let c = first;
  for (let q = 0; q < paired; q++, to += 2 * step, c += 2) {
    const ar = re[k + q]!;
    const ai = im[k + q]!;
    const br = re[minus + q]!;
    const bi = im[minus + q]!;
    const even = halves[c]!;
    const odd = halves[c + 1]!;
    outR[to] = even * (ar + br);
    outI[to] = even * (ai - bi);
    outR[to + step] = odd * (ai + bi);
    outI[to + step] = odd * (br - ar);
  }
  if (paired < lanes) {
    outR[to] = halves[c]! * (re[k + paired]! + re[minus + paired]!);
    outI[to] = halves[c]! * (im[k + paired]! - im[minus + paired]!);
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
