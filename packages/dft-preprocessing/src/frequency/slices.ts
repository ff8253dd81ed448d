import { SvccaError } from "@svcca/linalg";
import { type Axes, axesOf, type ImageBlock } from "../block.js";
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
 * (k * images + i) * channels + c of `re` and `im`. As {@link dft2}, not scaled.
 *
 * Only the columns that are asked for are transformed along the height, so a few frequencies of a
 * larger image cost about half of all of them.
 *
 * @param into as in {@link dft2}.
 * @throws SvccaError `invalid-argument` for a frequency that images of this size do not have, and
 *   what {@link dft2} throws.
 */
export function frequencySlices(
  block: ImageBlock,
  frequencies: readonly Pick<Frequency, "y" | "x">[],
  into?: Into,
): FrequencySlices {
  const axes = axesOf(block, "frequencySlices", block.data.length);
  const { images, channels, height, width } = axes;
  assertPresent(frequencies, axes);
  const output = outputOf(into, frequencies.length * images * channels, "frequencySlices");
  const bins = frequencies.map(({ x }) => binOf(x, width));
  const columns = [...new Set(bins.flatMap((x) => [x, (width - x) % width]))].sort((a, b) => a - b);
  const place = new Map(columns.map((column, i) => [column, i]));
  // Where each frequency and its opposite are in a transform of those columns.
  const at = frequencies.map(({ y }, k) => {
    const row = binOf(y, height);
    const minus = ((height - row) % height) * columns.length;
    const x = bins[k]!;
    return [row * columns.length + place.get(x)!, minus + place.get((width - x) % width)!] as const;
  });
  eachTransform(
    block.data,
    axes,
    (image, first, lanes, z) => {
      const count = Math.min(2 * lanes, channels - first);
      for (const [k, [plus, minus]] of at.entries()) {
        const to = (k * images + image) * channels + first;
        const { re, im } = output;
        storePairs(z.re, z.im, plus * lanes, minus * lanes, lanes, count, re, im, to, 1);
      }
    },
    columns,
  );
  return { ...output, frequencies: frequencies.length, images, channels };
}

function assertPresent(frequencies: readonly { y: number; x: number }[], axes: Axes): void {
  const { height, width } = axes;
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
}
