import type { CallOptions, CompleteBackend, Matrix, Matrix64, SpectralUnit } from "@svcca/linalg";
import type { Into } from "../into.js";

/** The spectra of a block of images of one layer, ordered as `FrequencySlices` are. */
export interface BlockSlices extends Into {
  /** Images that there is room for at each frequency. */
  readonly room: number;
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
 * Those of x, of y and of both. With the symmetry of four of them that is as much work as the
 * complex products themselves.
 */
const PRODUCTS: Readonly<Record<SpectralUnit["products"], readonly (readonly [number, number])[]>> =
  {
    own: OWN,
    between: CROSS,
    all: [...OWN, ...OWN.map(([a, b]) => [a + 2, b + 2] as const), ...CROSS],
  };

/** Values that go to the backend in one call: enough for its threads, little beside the block. */
const CALL_VALUES = 2 ** 20;

/** What takes the means and products of a block at one frequency. */
interface Sum {
  add(datapoints: number, means: readonly Float64Array[], products: readonly Matrix64[]): void;
}

/**
 * Adds a block of images to the moments of some frequencies, some of them in each call: small
 * products, of which a backend can do many at once. It centres them before it rounds, as float32
 * products of values with a large mean have no correct digits.
 *
 * @param places where each side has the frequency of each sum.
 */
export async function addProducts(
  sums: readonly Sum[],
  sides: readonly BlockSlices[],
  places: readonly (readonly number[])[],
  products: SpectralUnit["products"],
  rows: number,
  backend: CompleteBackend,
  call: CallOptions,
): Promise<void> {
  const pairs = PRODUCTS[products];
  const parts = 2 * sides.length;
  const values = sides.reduce((sum, { channels }) => sum + 2 * rows * channels, 0);
  const step = Math.max(1, Math.floor(CALL_VALUES / values));
  const partsOf = (place: readonly number[]) =>
    sides.flatMap(({ re, im, room, channels: cols }, side) =>
      [re, im].map((part): Matrix => {
        const start = place[side]! * room * cols;
        return { data: part.subarray(start, start + rows * cols), rows, cols };
      }),
    );
  for (let first = 0; first < sums.length; first += step) {
    const some = places.slice(first, first + step);
    const found = await backend.blockMoments(
      some.flatMap(partsOf),
      some.flatMap((_, i) => pairs.map(([a, b]) => [parts * i + a, parts * i + b] as const)),
      call,
    );
    for (const i of some.keys()) {
      sums[first + i]!.add(
        rows,
        found.means.slice(parts * i, parts * (i + 1)),
        found.products.slice(pairs.length * i, pairs.length * (i + 1)),
      );
    }
  }
}
