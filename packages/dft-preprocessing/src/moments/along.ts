import { referenceBackend, type SpectralDirections, type SpectralSums } from "@svcca/linalg";
import type { Frequency } from "../frequency/frequencies.js";
import { type ImageLayer, type Images, imagesOf, spectralLayer } from "./layer.js";
import { openerOf } from "./open.js";
import { addImages } from "./pass.js";
import { assertComparable, assertMemory, BLOCK_IMAGES, type FrequencyOptions } from "./stream.js";

/** Directions of both layers at one frequency, to see the layers along. */
export interface FrequencyAlong {
  readonly frequency: Pick<Frequency, "y" | "x">;
  readonly x: SpectralDirections;
  readonly y: SpectralDirections;
}

/** The moments of two layers along directions: sums of z z^H, z = weights^H (coefficients - mean). */
export type AlongMoments = Required<Pick<SpectralSums, "xx" | "yy" | "xy">>;

/**
 * The second moments of two layers along directions at some frequencies, which are read once. Along
 * the directions of a covariance everything is of one size, so that small ones are as accurate as
 * large ones.
 *
 * @param memory as for `frequencyMoments`, of the transformed block alone.
 * @throws SvccaError as `frequencyMoments`.
 */
export async function momentsAlong(
  x: ImageLayer,
  y: ImageLayer,
  all: readonly FrequencyAlong[],
  {
    backend = referenceBackend,
    memory = 2 ** 27,
    signal,
    onProgress,
  }: Omit<FrequencyOptions, "frequencies"> = {},
): Promise<AlongMoments[]> {
  const layers: [Images, Images] = [imagesOf(x), imagesOf(y)];
  assertMemory(memory);
  assertComparable(layers);
  const { datapoints, channels } = layers[0];
  const fitting = Math.floor(memory / (16 * all.length * (channels + layers[1].channels)));
  const images = Math.min(BLOCK_IMAGES, datapoints, Math.max(1, fitting));
  const frequencies = all.map(({ frequency }) => frequency);
  const moments = await openerOf(backend)({
    layers: layers.map((layer) => spectralLayer(layer, frequencies)),
    units: all.map((along, k) => ({ x: [0, k], y: [1, k], products: "all", along })),
    images,
  });
  try {
    let done = 0;
    await addImages(layers, moments, images, signal ? { signal } : {}, (count) => {
      done += count;
      onProgress?.(done, datapoints);
    });
    return all.map((_, k) => moments.sums(k) as SpectralSums & AlongMoments);
  } finally {
    moments.release();
  }
}
