import type { ComplexVector, Frequency, ImageLayer } from "@svcca/dft-preprocessing";
import { frequencySlices } from "@svcca/dft-preprocessing";
import {
  type CallOptions,
  type CompleteBackend,
  type ComplexMatrix,
  type Matrix64,
  matrix,
} from "@svcca/linalg";
import { imageReader } from "./layers.js";

/** Directions of both layers at one frequency, to read the layers along. */
export interface Along {
  readonly frequency: Frequency;
  readonly x: { readonly weights: ComplexMatrix; readonly mean: ComplexVector };
  readonly y: { readonly weights: ComplexMatrix; readonly mean: ComplexVector };
}

/** The moments of the layers along these directions: sums of z z^H, centred. */
export interface AlongMoments {
  readonly gramX: ComplexMatrix;
  readonly gramY: ComplexMatrix;
  readonly cross: ComplexMatrix;
}

/** Images in a block: enough for one product to be worth its call. */
const BLOCK_IMAGES = 256;
/** Values of both layers to read at once: 32 MB as float64. */
const READ_VALUES = 2 ** 22;

/** Bytes that one frequency takes while the layers are read along its directions. */
export function alongBytes({ x, y }: Pick<Along, "x" | "y">): number {
  const embedded = (w: ComplexMatrix) => 4 * w.rows * w.cols;
  const sums = 4 * (x.weights.cols + y.weights.cols) ** 2;
  return 8 * (1.5 * (embedded(x.weights) + embedded(y.weights)) + sums);
}

/**
 * Reads two layers once, and adds up their moments along directions, frequency by frequency. All
 * complex products are real ones of matrices with real and imaginary parts side by side.
 *
 * @param bytes for the spectra of a block, which holds at least one image.
 */
export async function momentsAlong(
  layers: readonly [ImageLayer, ImageLayer],
  all: readonly Along[],
  bytes: number,
  backend: CompleteBackend,
  call: CallOptions,
  onImages: (done: number, total: number) => void,
): Promise<AlongMoments[]> {
  const readers = [imageReader(layers[0]), imageReader(layers[1])] as const;
  const [a, b] = [readers[0].channels, readers[1].channels];
  const n = readers[0].datapoints;
  const fitting = Math.floor(bytes / (16 * all.length * (a + b)));
  const most = Math.min(BLOCK_IMAGES, n, Math.max(1, fitting));
  const step = Math.max(1, Math.floor(READ_VALUES / (readers[0].values + readers[1].values)));
  const maps = all.map(({ x, y }) => [embedded(x.weights), embedded(y.weights)] as const);
  const sums = maps.map(([x, y]) => ({
    gram: matrix(x.cols + y.cols, x.cols + y.cols),
    total: new Float64Array(x.cols + y.cols),
  }));
  for (let start = 0; start < n; start += most) {
    const images = Math.min(most, n - start);
    const rows = all.map(() => [matrix(images, 2 * a), matrix(images, 2 * b)] as const);
    for (let first = 0; first < images; first += step) {
      call.signal?.throwIfAborted();
      const last = Math.min(first + step, images);
      for (const side of [0, 1] as const) {
        const block = await readers[side].read(start + first, start + last, call);
        const slices = frequencySlices(
          block,
          all.map(({ frequency }) => frequency),
        );
        for (const [k, one] of all.entries()) {
          const { mean } = side === 0 ? one.x : one.y;
          putCentred(slices, k, mean, rows[k]![side], first);
        }
      }
    }
    for (const [k, [x, y]] of maps.entries()) {
      const along = beside(
        await backend.matmul(rows[k]![0], x, call),
        await backend.matmul(rows[k]![1], y, call),
      );
      const { gram, total } = sums[k]!;
      const block = await backend.matmul(along, along, { ...call, transA: true });
      for (let p = 0; p < block.data.length; p++) gram.data[p]! += block.data[p]!;
      for (let p = 0; p < along.data.length; p++) total[p % along.cols]! += along.data[p]!;
    }
    onImages(start + images, n);
  }
  return all.map(({ x, y }, k) => {
    const { gram, total } = sums[k]!;
    const [kx, ky] = [x.weights.cols, y.weights.cols];
    // The mean was known to the last digit of the data; along small directions that shows.
    for (let p = 0; p < gram.data.length; p++) {
      gram.data[p]! -= (total[Math.floor(p / gram.cols)]! * total[p % gram.cols]!) / n;
    }
    return {
      gramX: complexPart(gram, 0, kx, 0, kx),
      gramY: complexPart(gram, 2 * kx, ky, 2 * kx, ky),
      cross: complexPart(gram, 0, kx, 2 * kx, ky),
    };
  });
}

/** [Re W, Im W; -Im W, Re W]: multiplies rows of real and imaginary parts side by side. */
function embedded({ re, im, rows, cols }: ComplexMatrix): Matrix64 {
  const out = matrix(2 * rows, 2 * cols);
  for (let i = 0, p = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++, p++) {
      const [upper, lower] = [i * 2 * cols + j, (rows + i) * 2 * cols + j];
      out.data[upper] = out.data[lower + cols] = re[p]!;
      out.data[upper + cols] = im[p]!;
      out.data[lower] = -im[p]!;
    }
  }
  return out;
}

/** The conjugates of the coefficients less their mean, as rows from `first` on. */
function putCentred(
  slices: { re: Float64Array; im: Float64Array; images: number; channels: number },
  k: number,
  mean: ComplexVector,
  { data, cols }: Matrix64,
  first: number,
): void {
  const { re, im, images, channels } = slices;
  for (let i = 0, p = k * images * channels; i < images; i++) {
    const to = (first + i) * cols;
    for (let c = 0; c < channels; c++, p++) {
      data[to + c] = re[p]! - mean.re[c]!;
      data[to + channels + c] = mean.im[c]! - im[p]!;
    }
  }
}

function beside(x: Matrix64, y: Matrix64): Matrix64 {
  const out = matrix(x.rows, x.cols + y.cols);
  for (let i = 0; i < x.rows; i++) {
    out.data.set(x.data.subarray(i * x.cols, (i + 1) * x.cols), i * out.cols);
    out.data.set(y.data.subarray(i * y.cols, (i + 1) * y.cols), i * out.cols + x.cols);
  }
  return out;
}

/**
 * The sums of z w^H for the conjugates of z and w whose real parts are in the columns from `row` and
 * `col` on, and whose imaginary parts follow them.
 */
function complexPart(
  { data, cols: width }: Matrix64,
  row: number,
  rows: number,
  col: number,
  cols: number,
): ComplexMatrix {
  const re = new Float64Array(rows * cols);
  const im = new Float64Array(rows * cols);
  for (let i = 0, p = 0; i < rows; i++) {
    const [upper, lower] = [(row + i) * width + col, (row + rows + i) * width + col];
    for (let j = 0; j < cols; j++, p++) {
      re[p] = data[upper + j]! + data[lower + cols + j]!;
      im[p] = data[upper + cols + j]! - data[lower + j]!;
    }
  }
  return { re, im, rows, cols };
}
