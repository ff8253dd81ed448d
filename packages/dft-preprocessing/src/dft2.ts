import { type Backend, type CallOptions, SvccaError } from "@svcca/linalg";
import { type Axes, axesOf, type ComplexBlock, type ImageBlock } from "./block.js";
import { assertFinite, eachTransform } from "./fft/each.js";
import { gridOf, lanesFor, transformGrid } from "./fft/grid.js";
import { loadComplex, storeComplex, storePairs } from "./fft/lanes.js";
import { type Into, outputOf } from "./into.js";

/**
 * The discrete Fourier transform over height and width of every channel of every image, for any
 * height and width: X[f, g] = sum over (y, x) of x[y, x] exp(-2 pi i (f y / height + g x / width)),
 * in the order of numpy.fft.fft2 (frequency 0 first, the negative ones last), not scaled.
 *
 * Two real channels are transformed as one complex signal. Sizes are factored into 4, 2 and odd
 * primes; from a prime factor of 83 on Bluestein's method takes over. Relative error about 1e-15.
 *
 * Source: Cooley & Tukey 1965 in Stockham's form; Bluestein 1970.
 *
 * @param into as many values as `block` has, overwritten and returned; new memory when left out,
 *   which costs as much as the transform itself when the block is large.
 * @returns the spectra in the shape and layout of `block`.
 * @throws SvccaError `invalid-argument` or `shape-mismatch` for a block that is none, `non-finite`
 *   with the image and channel.
 */
export function dft2(block: ImageBlock, into?: Into): ComplexBlock {
  const axes = axesOf(block, "dft2", block.data.length);
  const { channels, height, width, values, stepC, stepP } = axes;
  const { re, im } = outputOf(into, block.data.length, "dft2");
  eachTransform(block.data, axes, "dft2", (z) => {
    const base = z.image * values + z.first * stepC;
    for (let y = 0, k = 0; y < height; y++) {
      const minusY = (y === 0 ? 0 : height - y) * width;
      for (let x = 0; x < width; x++, k++) {
        const minus = minusY + (x === 0 ? 0 : width - x);
        const at = base + k * stepP;
        storePairs(z, k * z.lanes, minus * z.lanes, channels, re, im, at, stepC);
      }
    }
  });
  return { re, im, shape: block.shape, layout: block.layout };
}

/** Options of {@link dft2With}. */
export interface Dft2Options extends CallOptions {
  /** As of {@link dft2}. */
  readonly into?: Into;
}

/**
 * {@link dft2} on the threads of a backend, where it transforms images of such a size (`fourier2`;
 * that of @svcca/backend-wasm: any with prime factors up to 7), and by `dft2` itself else.
 *
 * @throws SvccaError as `dft2`.
 */
export async function dft2With(
  backend: Pick<Backend, "fourier2">,
  block: ImageBlock,
  { into, ...call }: Dft2Options = {},
): Promise<ComplexBlock> {
  call.signal?.throwIfAborted();
  const axes = axesOf(block, "dft2With", block.data.length);
  const { channels, height, width, values } = axes;
  if (values === 0 || !backend.fourier2) return dft2(block, into);
  const { re, im } = outputOf(into, block.data.length, "dft2With");
  const channelsLast = block.layout === "NHWC";
  const shape = { channels, height, width, channelsLast };
  const sizes = await backend.fourier2(block.data, shape, { re, im }, call);
  if (!sizes) return dft2(block, { re, im });
  for (let image = 0; image * channels < sizes.length; image++) {
    assertFinite(sizes.subarray(image * channels, (image + 1) * channels), image, "dft2With");
  }
  return { re, im, shape: block.shape, layout: block.layout };
}

/**
 * The inverse of {@link dft2}, divided by height x width: the real part of
 * `inverseDft2(dft2(block))` is the block.
 *
 * @param into as in {@link dft2}.
 * @throws SvccaError `invalid-argument` or `shape-mismatch` for a block that is none.
 */
export function inverseDft2(spectrum: ComplexBlock, into?: Into): ComplexBlock {
  const axes = axesOf(spectrum, "inverseDft2", spectrum.re.length);
  const { re, im } = outputOf(into, spectrum.re.length, "inverseDft2");
  if (spectrum.im.length !== spectrum.re.length) {
    throw new SvccaError(
      "shape-mismatch",
      `inverseDft2: ${spectrum.re.length} real and ${spectrum.im.length} imaginary parts; give equally many`,
      { re: spectrum.re.length, im: spectrum.im.length },
    );
  }
  if (axes.positions > 0) inverseInto(spectrum, axes, { re, im });
  return { re, im, shape: spectrum.shape, layout: spectrum.layout };
}

function inverseInto(spectrum: ComplexBlock, axes: Axes, { re, im }: Into): void {
  const most = lanesFor(axes, axes.channels);
  const grid = gridOf(axes.positions * most);
  for (let image = 0; image < axes.images; image++) {
    for (let first = 0; first < axes.channels; first += most) {
      const lanes = Math.min(most, axes.channels - first);
      // The inverse is the forward transform with real and imaginary parts exchanged, twice.
      loadComplex(spectrum.im, spectrum.re, axes, image, first, lanes, grid);
      const z = transformGrid(grid, axes, lanes);
      storeComplex(z.im, z.re, axes, image, first, lanes, 1 / axes.positions, re, im);
    }
  }
}
