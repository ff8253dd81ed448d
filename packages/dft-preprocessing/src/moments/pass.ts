import type { CallOptions, CompleteBackend } from "@svcca/linalg";
import type { Frequency } from "../frequency/frequencies.js";
import { binsOf, sliceInto } from "../frequency/slices.js";
import type { Into } from "../into.js";
import { Accumulator } from "./accumulator.js";
import { addBlock, type BlockSlices } from "./block.js";
import type { Images } from "./layer.js";

type Both<T> = readonly [x: T, y: T];

/** Values of both layers to read at once: 32 MB as float64. */
const READ_VALUES = 2 ** 22;
/** Images in a block: enough for one product to be worth its call. */
const BLOCK_IMAGES = 256;
/** Error of a Fourier coefficient as a share of the sum of absolute values, with some room. */
const ROUNDING = 8 * 2 ** -53;

/** The memory of all passes over the data, which each pass uses again. */
export interface Workspace {
  /** One for each frequency of a group. */
  readonly sums: readonly Accumulator[];
  /** Images in a block, and the spectra of a block on each side. */
  readonly images: number;
  readonly spectra: Both<{ readonly re: Float64Array; readonly im: Float64Array }>;
}

/** @param bytes for the spectra of a block, which holds at least one image. */
export function workspaceFor([x, y]: Both<Images>, frequencies: number, bytes: number): Workspace {
  const fitting = Math.floor(bytes / (16 * frequencies * (x.channels + y.channels)));
  const images = Math.min(BLOCK_IMAGES, x.datapoints, Math.max(1, fitting));
  const spectra = ({ channels }: Images) => ({
    re: new Float64Array(frequencies * images * channels),
    im: new Float64Array(frequencies * images * channels),
  });
  return {
    sums: Array.from({ length: frequencies }, () => new Accumulator(x.channels, y.channels)),
    images,
    spectra: [spectra(x), spectra(y)],
  };
}

/**
 * Reads both layers once, and adds up the moments of some frequencies in `workspace.sums`.
 *
 * @returns what rounding may leave in each channel, x and y: see `FrequencyMoments`.
 */
export async function addAll(
  layers: Both<Images>,
  group: readonly Frequency[],
  { sums, images, spectra }: Workspace,
  backend: CompleteBackend,
  call: CallOptions,
  onImages: (count: number) => void,
): Promise<Both<Float64Array>> {
  for (const sum of sums) sum.reset();
  const [x, y] = await eachBlock(
    layers,
    [group, group],
    { images, spectra },
    call,
    async ([blockX, blockY]) => {
      await addBlock(sums.slice(0, group.length), blockX!, blockY!, backend, call);
      onImages(blockX!.images);
    },
  );
  return [x!, y!];
}

/**
 * Reads layers once, in blocks of images, and transforms them at some frequencies.
 *
 * @param frequencies of each layer.
 * @param memory images in a block, and room for the spectra of a block of each layer.
 * @returns what rounding may leave in each channel of each layer: see `FrequencyMoments`.
 */
export async function eachBlock(
  layers: readonly Images[],
  frequencies: readonly (readonly Pick<Frequency, "y" | "x">[])[],
  { images: most, spectra }: { readonly images: number; readonly spectra: readonly Into[] },
  call: CallOptions,
  onBlock: (blocks: readonly BlockSlices[]) => Promise<void>,
): Promise<Float64Array[]> {
  const bins = layers.map((layer, i) => binsOf(frequencies[i]!, layer));
  const rounding = layers.map(({ channels }) => new Float64Array(channels));
  const { datapoints } = layers[0]!;
  const width = layers.reduce((sum, { values }) => sum + values, 0);
  for (let start = 0; start < datapoints; start += most) {
    const images = Math.min(most, datapoints - start);
    const blocks = layers.map(({ channels }, i) => ({ ...spectra[i]!, images, channels }));
    const step = Math.max(1, Math.floor(READ_VALUES / width));
    for (let first = 0; first < images; first += step) {
      call.signal?.throwIfAborted();
      const [from, to] = [start + first, start + Math.min(first + step, images)];
      const read = await Promise.all(layers.map((layer) => layer.read(from, to, call)));
      for (const [i, block] of read.entries()) {
        sliceInto(block, bins[i]!, { ...blocks[i]!, first }, (sizes) => {
          addSquares(rounding[i]!, sizes);
        });
      }
    }
    await onBlock(blocks);
  }
  return rounding;
}

function addSquares(rounding: Float64Array, sizes: Float64Array): void {
  for (let c = 0; c < sizes.length; c++) rounding[c]! += (ROUNDING * sizes[c]!) ** 2;
}
