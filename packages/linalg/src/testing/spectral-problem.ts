import { adjoint, type ComplexMatrix } from "../complex/complex-matrix.js";
import type { SpectralDirections, SpectralLayer } from "../spectra.js";
import { naiveComplex } from "./complex-cases.js";
import { gaussian, gaussianMatrix } from "./random.js";

/** Images of normal values; channels of very different size, one of them zero. */
export function imagesOf(
  { channels, height, width, channelsLast }: SpectralLayer,
  n: number,
  seed: number,
) {
  const next = gaussian(seed);
  const positions = height * width;
  const values = channels * positions;
  const factors = [1, 1e6, 0, 1e-6, 30];
  const channelOf = (p: number) =>
    channelsLast ? p % channels : Math.floor((p % values) / positions);
  const data = Float64Array.from({ length: n * values }, (_, p) => {
    return (next() + 2) * factors[channelOf(p) % factors.length]!;
  });
  return seed % 2 ? Float32Array.from(data) : data;
}

/** The coefficients of all images at one frequency, by the definition: images x channels. */
export function naiveSpectrum(
  { channels, height, width, channelsLast, frequencies }: SpectralLayer,
  data: Float32Array | Float64Array,
  place: number,
): ComplexMatrix {
  const { y: f, x: g } = frequencies[place]!;
  const positions = height * width;
  const rows = data.length / (channels * positions);
  const re = new Float64Array(rows * channels);
  const im = new Float64Array(rows * channels);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let c = 0; c < channels; c++, at++) {
      for (let p = 0; p < positions; p++) {
        const [y, x] = [Math.floor(p / width), p % width];
        const from = channelsLast ? p * channels + c : c * positions + p;
        // Whole turns are left out in whole numbers.
        const turns = ((f * y) % height) / height + ((g * x) % width) / width;
        const value = data[i * channels * positions + from]!;
        re[at]! += value * Math.cos(2 * Math.PI * turns);
        im[at]! -= value * Math.sin(2 * Math.PI * turns);
      }
    }
  }
  return { re, im, rows, cols: channels };
}

/** What {@link centred} makes of coefficients. */
export interface Centred {
  readonly rows: ComplexMatrix;
  readonly mean: { readonly re: Float64Array; readonly im: Float64Array };
  readonly norms: Float64Array;
}

/**
 * Rows of z less their mean, the mean, and the size at which each column is rounded: the transform
 * rounds at that of the values, which the mean is a part of.
 */
export function centred(z: ComplexMatrix): Centred {
  const mean = (part: Float64Array) => {
    const sums = new Float64Array(z.cols);
    for (let p = 0; p < part.length; p++) sums[p % z.cols]! += part[p]! / z.rows;
    return sums;
  };
  const [re, im] = [mean(z.re), mean(z.im)];
  const less = (part: Float64Array, by: Float64Array) => part.map((v, p) => v - by[p % z.cols]!);
  const norms = new Float64Array(z.cols);
  for (let p = 0; p < z.re.length; p++) norms[p % z.cols]! += z.re[p]! ** 2 + z.im[p]! ** 2;
  return {
    rows: { ...z, re: less(z.re, re), im: less(z.im, im) },
    mean: { re, im },
    norms: norms.map((square) => Math.sqrt(square)),
  };
}

/** The sum of x y^H over rows, which are the transposes of x and y. */
export function crossOf(x: ComplexMatrix, y: ComplexMatrix): ComplexMatrix {
  const conjugate = (a: ComplexMatrix) => ({ ...a, im: a.im.map((value) => -value) });
  return naiveComplex(adjoint(conjugate(x)), conjugate(y)).product;
}

const frequencies = (height: number, width: number) =>
  Array.from({ length: height * width }, (_, p) => ({
    y: Math.floor(p / width) - Math.floor(height / 2),
    x: (p % width) - Math.floor(width / 2),
  }));

/** Sizes of all small factors, of some channels, in both layouts. */
export const layers: readonly SpectralLayer[] = [
  [1, 1, 1, true],
  [4, 4, 4, true],
  [5, 7, 3, false],
  [9, 2, 14, true],
  [3, 15, 1, false],
  [6, 6, 20, true],
].map(([channels, height, width, channelsLast]) => ({
  channels: Number(channels),
  height: Number(height),
  width: Number(width),
  channelsLast: channelsLast === true,
  frequencies: frequencies(Number(height), Number(width)).slice(-12),
}));

/** Directions of k columns, of small weights for large channels; the mean is not quite the data's. */
export function directionsOf(channels: number, k: number, seed: number): SpectralDirections {
  const weight = (value: number, p: number) => value * (Math.floor(p / k) % 5 === 1 ? 1e-6 : 1);
  const part = (s: number) => gaussianMatrix(channels, k, s).data.map(weight);
  const mean = (s: number) => gaussianMatrix(1, channels, s).data;
  return {
    weights: { re: part(seed), im: part(seed + 1), rows: channels, cols: k },
    mean: { re: mean(seed + 2), im: mean(seed + 3) },
  };
}

/** Rows along directions: (z - mean) conj(W). */
export function alongOf(z: ComplexMatrix, { weights, mean }: SpectralDirections): ComplexMatrix {
  const less = (part: Float64Array, by: Float64Array) => part.map((v, p) => v - by[p % z.cols]!);
  const rows = { ...z, re: less(z.re, mean.re), im: less(z.im, mean.im) };
  return naiveComplex(rows, { ...weights, im: weights.im.map((value) => -value) }).product;
}
