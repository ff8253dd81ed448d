import {
  type CallOptions,
  type ComplexMatrix,
  referenceBackend,
  type SpectralMoments,
  type SpectralUnit,
} from "@svcca/linalg";
import { commonFrequencies, type Frequency } from "../frequency/frequencies.js";
import { accumulatorBytes } from "./accumulator.js";
import type { ComplexVector } from "./frequency-moments.js";
import { groupsOf } from "./groups.js";
import { type ImageLayer, type Images, imagesOf, spectralLayer } from "./layer.js";
import { openerOf } from "./open.js";
import { addImages } from "./pass.js";
import { assertComparable, assertMemory, type FrequencyOptions } from "./stream.js";

type Place = Pick<Frequency, "y" | "x">;

/**
 * Images in a block: a constant, so that the sums of a layer or a pair come out the same to the
 * last bit whichever others are asked for.
 */
const MANY_IMAGES = 128;

/** The second moments of one layer over n images at one spatial frequency. */
export interface LayerFrequencyMoments {
  readonly frequency: Place;
  readonly datapoints: number;
  readonly mean: ComplexVector;
  /** The sum of xc xc^H. */
  readonly covariance: ComplexMatrix;
  /** As `roundingX` of `FrequencyMoments`. */
  readonly rounding: Float64Array;
}

/**
 * The second moments of one layer at some frequencies: what a study needs of each layer once,
 * beside {@link crossFrequencyMoments} of its pairs.
 *
 * @throws SvccaError as `frequencyMoments`; `invalid-argument` for a frequency that images of this
 *   size do not have.
 */
export async function* layerFrequencyMoments(
  layer: ImageLayer,
  frequencies: readonly Place[],
  {
    backend = referenceBackend,
    memory = 2 ** 29,
    signal,
    onProgress,
  }: Omit<FrequencyOptions, "frequencies"> = {},
): AsyncGenerator<LayerFrequencyMoments, void, undefined> {
  const images = imagesOf(layer);
  assertMemory(memory);
  assertComparable([images, images]);
  const { channels } = images;
  const call = signal ? { signal } : {};
  const open = openerOf(backend);
  const bytes = accumulatorBytes(channels, 0) + spectraBytes(images);
  for (const group of groupsOf(frequencies, memory / bytes)) {
    const units = group.map((_, k): SpectralUnit => ({ x: [0, k], products: "own" }));
    const plan = { layers: [spectralLayer(images, group)], units, images: blockOf(images) };
    const moments = await open(plan);
    try {
      const [rounding] = await addAll([images], moments, call, onProgress);
      for (const [k, frequency] of group.entries()) {
        const { datapoints, meanX, xx } = moments.sums(k);
        yield { frequency, datapoints, mean: meanX, covariance: xx!, rounding: rounding! };
      }
    } finally {
      moments.release();
    }
  }
}

/** The moments between two layers at a frequency that they share. */
export interface CrossFrequencyMoments {
  /** Place in the list of pairs. */
  readonly pair: number;
  readonly frequency: Frequency;
  readonly datapoints: number;
  /** The sum of xc yc^H (a x b). */
  readonly product: ComplexMatrix;
}

/**
 * The moments between the layers of some pairs at all frequencies that each pair shares. Each layer
 * is read and transformed once for all pairs, or once for each group of frequencies whose sums fit
 * in `memory`.
 *
 * @param pairs by place in `layers`.
 * @throws SvccaError as `frequencyMoments`.
 */
export async function* crossFrequencyMoments(
  layers: readonly ImageLayer[],
  pairs: readonly (readonly [x: number, y: number])[],
  {
    backend = referenceBackend,
    memory = 2 ** 29,
    signal,
    onProgress,
  }: Omit<FrequencyOptions, "frequencies"> = {},
): AsyncGenerator<CrossFrequencyMoments, void, undefined> {
  const images = layers.map(imagesOf);
  assertMemory(memory);
  for (const one of images) assertComparable([images[0]!, one]);
  const call = signal ? { signal } : {};
  const open = openerOf(backend);
  const shared = pairs.map(
    ([x, y]) =>
      new Map(commonFrequencies(images[x]!, images[y]!).half.map((one) => [keyOf(one), one])),
  );
  const all = new Map(shared.flatMap((one) => [...one]));
  const bytes =
    pairs.reduce((sum, [x, y]) => sum + 16 * images[x]!.channels * images[y]!.channels, 0) +
    images.reduce((sum, one) => sum + spectraBytes(one), 0);
  for (const group of groupsOf([...all.values()], memory / bytes)) {
    // Of each layer that a pair of the group has, the frequencies that its pairs share.
    const wanted = images.map((_, i) =>
      group.filter((one) =>
        pairs.some((pair, p) => pair.includes(i) && shared[p]!.has(keyOf(one))),
      ),
    );
    const used = wanted.flatMap((list, i) => (list.length > 0 ? [i] : []));
    const sides = new Map(
      used.map((i, layer) => {
        const places = wanted[i]!.map((one, k) => [keyOf(one), [layer, k] as const] as const);
        return [i, new Map(places)];
      }),
    );
    const found = pairs.flatMap(([x, y], pair) =>
      group.flatMap((one) => {
        const frequency = shared[pair]!.get(keyOf(one));
        return frequency ? [{ pair, frequency, x, y }] : [];
      }),
    );
    const units = found.map(({ x, y, frequency }): SpectralUnit => {
      const side = (i: number) => sides.get(i)!.get(keyOf(frequency))!;
      return { x: side(x), y: side(y), products: "between" };
    });
    const read = used.map((i) => images[i]!);
    const plans = used.map((i) => spectralLayer(images[i]!, wanted[i]!));
    const moments = await open({ layers: plans, units, images: blockOf(read[0]!) });
    try {
      await addAll(read, moments, call, onProgress);
      for (const [k, { pair, frequency }] of found.entries()) {
        const { datapoints, xy } = moments.sums(k);
        yield { pair, frequency, datapoints, product: xy! };
      }
    } finally {
      moments.release();
    }
  }
}

/** Reads layers once, block by block. */
function addAll(
  layers: readonly Images[],
  moments: SpectralMoments,
  call: CallOptions,
  onProgress: FrequencyOptions["onProgress"],
): Promise<Float64Array[]> {
  let done = 0;
  return addImages(layers, moments, blockOf(layers[0]!), call, (count) => {
    done += count;
    onProgress?.(done, layers[0]!.datapoints);
  });
}

function blockOf({ datapoints }: Images): number {
  return Math.min(MANY_IMAGES, datapoints);
}

/** Bytes that the spectra of a block take at each frequency. */
function spectraBytes({ channels }: Images): number {
  return 16 * MANY_IMAGES * channels;
}

function keyOf({ y, x }: Place): string {
  return `${y},${x}`;
}
