import { type ArraySource, type RowOptions, SvccaError, uniform } from "@svcca/linalg";
import type { Layer } from "./layer.js";
import type { Image } from "./layout.js";

/** Some positions of each image, drawn anew for each. */
export interface SomePositions {
  /** How many of an image, or all where it has no more. */
  readonly count: number;
  readonly seed: number;
}

/** Every position of an image as a datapoint, or some of them. */
export function positionsLayer(
  source: ArraySource,
  { channels, height, width, stepC, stepP }: Image,
  some?: SomePositions,
): Layer {
  const positions = height * width;
  const count = Math.min(some?.count ?? positions, positions);
  const values = channels * positions;
  const whole = count === positions;
  return {
    name: source.name,
    datapoints: (source.shape[0] ?? 0) * count,
    neurons: channels,
    unit: Math.max(1, count),
    stored: source,
    async read(start, end, options: RowOptions | undefined) {
      const [first, last] = [start / count, end / count];
      const data = await source.read(first, last, options);
      const shape = { rows: end - start, cols: channels };
      if (whole && stepC === 1) return { data, ...shape };
      const size = shape.rows * channels;
      const out = data instanceof Float32Array ? new Float32Array(size) : new Float64Array(size);
      for (let image = first, p = 0; image < last; image++) {
        const chosen = whole ? undefined : positionsOf(image, positions, count, some!.seed);
        for (let k = 0; k < count; k++) {
          const at = (image - first) * values + (chosen ? chosen[k]! : k) * stepP;
          for (let c = 0; c < channels; c++, p++) out[p] = data[at + c * stepC]!;
        }
      }
      return { data: out, ...shape };
    },
  };
}

/**
 * The positions of one image, ascending: a function of the seed and the place of the image alone, so
 * that they are the same for all layers of that size, however these are read.
 *
 * Source: Floyd's sampling without replacement; Bentley 1987, Programming pearls: a sample of
 * brilliance.
 */
function positionsOf(image: number, positions: number, count: number, seed: number): number[] {
  // The seed goes through the generator first: image 1 of one seed is not image 0 of the next.
  const next = uniform(Math.floor(uniform(seed)() * 2 ** 32) ^ Math.imul(image + 1, 0x9e3779b1));
  const chosen = new Set<number>();
  for (let last = positions - count; last < positions; last++) {
    const drawn = Math.floor(next() * (last + 1));
    chosen.add(chosen.has(drawn) ? last : drawn);
  }
  return [...chosen].sort((a, b) => a - b);
}

/** @throws SvccaError `invalid-argument` unless it is a whole number from 1. */
export function assertPositions(positions: number): void {
  if (Number.isSafeInteger(positions) && positions >= 1) return;
  throw new SvccaError(
    "invalid-argument",
    `positions: ${positions}; give how many of each image, a whole number from 1`,
    { option: "positions", received: positions },
  );
}
