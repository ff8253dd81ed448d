import {
  type Frequency,
  type ImageLayer,
  openSpectralMoments,
  spectralLayerOf,
} from "@svcca/dft-preprocessing";
import type { CompleteBackend } from "@svcca/linalg";
import { imageReader } from "../dft/layers.js";
import type { Layer } from "../input/layer.js";
import { shortest } from "./rate.js";

/** Stored values to try a reading on. */
const VALUES_TRIED = 2 ** 17;

/**
 * Seconds to read a layer once, from the reading of its first rows: what the file costs and what
 * its treatment of space costs. The shortest of three readings counts, so files that are in
 * no cache take longer.
 */
export async function readingSeconds(layer: Layer): Promise<number> {
  const stored = layer.stored?.shape.slice(1).reduce((product, size) => product * size, 1);
  const perUnit = Math.max(layer.neurons * layer.unit, stored ?? 0, 1);
  const units = Math.ceil(layer.datapoints / layer.unit);
  const tried = Math.min(units, Math.max(1, Math.floor(VALUES_TRIED / perUnit)));
  const rows = Math.min(layer.datapoints, tried * layer.unit);
  const seconds = await shortest(() => layer.read(0, rows));
  return (seconds * layer.datapoints) / Math.max(1, rows);
}

/** Seconds to read a layer once and transform it to these frequencies. */
export async function transformSeconds(
  layer: ImageLayer,
  frequencies: readonly Frequency[],
  backend: CompleteBackend,
): Promise<number> {
  const { datapoints, values, read } = imageReader(layer);
  const images = Math.min(datapoints, Math.max(1, Math.floor(VALUES_TRIED / Math.max(1, values))));
  const layers = [spectralLayerOf(layer, frequencies)];
  const moments = await openSpectralMoments(backend, { layers, units: [], images });
  try {
    const seconds = await shortest(async () => {
      const { data } = await read(0, images, {});
      await moments.transform(0, data, 0);
    });
    return (seconds * datapoints) / Math.max(1, images);
  } finally {
    moments.release();
  }
}
