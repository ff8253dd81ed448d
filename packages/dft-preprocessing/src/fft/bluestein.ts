import { unitCircle } from "@svcca/linalg";
import FFT from "fft.js";

/**
 * A transform of any length n in n log n operations: jk = (j² + k² - (k - j)²) / 2 turns it into
 * a convolution with a chirp, which is done with transforms of a power of two from 2n - 1 up.
 *
 * Source: Bluestein 1970, A linear filtering approach to the computation of discrete Fourier
 * transform; the power of two by fft.js (radix 4).
 *
 * @returns a function that transforms, in place, the n values at offset + j * stride.
 */
export function bluestein(
  n: number,
): (re: Float64Array, im: Float64Array, offset: number, stride: number) => void {
  let size = 2;
  while (size < 2 * n - 1) size *= 2;
  const fft = new FFT(size);
  // exp(-i pi k² / n); k² is reduced modulo 2n in whole numbers, else its angle loses all digits.
  const chirp = Array.from({ length: n }, (_, k) => unitCircle(-((k * k) % (2 * n)), 2 * n));
  const values = new Float64Array(2 * size);
  const spectrum = new Float64Array(2 * size);
  const kernel = new Float64Array(2 * size);
  for (let k = 0; k < n; k++) {
    const { cos, sin } = chirp[k]!;
    for (const at of k === 0 ? [0] : [k, size - k]) {
      values[2 * at] = cos / size;
      values[2 * at + 1] = -sin / size;
    }
  }
  fft.transform(kernel, values);

  return (re, im, offset, stride) => {
    values.fill(0);
    for (let j = 0, p = offset; j < n; j++, p += stride) {
      const { cos, sin } = chirp[j]!;
      values[2 * j] = re[p]! * cos - im[p]! * sin;
      values[2 * j + 1] = re[p]! * sin + im[p]! * cos;
    }
    fft.transform(spectrum, values);
    for (let p = 0; p < 2 * size; p += 2) {
      const [ar, ai, br, bi] = [spectrum[p]!, spectrum[p + 1]!, kernel[p]!, kernel[p + 1]!];
      // Conjugated, so that the forward transform below is the inverse of the product.
      spectrum[p] = ar * br - ai * bi;
      spectrum[p + 1] = -(ar * bi + ai * br);
    }
    fft.transform(values, spectrum);
    for (let k = 0, p = offset; k < n; k++, p += stride) {
      const { cos, sin } = chirp[k]!;
      re[p] = values[2 * k]! * cos + values[2 * k + 1]! * sin;
      im[p] = values[2 * k]! * sin - values[2 * k + 1]! * cos;
    }
  };
}
