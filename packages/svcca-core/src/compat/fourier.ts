import { type ComplexBlock, dft2, resizeFourier } from "@svcca/dft-preprocessing";
import { assertMatrix } from "@svcca/linalg";
import { dftSvcca } from "../dft/dft-svcca.js";
import type { DftOptions } from "../dft/options.js";
import type { DftResult } from "../dft/result.js";

/** Images as google/svcca's DFT module takes them: (batch, height, width, channels), in C order. */
export interface ConvActs {
  readonly data: Float32Array | Float64Array;
  readonly shape: readonly [batch: number, height: number, width: number, channels: number];
}

/**
 * The Fourier transform of images, brought to another size first: google/svcca's `fft_resize`,
 * which keeps the amplitude that the old size gave, and of the highest frequency of an even size
 * only one sign. Here a constant keeps its mean, and waves that the new size holds stay waves.
 *
 * @param newSize height and width of the new size. Default: as they are.
 * @returns the spectra (batch, height, width, channels), in the order of an FFT.
 * @throws SvccaError `invalid-argument`, `shape-mismatch`, `non-finite`.
 */
export function fftResize({ data, shape }: ConvActs, newSize?: number): ComplexBlock {
  const block = { data, shape, layout: "NHWC" } as const;
  if (newSize === undefined) return dft2(block);
  return dft2(resizeFourier(block, { height: newSize, width: newSize }));
}

/**
 * CCA of the channels of two convolutional layers at each spatial frequency: google/svcca's
 * `fourier_ccas`, which does not parse on Python 3, passes a flag as its `epsilon`, deletes keys
 * that are never there, and fails on complex values. Each frequency is one complex CCA, as in
 * section 3.1 of the SVCCA paper.
 *
 * @throws SvccaError as `dftSvcca`.
 */
export async function fourierCcas(
  convActs1: ConvActs,
  convActs2: ConvActs,
  options: Pick<DftOptions, "backend" | "signal"> = {},
): Promise<DftResult> {
  const [x, y] = [sourceOf(convActs1, "convActs1"), sourceOf(convActs2, "convActs2")];
  return dftSvcca(x, y, { ...options, measure: "cca", layout: "NHWC" });
}

function sourceOf({ data, shape }: ConvActs, name: string) {
  const [rows, ...rest] = shape;
  const cols = rest.reduce((product, size) => product * size, 1);
  assertMatrix({ data, rows, cols }, name);
  return {
    name,
    shape,
    dtype: data instanceof Float32Array ? "<f4" : "<f8",
    attributes: {},
    read: async (start: number, end: number) => data.slice(start * cols, end * cols),
  };
}
