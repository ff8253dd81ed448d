import type { CallOptions, CompleteBackend, Matrix } from "@svcca/linalg";
import type { Into } from "../into.js";
import type { Accumulator } from "./accumulator.js";

/** The spectra of a block of images, ordered as `FrequencySlices` are. */
export interface BlockSlices extends Into {
  readonly images: number;
  readonly channels: number;
}

/** The parts of a frequency, in this order: Re x, Im x, Re y, Im y. */
const PARTS = 4;

/**
 * The real products that make the complex ones: of Re x with itself, of Im x with itself, of the two
 * with each other, the same of y, and all four of x with y. With the symmetry of four of them that
 * is as much work as the complex products themselves.
 */
const PRODUCTS = [
  ...([
    [0, 0],
    [1, 1],
    [1, 0],
  ] as const),
  ...([
    [2, 2],
    [3, 3],
    [3, 2],
  ] as const),
  ...([
    [0, 2],
    [1, 3],
    [1, 2],
    [0, 3],
  ] as const),
] as const;

/** Values that go to the backend in one call: enough for its threads, little beside the block. */
const CALL_VALUES = 2 ** 20;

/**
 * Adds a block of images to the moments of all frequencies, some of them in each call: small
 * products, of which a backend can do many at once. It centres them before it rounds, as float32
 * products of values with a large mean have no correct digits.
 */
export async function addBlock(
  sums: readonly Accumulator[],
  x: BlockSlices,
  y: BlockSlices,
  frequencies: number,
  backend: CompleteBackend,
  call: CallOptions,
): Promise<void> {
  const rows = x.images;
  const values = 2 * rows * (x.channels + y.channels);
  const step = Math.max(1, Math.floor(CALL_VALUES / values));
  const partsOf = (k: number) =>
    [x, y].flatMap(({ re, im, channels: cols }) =>
      [re, im].map(
        (part): Matrix => ({
          data: part.subarray(k * rows * cols, (k + 1) * rows * cols),
          rows,
          cols,
        }),
      ),
    );
  for (let first = 0; first < frequencies; first += step) {
    const count = Math.min(step, frequencies - first);
    const each = Array.from({ length: count }, (_, i) => i);
    const { means, products } = await backend.blockMoments(
      each.flatMap((i) => partsOf(first + i)),
      each.flatMap((i) => PRODUCTS.map(([a, b]) => [PARTS * i + a, PARTS * i + b] as const)),
      call,
    );
    for (const i of each) {
      sums[first + i]!.add(
        rows,
        means.slice(PARTS * i, PARTS * (i + 1)),
        products.slice(PRODUCTS.length * i, PRODUCTS.length * (i + 1)),
      );
    }
  }
}
