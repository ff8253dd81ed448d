import { type Backend, referenceBackend, type SpectralUnit, SvccaError } from "@svcca/linalg";
import { commonFrequencies, type Frequency } from "../frequency/frequencies.js";
import { accumulatorBytes } from "./accumulator.js";
import type { FrequencyMoments } from "./frequency-moments.js";
import { groupsOf } from "./groups.js";
import { type ImageLayer, type Images, imagesOf, spectralLayer } from "./layer.js";
import { openerOf } from "./open.js";
import { addImages } from "./pass.js";

/** Images in a block: enough for one product to be worth its call. */
export const BLOCK_IMAGES = 256;

/** Options of {@link frequencyMoments}. */
export interface FrequencyOptions {
  /** Where the products are computed. Default: the reference backend, which is always there. */
  readonly backend?: Backend;
  /**
   * Bytes for the sums and for the block of transformed images, default 2^29 (512 MB), which with
   * the values being read stays under a gigabyte and a half. Where the sums of all frequencies
   * take more, the layers are read and transformed once for each group of frequencies that fits.
   */
  readonly memory?: number;
  /** Which frequencies, in this order. Default: those of `commonFrequencies`. */
  readonly frequencies?: readonly Frequency[];
  /** Stops the work; the generator then throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called after each block of images with those done and to be done, over all passes. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * The complex second moments of two layers at each spatial frequency that they share, in the
 * order of `commonFrequencies`: a complex CCA or SVCCA of each compares the layers as a whole,
 * exactly where the data set holds all its translations and the convolutions are circular, and
 * approximately on natural images.
 *
 * Reads blocks of images, in fixed memory, and may read the layers several times (see `memory`).
 *
 * Source: Raghu et al. 2017 (arXiv 1706.05806), section 3.1 and appendix C.
 *
 * @throws SvccaError `shape-mismatch` when the numbers of datapoints differ, `too-few-datapoints`
 *   under 2, `no-variance` for a layer without channels, `non-finite` with the place,
 *   `invalid-argument` for a layout, memory or a frequency that a layer does not have,
 *   `unsupported` for other shapes, and what the sources throw.
 */
export async function* frequencyMoments(
  x: ImageLayer,
  y: ImageLayer,
  options: FrequencyOptions = {},
): AsyncGenerator<FrequencyMoments, void, undefined> {
  const { backend = referenceBackend, memory = 2 ** 29, signal, onProgress } = options;
  const layers: [Images, Images] = [imagesOf(x), imagesOf(y)];
  assertMemory(memory);
  assertComparable(layers);
  const [a, b] = [layers[0].channels, layers[1].channels];
  const half = options.frequencies ?? commonFrequencies(...layers).half;
  if (half.length === 0) return;
  const groups = groupsOf(half, Math.floor((0.75 * memory) / accumulatorBytes(a, b)));
  const total = layers[0].datapoints * groups.length;
  const call = signal ? { signal } : {};
  const open = openerOf(backend);
  const fitting = Math.floor((0.25 * memory) / (16 * groups[0]!.length * (a + b)));
  const images = Math.min(BLOCK_IMAGES, layers[0].datapoints, Math.max(1, fitting));
  let done = 0;
  for (const group of groups) {
    const units = group.map((_, k): SpectralUnit => ({ x: [0, k], y: [1, k], products: "all" }));
    const both = layers.map((layer) => spectralLayer(layer, group));
    const moments = await open({ layers: both, units, images });
    try {
      const [roundingX, roundingY] = await addImages(layers, moments, images, call, (count) => {
        done += count;
        onProgress?.(done, total);
      });
      for (const [k, frequency] of group.entries()) {
        const { xx, yy, xy, ...rest } = moments.sums(k);
        const products = { cxx: xx!, cyy: yy!, cxy: xy! };
        yield { frequency, ...rest, ...products, roundingX: roundingX!, roundingY: roundingY! };
      }
    } finally {
      moments.release();
    }
  }
}

/** @throws SvccaError `invalid-argument` for bytes that are no room. */
export function assertMemory(memory: number): void {
  if (memory > 0) return;
  throw new SvccaError(
    "invalid-argument",
    `frequencyMoments: memory ${memory}; give bytes above 0`,
    { received: memory },
  );
}

/** Fails unless two layers saw the same images, of which there are enough. */
export function assertComparable([x, y]: readonly [Images, Images]): void {
  if (x.datapoints !== y.datapoints) {
    throw new SvccaError(
      "shape-mismatch",
      `${x.name} has ${x.datapoints} datapoints, ${y.name} has ${y.datapoints}; both layers must have seen the same datapoints in the same order`,
      { x: x.datapoints, y: y.datapoints },
    );
  }
  if (x.datapoints < 2) {
    throw new SvccaError(
      "too-few-datapoints",
      `${x.name}: ${x.datapoints} datapoint${x.datapoints === 1 ? "" : "s"}; a correlation needs at least 2`,
      { datapoints: x.datapoints },
    );
  }
  for (const { name, values } of [x, y]) {
    if (values === 0) {
      throw new SvccaError(
        "no-variance",
        `${name}: a layer without values has nothing to compare`,
        { array: name },
      );
    }
  }
}
