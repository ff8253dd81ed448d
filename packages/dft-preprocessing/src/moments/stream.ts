import { type Backend, type CallOptions, referenceBackend, SvccaError } from "@svcca/linalg";
import { commonFrequencies, type Frequency } from "../frequency/frequencies.js";
import { type Bins, binsOf, sliceInto } from "../frequency/slices.js";
import { Accumulator, accumulatorBytes } from "./accumulator.js";
import { addBlock, type BlockSlices } from "./block.js";
import type { FrequencyMoments } from "./frequency-moments.js";
import { type ImageLayer, type Images, imagesOf } from "./layer.js";

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
  /** Stops the work; the generator then throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called after each block of images with those done and to be done, over all passes. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Values of both layers to read at once: 32 MB as float64. */
const READ_VALUES = 2 ** 22;
/** Images in a block: enough for one product to be worth its call. */
const BLOCK_IMAGES = 256;

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
 *   `invalid-argument` for a layout or memory, `unsupported` for other shapes, and what the
 *   sources throw.
 */
export async function* frequencyMoments(
  x: ImageLayer,
  y: ImageLayer,
  { backend = referenceBackend, memory = 2 ** 29, signal, onProgress }: FrequencyOptions = {},
): AsyncGenerator<FrequencyMoments, void, undefined> {
  const layers: [Images, Images] = [imagesOf(x), imagesOf(y)];
  assertComparable(layers, memory);
  const [a, b] = [layers[0].channels, layers[1].channels];
  const { half } = commonFrequencies(...layers);
  const fitting = Math.floor((0.75 * memory) / accumulatorBytes(a, b));
  const groups = groupsOf(half, Math.max(1, fitting));
  const total = layers[0].datapoints * groups.length;
  const call = signal ? { signal } : {};
  let done = 0;
  for (const group of groups) {
    const images = Math.floor((0.25 * memory) / (16 * group.length * (a + b)));
    const pass = new Pass(layers, group, Math.min(BLOCK_IMAGES, Math.max(1, images)));
    await pass.run(backend, call, (count) => {
      done += count;
      onProgress?.(done, total);
    });
    yield* pass.results();
  }
}

/** One reading of both layers for some of the frequencies. */
class Pass {
  private readonly bins: readonly [Bins, Bins];
  private readonly sums: Accumulator[];
  private readonly rounding: readonly [Float64Array, Float64Array];

  constructor(
    private readonly layers: readonly [Images, Images],
    private readonly group: readonly Frequency[],
    private readonly blockImages: number,
  ) {
    const [x, y] = layers;
    this.bins = [binsOf(group, x), binsOf(group, y)];
    this.sums = group.map(() => new Accumulator(x.channels, y.channels));
    this.rounding = [new Float64Array(x.channels), new Float64Array(y.channels)];
  }

  async run(backend: Backend, call: CallOptions, onImages: (count: number) => void): Promise<void> {
    const n = this.layers[0].datapoints;
    const most = Math.min(this.blockImages, n);
    const memory = this.layers.map(({ channels }) => ({
      re: new Float64Array(this.group.length * most * channels),
      im: new Float64Array(this.group.length * most * channels),
    }));
    for (let start = 0; start < n; start += most) {
      const images = Math.min(most, n - start);
      const slices = this.layers.map(({ channels }, side) => {
        const { re, im } = memory[side]!;
        return { re, im, images, channels };
      }) as [BlockSlices, BlockSlices];
      await this.read(start, slices, call);
      for (const [k, sum] of this.sums.entries()) {
        await addBlock(sum, slices[0], slices[1], k, backend, call);
      }
      onImages(images);
    }
  }

  /** Fills the slices of a block, from readings small enough for memory. */
  private async read(start: number, slices: [BlockSlices, BlockSlices], call: CallOptions) {
    const { images } = slices[0];
    const [x, y] = this.layers;
    const step = Math.max(1, Math.floor(READ_VALUES / (x.values + y.values)));
    for (let first = 0; first < images; first += step) {
      call.signal?.throwIfAborted();
      const last = Math.min(first + step, images);
      const blocks = await Promise.all(
        this.layers.map((layer) => layer.read(start + first, start + last, call)),
      );
      for (const [side, block] of blocks.entries()) {
        const rounding = this.rounding[side]!;
        sliceInto(block, this.bins[side]!, { ...slices[side]!, first }, (sizes) => {
          for (let c = 0; c < sizes.length; c++) rounding[c]! += (ROUNDING * sizes[c]!) ** 2;
        });
      }
    }
  }

  *results(): Generator<FrequencyMoments, void, undefined> {
    for (const [k, frequency] of this.group.entries()) {
      yield this.sums[k]!.moments(frequency, ...this.rounding);
    }
  }
}

/** Error of a Fourier coefficient as a share of the sum of absolute values, with some room. */
const ROUNDING = 8 * 2 ** -53;

function groupsOf(half: readonly Frequency[], size: number): Frequency[][] {
  const count = Math.ceil(half.length / size);
  const even = Math.ceil(half.length / count);
  return Array.from({ length: count }, (_, i) => half.slice(i * even, (i + 1) * even));
}

function assertComparable([x, y]: readonly [Images, Images], memory: number): void {
  if (!(memory > 0)) {
    throw new SvccaError(
      "invalid-argument",
      `frequencyMoments: memory ${memory}; give bytes above 0`,
      { received: memory },
    );
  }
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
