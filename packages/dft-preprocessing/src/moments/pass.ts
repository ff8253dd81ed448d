import type { CallOptions, SpectralMoments } from "@svcca/linalg";
import { assertFinite } from "../fft/each.js";
import type { Images } from "./layer.js";

/** Values of all layers to read at once: 32 MB as float64. */
const READ_VALUES = 2 ** 22;
/** Error of a Fourier coefficient as a share of the sum of absolute values, with some room. */
const ROUNDING = 8 * 2 ** -53;

/**
 * Reads layers once, in blocks of at most `most` images, and adds these to `moments`, whose layers
 * they are.
 *
 * @returns what rounding may leave in each channel of each layer: see `FrequencyMoments`.
 */
export async function addImages(
  layers: readonly Images[],
  moments: SpectralMoments,
  most: number,
  call: CallOptions,
  onImages: (count: number) => void,
): Promise<Float64Array[]> {
  const rounding = layers.map(({ channels }) => new Float64Array(channels));
  const { datapoints } = layers[0]!;
  const width = layers.reduce((sum, { values }) => sum + values, 0);
  const step = Math.max(1, Math.floor(READ_VALUES / width));
  for (let start = 0; start < datapoints; start += most) {
    const images = Math.min(most, datapoints - start);
    for (let first = 0; first < images; first += step) {
      call.signal?.throwIfAborted();
      const [from, to] = [start + first, start + Math.min(first + step, images)];
      const read = await Promise.all(layers.map((layer) => layer.read(from, to, call)));
      for (const [i, { data }] of read.entries()) {
        const sizes = await moments.transform(i, data, first, call);
        if (!addSquares(rounding[i]!, sizes)) refuse(layers[i]!, data, sizes, from);
      }
    }
    await moments.add(images, call);
    onImages(images);
  }
  return rounding;
}

/** Whether all sizes were finite. */
function addSquares(rounding: Float64Array, sizes: Float64Array): boolean {
  const channels = rounding.length;
  let sum = 0;
  for (let p = 0; p < sizes.length; ) {
    for (let c = 0; c < channels; c++, p++) {
      rounding[c]! += (ROUNDING * sizes[p]!) ** 2;
      sum += 0 * sizes[p]!;
    }
  }
  return sum === 0;
}

/** @throws SvccaError `non-finite` with the place of a value, or the channel of a sum. */
function refuse(
  layer: Images,
  data: Float32Array | Float64Array,
  sizes: Float64Array,
  from: number,
) {
  layer.assertFinite(data, from);
  const { name, channels } = layer;
  for (let image = 0; image * channels < sizes.length; image++) {
    assertFinite(sizes.subarray(image * channels, (image + 1) * channels), from + image, name);
  }
}
