import type { Backend, CallOptions, Matrix64 } from "@svcca/linalg";
import type { Into } from "../into.js";
import type { Accumulator } from "./accumulator.js";

/** The spectra of a block of images, ordered as `FrequencySlices` are. */
export interface BlockSlices extends Into {
  readonly images: number;
  readonly channels: number;
}

/**
 * Adds a block of images to the moments of frequency `k`. The columns Re x, Im x, Re y, Im y side
 * by side make all complex products out of one real Gram matrix, which a backend halves by its
 * symmetry: the same work as the complex products themselves.
 *
 * Centred in float64 before the backend sees the values, as float32 products of values with a
 * large mean have no correct digits.
 */
export async function addBlock(
  sum: Accumulator,
  x: BlockSlices,
  y: BlockSlices,
  k: number,
  backend: Backend,
  call: CallOptions,
): Promise<void> {
  const rows = x.images;
  const cols = 2 * (x.channels + y.channels);
  const side: Matrix64 = { data: new Float64Array(rows * cols), rows, cols };
  const mean = new Float64Array(cols);
  let first = 0;
  for (const { re, im, channels } of [x, y]) {
    for (const part of [re, im]) {
      putCentred(part, k * rows * channels, channels, side, first, mean);
      first += channels;
    }
  }
  const gram = await backend.matmul(side, side, { ...call, transA: true });
  sum.add(rows, mean, gram);
}

/** A block at frequency `k` as the columns Re, Im, centred, and what was taken away. */
export function centredSide(
  { re, im, images, channels }: BlockSlices,
  k: number,
): { side: Matrix64; mean: Float64Array } {
  const cols = 2 * channels;
  const side = { data: new Float64Array(images * cols), rows: images, cols };
  const mean = new Float64Array(cols);
  putCentred(re, k * images * channels, channels, side, 0, mean);
  putCentred(im, k * images * channels, channels, side, channels, mean);
  return { side, mean };
}

/** Sums differences from the first row, so that a constant column has exactly zero variance. */
function putCentred(
  part: Float64Array,
  start: number,
  channels: number,
  { data, rows, cols }: Matrix64,
  first: number,
  mean: Float64Array,
): void {
  for (let i = 1, p = start + channels; i < rows; i++) {
    for (let c = 0; c < channels; c++, p++) mean[first + c]! += part[p]! - part[start + c]!;
  }
  for (let c = 0; c < channels; c++) mean[first + c] = part[start + c]! + mean[first + c]! / rows;
  for (let i = 0, p = start; i < rows; i++) {
    for (let c = 0, to = i * cols + first; c < channels; c++, p++, to++) {
      data[to] = part[p]! - mean[first + c]!;
    }
  }
}
