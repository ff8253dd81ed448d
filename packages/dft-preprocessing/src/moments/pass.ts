import type { CallOptions, CompleteBackend } from "@svcca/linalg";
import type { Frequency } from "../frequency/frequencies.js";
import { binsOf, sliceInto } from "../frequency/slices.js";
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
  { sums, images: most, spectra }: Workspace,
  backend: CompleteBackend,
  call: CallOptions,
  onImages: (count: number) => void,
): Promise<Both<Float64Array>> {
  const [x, y] = layers;
  const bins = [binsOf(group, x), binsOf(group, y)] as const;
  const rounding = [new Float64Array(x.channels), new Float64Array(y.channels)] as const;
  for (const sum of sums) sum.reset();
  for (let start = 0; start < x.datapoints; start += most) {
    const images = Math.min(most, x.datapoints - start);
    const blocks: Both<BlockSlices> = [
      { ...spectra[0], images, channels: x.channels },
      { ...spectra[1], images, channels: y.channels },
    ];
    const step = Math.max(1, Math.floor(READ_VALUES / (x.values + y.values)));
    for (let first = 0; first < images; first += step) {
      call.signal?.throwIfAborted();
      const [from, to] = [start + first, start + Math.min(first + step, images)];
      const read = await Promise.all([x.read(from, to, call), y.read(from, to, call)]);
      for (const side of [0, 1] as const) {
        sliceInto(read[side], bins[side], { ...blocks[side], first }, (sizes) => {
          addSquares(rounding[side], sizes);
        });
      }
    }
    await addBlock(sums, ...blocks, group.length, backend, call);
    onImages(images);
  }
  return rounding;
}

function addSquares(rounding: Float64Array, sizes: Float64Array): void {
  for (let c = 0; c < sizes.length; c++) rounding[c]! += (ROUNDING * sizes[c]!) ** 2;
}
