import { type CallOptions, type ComplexMatrix, referenceBackend } from "@svcca/linalg";
import { commonFrequencies, type Frequency } from "../frequency/frequencies.js";
import { Accumulator, accumulatorBytes, CrossAccumulator } from "./accumulator.js";
import { addBetween, addOwn, type BlockSlices } from "./block.js";
import type { ComplexVector } from "./frequency-moments.js";
import { groupsOf } from "./groups.js";
import { type ImageLayer, type Images, imagesOf } from "./layer.js";
import { eachBlock } from "./pass.js";
import { assertComparable, assertMemory, type FrequencyOptions, inFull } from "./stream.js";

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
  const complete = inFull(backend);
  const bytes = accumulatorBytes(channels, 0) + spectraBytes(images);
  for (const group of groupsOf(frequencies, memory / bytes)) {
    const sums = group.map(() => new Accumulator(channels, 0));
    const rounding = await blocksOf([images], [group], call, onProgress, ([x]) =>
      addOwn(sums, x!, complete, call),
    );
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
  const complete = inFull(backend);
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
    const places = wanted.map((list) => new Map(list.map((one, k) => [keyOf(one), k])));
    await blocksOf(images, wanted, call, onProgress, async (blocks) => {
      for (const [p, pair] of pairs.entries()) {
        const [x, y] = pair.map((i) => blocks[i]);
        const keys = [...sums[p]!.keys()];
        if (!x || !y || keys.length === 0) continue;
        const own = keys.map((key) => sums[p]!.get(key)!.sum);
        const at = keys.map((key) => pair.map((i) => places[i]!.get(key)!));
        await addBetween(own, x, y, at, complete, call);
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

/** Reads layers once, and hands on each block of those that are wanted at any frequency. */
async function blocksOf(
  layers: readonly Images[],
  wanted: readonly (readonly Place[])[],
  call: CallOptions,
  onProgress: FrequencyOptions["onProgress"],
  add: (blocks: readonly (BlockSlices | undefined)[]) => Promise<void>,
): Promise<Float64Array[]> {
  const used = layers.flatMap((_, i) => (wanted[i]!.length > 0 ? [i] : []));
  const images = Math.min(MANY_IMAGES, layers[0]!.datapoints);
  const spectra = used.map((i) => {
    const length = wanted[i]!.length * images * layers[i]!.channels;
    return { re: new Float64Array(length), im: new Float64Array(length) };
  });
  let done = 0;
  return eachBlock(
    used.map((i) => layers[i]!),
    used.map((i) => wanted[i]!),
    { images, spectra },
    call,
    async (blocks) => {
      const each: (BlockSlices | undefined)[] = layers.map(() => undefined);
      for (const [place, i] of used.entries()) each[i] = blocks[place];
      await add(each);
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
