import { SvccaError } from "@svcca/linalg";
import { axesOf, type ImageBlock, type Size } from "../block.js";
import { eachTransform } from "../fft/each.js";
import { storePairs } from "../fft/lanes.js";
import { type Into, outputOf } from "../into.js";
import { binOf, type Frequency } from "./frequencies.js";

/** The spectra of some images at some frequencies: each frequency a matrix of its own. */
export interface FrequencySlices extends Into {
  readonly frequencies: number;
  readonly images: number;
  readonly channels: number;
}

/**
 * The transform of a block of images at the given frequencies only, ordered for comparing layers
 * frequency by frequency: value (frequency k, image i, channel c) is at
 * (k * images + i) * channels + c of `re` and `im`. As `dft2`, not scaled.
 *
 * Only the columns that are asked for are transformed along the height, so a few frequencies of a
 * larger image cost about half of all of them.
 *
 * @param into as in `dft2`.
 * @throws SvccaError `invalid-argument` for a frequency that images of this size do not have, and
 *   what `dft2` throws.
 */
export function frequencySlices(
  block: ImageBlock,
  frequencies: readonly Pick<Frequency, "y" | "x">[],
  into?: Into,
): FrequencySlices {
  const axes = axesOf(block, "frequencySlices", block.data.length);
  const { images, channels } = axes;
  const bins = binsOf(frequencies, axes);
  const output = outputOf(into, frequencies.length * images * channels, "frequencySlices");
  sliceInto(block, bins, { ...output, images, first: 0 });
  return { ...output, frequencies: frequencies.length, images, channels };
}

/** Where some frequencies are in a transform that has only the columns that they need. */
export interface Bins {
  readonly columns: readonly number[];
  /** Places of each frequency and of its opposite, in positions. */
  readonly plus: Int32Array;
  readonly minus: Int32Array;
}

/** @throws SvccaError `invalid-argument` for a frequency that images of that size do not have. */
export function binsOf(
  frequencies: readonly Pick<Frequency, "y" | "x">[],
  { height, width }: Size,
): Bins {
  const has = (f: number, size: number) => Number.isInteger(f) && -size <= 2 * f && 2 * f < size;
  for (const { y, x } of frequencies) {
    if (!has(y, height) || !has(x, width)) {
      throw new SvccaError(
        "invalid-argument",
        `frequencySlices: frequency (${y}, ${x}) of images of ${height} x ${width}; give whole numbers from -size/2 to below size/2`,
        { y, x, height, width },
      );
    }
  }
  const bins = frequencies.map(({ x }) => binOf(x, width));
  const columns = [...new Set(bins.flatMap((x) => [x, (width - x) % width]))].sort((a, b) => a - b);
  const place = new Map(columns.map((column, i) => [column, i]));
  const at = (row: number, column: number) => row * columns.length + place.get(column)!;
  return {
    columns,
    plus: Int32Array.from(frequencies, ({ y }, k) => at(binOf(y, height), bins[k]!)),
    minus: Int32Array.from(frequencies, ({ y }, k) =>
      at((height - binOf(y, height)) % height, (width - bins[k]!) % width),
    ),
  };
}

/**
 * Writes the slices of a block as images `first` and on of slices of `images` images.
 *
 * @param onSizes as for `eachTransform`.
 */
export function sliceInto(
  block: ImageBlock,
  { columns, plus, minus }: Bins,
  { re, im, images, first }: Into & { readonly images: number; readonly first: number },
  onSizes?: (sizes: Float64Array, image: number) => void,
): void {
  const axes = axesOf(block, "frequencySlices");
  const { channels } = axes;
  eachTransform(
    block.data,
    axes,
    "frequencySlices",
    (z) => {
      const { lanes } = z;
      for (let k = 0; k < plus.length; k++) {
        const to = (k * images + first + z.image) * channels + z.first;
        storePairs(z, plus[k]! * lanes, minus[k]! * lanes, channels, re, im, to, 1);
      }
    },
    columns,
    onSizes,
  );
}
