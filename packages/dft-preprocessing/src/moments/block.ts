import type { CallOptions, CompleteBackend, Matrix, Matrix64 } from "@svcca/linalg";
import type { Into } from "../into.js";

/** The spectra of a block of images, ordered as `FrequencySlices` are. */
export interface BlockSlices extends Into {
  readonly images: number;
  readonly channels: number;
}

/** The real products that make a Hermitian one: Re with itself, Im with itself, Im with Re. */
const OWN = [
  [0, 0],
  [1, 1],
  [1, 0],
] as const;
/** Those of x with y: Re Re, Im Im, Im Re, Re Im. */
const CROSS = [
  [0, 2],
  [1, 3],
  [1, 2],
  [0, 3],
] as const;
/**
 * All of x and y. With the symmetry of four of them that is as much work as the complex products
 * themselves.
 */
const PRODUCTS = [...OWN, ...OWN.map(([a, b]) => [a + 2, b + 2] as const), ...CROSS];

/** Values that go to the backend in one call: enough for its threads, little beside the block. */
const CALL_VALUES = 2 ** 20;

/** What takes the means and products of a block at one frequency. */
interface Sum {
  add(datapoints: number, means: readonly Float64Array[], products: readonly Matrix64[]): void;
}

/** Adds a block of images to the moments of all frequencies. */
export function addBlock(
  sums: readonly Sum[],
  x: BlockSlices,
  y: BlockSlices,
  backend: CompleteBackend,
  call: CallOptions,
): Promise<void> {
  const places = sums.map((_, k) => [k, k]);
  return addProducts(sums, [x, y], places, PRODUCTS, backend, call);
}

/** The same of one layer alone. */
export function addOwn(
  sums: readonly Sum[],
  x: BlockSlices,
  backend: CompleteBackend,
  call: CallOptions,
): Promise<void> {
  const places = sums.map((_, k) => [k]);
  return addProducts(sums, [x], places, OWN, backend, call);
}

/** Only what is between two layers; `places` says where each has the frequency of a sum. */
export function addBetween(
  sums: readonly Sum[],
  x: BlockSlices,
  y: BlockSlices,
  places: readonly (readonly number[])[],
  backend: CompleteBackend,
  call: CallOptions,
): Promise<void> {
  return addProducts(sums, [x, y], places, CROSS, backend, call);
}

/**
 * Some frequencies in each call: small products, of which a backend can do many at once. It centres
 * them before it rounds, as float32 products of values with a large mean have no correct digits.
 */
async function addProducts(
  sums: readonly Sum[],
  sides: readonly BlockSlices[],
  places: readonly (readonly number[])[],
  products: readonly (readonly [number, number])[],
  backend: CompleteBackend,
  call: CallOptions,
): Promise<void> {
  const rows = sides[0]!.images;
  const parts = 2 * sides.length;
  const values = sides.reduce((sum, { channels }) => sum + 2 * rows * channels, 0);
  const step = Math.max(1, Math.floor(CALL_VALUES / values));
  const partsOf = (place: readonly number[]) =>
    sides.flatMap(({ re, im, channels: cols }, side) =>
      [re, im].map((part): Matrix => {
        const start = place[side]! * rows * cols;
        return { data: part.subarray(start, start + rows * cols), rows, cols };
      }),
    );
  for (let first = 0; first < sums.length; first += step) {
    const some = places.slice(first, first + step);
    const found = await backend.blockMoments(
      some.flatMap(partsOf),
      some.flatMap((_, i) => products.map(([a, b]) => [parts * i + a, parts * i + b] as const)),
      call,
    );
    for (const i of some.keys()) {
      sums[first + i]!.add(
        rows,
        found.means.slice(parts * i, parts * (i + 1)),
        found.products.slice(products.length * i, products.length * (i + 1)),
      );
    }
  }
}
