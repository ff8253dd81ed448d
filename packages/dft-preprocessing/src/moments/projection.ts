import {
  type CallOptions,
  type CompleteBackend,
  type Matrix64,
  matrix,
  type SpectralDirections,
} from "@svcca/linalg";
import type { Into } from "../into.js";

/** Coefficients of some images at one frequency, as parts of images x channels values. */
export interface Coefficients extends Into {
  readonly rows: number;
  readonly cols: number;
}

/**
 * W^H (z - mean) of each image, as one real product of matrices with real and imaginary parts side by
 * side.
 */
export async function project(
  { re, im, rows, cols }: Coefficients,
  { weights, mean }: SpectralDirections,
  backend: Pick<CompleteBackend, "matmul">,
  call: CallOptions,
): Promise<Coefficients> {
  const centred = matrix(rows, 2 * cols);
  for (let i = 0, p = 0; i < rows; i++) {
    for (let c = 0, to = 2 * i * cols; c < cols; c++, p++, to++) {
      centred.data[to] = re[p]! - mean.re[c]!;
      centred.data[to + cols] = im[p]! - mean.im[c]!;
    }
  }
  const { data } = await backend.matmul(centred, embedded(weights), call);
  const k = weights.cols;
  const part = (from: number) => {
    const out = new Float64Array(rows * k);
    for (let i = 0; i < rows; i++) {
      const start = 2 * i * k + from;
      out.set(data.subarray(start, start + k), i * k);
    }
    return out;
  };
  return { re: part(0), im: part(k), rows, cols: k };
}

/** [Re W, -Im W; Im W, Re W]. */
function embedded({ re, im, rows, cols }: SpectralDirections["weights"]): Matrix64 {
  const out = matrix(2 * rows, 2 * cols);
  for (let i = 0, p = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++, p++) {
      const [upper, lower] = [i * 2 * cols + j, (rows + i) * 2 * cols + j];
      out.data[upper] = out.data[lower + cols] = re[p]!;
      out.data[upper + cols] = -im[p]!;
      out.data[lower] = im[p]!;
    }
  }
  return out;
}
