import {
  type CallOptions,
  type ComplexMatrix,
  type Matrix64,
  referenceBackend,
} from "@svcca/linalg";
import { commonFrequencies, type Frequency } from "../frequency/frequencies.js";
import { Accumulator, accumulatorBytes, CrossAccumulator } from "./accumulator.js";
import { centredSide } from "./block.js";
import type { ComplexVector } from "./frequency-moments.js";
import { groupsOf } from "./groups.js";
import { type ImageLayer, type Images, imagesOf } from "./layer.js";
import { eachBlock } from "./pass.js";
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
  const bytes = accumulatorBytes(channels, 0) + spectraBytes(images);
  for (const group of groupsOf(frequencies, memory / bytes)) {
    const sums = group.map(() => new Accumulator(channels, 0));
    const rounding = await sidesOf([images], [group], call, onProgress, async (sides, k) => {
      const { side, mean } = sides[0]!;
      const gram = await backend.matmul(side, side, { ...call, transA: true });
      sums[k]!.add(side.rows, mean, gram);
    });
    for (const [k, frequency] of group.entries()) {
      const { datapoints, meanX, cxx } = sums[k]!.moments(
        { ...frequency, multiplicity: 1 },
        rounding[0]!,
        new Float64Array(),
      );
      yield { frequency, datapoints, mean: meanX, covariance: cxx, rounding: rounding[0]! };
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
  const shared = pairs.map(
    ([x, y]) =>
      new Map(commonFrequencies(images[x]!, images[y]!).half.map((one) => [keyOf(one), one])),
  );
  const all = new Map(shared.flatMap((one) => [...one]));
  const bytes =
    pairs.reduce((sum, [x, y]) => sum + 16 * images[x]!.channels * images[y]!.channels, 0) +
    images.reduce((sum, one) => sum + spectraBytes(one), 0);
  for (const group of groupsOf([...all.values()], memory / bytes)) {
    const wanted = images.map((_, i) =>
      group.filter((one) =>
        pairs.some((pair, p) => pair.includes(i) && shared[p]!.has(keyOf(one))),
      ),
    );
    const sums = pairs.map(
      ([x, y], p) =>
        new Map(
          group.flatMap((one) => {
            const frequency = shared[p]!.get(keyOf(one));
            const sum = new CrossAccumulator(images[x]!.channels, images[y]!.channels);
            return frequency ? [[keyOf(one), { frequency, sum }] as const] : [];
          }),
        ),
    );
    await sidesOf(images, wanted, call, onProgress, async (sides, _, key) => {
      for (const [p, [x, y]] of pairs.entries()) {
        const found = sums[p]!.get(key);
        if (!found) continue;
        const [a, b] = [sides[x]!, sides[y]!];
        const product = await backend.matmul(a.side, b.side, { ...call, transA: true });
        found.sum.add(a.side.rows, a.mean, b.mean, product);
      }
    });
    for (const [pair, [x]] of pairs.entries()) {
      for (const { frequency, sum } of sums[pair]!.values()) {
        const { re, im, rows, cols } = sum;
        const { datapoints } = images[x]!;
        yield { pair, frequency, datapoints, product: { re, im, rows, cols } };
      }
    }
  }
}

/** A block of a layer at one frequency, centred. */
interface Side {
  readonly side: Matrix64;
  readonly mean: Float64Array;
}

/**
 * Reads layers once, and hands on each block of them at each frequency: `sides[i]` of layer i, where
 * it is wanted there.
 */
async function sidesOf(
  layers: readonly Images[],
  wanted: readonly (readonly Place[])[],
  call: CallOptions,
  onProgress: FrequencyOptions["onProgress"],
  add: (sides: readonly (Side | undefined)[], k: number, key: string) => Promise<void>,
): Promise<Float64Array[]> {
  const used = layers.flatMap((_, i) => (wanted[i]!.length > 0 ? [i] : []));
  const images = Math.min(MANY_IMAGES, layers[0]!.datapoints);
  const spectra = used.map((i) => {
    const length = wanted[i]!.length * images * layers[i]!.channels;
    return { re: new Float64Array(length), im: new Float64Array(length) };
  });
  const places = wanted.map((list) => new Map(list.map((one, k) => [keyOf(one), k])));
  const keys = [...new Set(places.flatMap((one) => [...one.keys()]))];
  let done = 0;
  return eachBlock(
    used.map((i) => layers[i]!),
    used.map((i) => wanted[i]!),
    { images, spectra },
    call,
    async (blocks) => {
      for (const [k, key] of keys.entries()) {
        const sides: (Side | undefined)[] = layers.map(() => undefined);
        for (const [place, i] of used.entries()) {
          const at = places[i]!.get(key);
          if (at !== undefined) sides[i] = centredSide(blocks[place]!, at);
        }
        await add(sides, k, key);
      }
      done += blocks[0]!.images;
      onProgress?.(done, layers[0]!.datapoints);
    },
  );
}

/** Bytes that the spectra of a block take at each frequency. */
function spectraBytes({ channels }: Images): number {
  return 16 * MANY_IMAGES * channels;
}

function keyOf({ y, x }: Place): string {
  return `${y},${x}`;
}
