import { SvccaError } from "@svcca/linalg";
import type { Size } from "../block.js";

/** A spatial frequency: whole waves over the height and over the width, negative ones included. */
export interface Frequency {
  readonly y: number;
  readonly x: number;
  /**
   * How many frequencies it stands for: 2 where its opposite (-y, -x) only holds the conjugate
   * values, which say the same, else 1.
   */
  readonly multiplicity: 1 | 2;
}

/** The frequencies that two layers have in common. */
export interface CommonFrequencies extends Size {
  /** One of each pair of opposites, ordered by x, then y. Multiplicities add up to height x width. */
  readonly half: readonly Frequency[];
}

/**
 * The frequencies at which layers of two sizes are compared: along each axis those with
 * -s/2 <= f < s/2 of the smaller size s, as google/svcca and PyTorch's resizing by Fourier
 * transform crop them. A dense layer counts as 1 x 1: the zero frequency only.
 *
 * The spectrum of real images at -f is the conjugate of that at f, so half of the frequencies
 * tell all. Where sizes differ, the lowest frequency -s/2 of an even s stands alone: its opposite
 * s/2 is another frequency of the larger layer, and not kept.
 *
 * @throws SvccaError `invalid-argument` for sizes that are not whole numbers from 1.
 */
export function commonFrequencies(a: Size, b: Size = a): CommonFrequencies {
  const height = Math.min(assertSize(a.height), assertSize(b.height));
  const width = Math.min(assertSize(a.width), assertSize(b.width));
  const half: Frequency[] = [];
  const covered = new Set<string>();
  for (const x of signed(width)) {
    for (const y of signed(height)) {
      if (covered.has(`${y},${x}`)) continue;
      const minusY = opposite(y, height, a.height === b.height);
      const minusX = opposite(x, width, a.width === b.width);
      const alone = minusY === undefined || minusX === undefined || (minusY === y && minusX === x);
      half.push({ y, x, multiplicity: alone ? 1 : 2 });
      if (!alone) covered.add(`${minusY},${minusX}`);
    }
  }
  return { height, width, half };
}

/** The opposite of `f` among the frequencies of an axis of `size`, if it is there. */
function opposite(f: number, size: number, sameSizes: boolean): number | undefined {
  if (2 * f !== -size) return f === 0 ? 0 : -f;
  return sameSizes ? f : undefined;
}

/** 0, 1, …, then the negative ones, in the order of an FFT. */
function signed(size: number): number[] {
  return Array.from({ length: size }, (_, k) => (2 * k < size ? k : k - size));
}

/** Where a frequency is in the output of a transform of that size. */
export function binOf(frequency: number, size: number): number {
  return frequency < 0 ? frequency + size : frequency;
}

function assertSize(size: number): number {
  if (!Number.isSafeInteger(size) || size < 1) {
    throw new SvccaError(
      "invalid-argument",
      `commonFrequencies: a size of ${size}; heights and widths are whole numbers from 1`,
      { received: size },
    );
  }
  return size;
}
