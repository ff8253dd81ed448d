import type { ComplexMatrix, SpectralSums, SpectralUnit } from "@svcca/linalg";
import { padded } from "../product/operand.js";

/** Bits of what a unit adds up, as assembly/fourier/moments.ts has them: xx, yy, xy. */
const FLAGS = { own: 1, between: 4, all: 7 } as const;

/** The sums of one unit in memory. */
export interface Placed {
  readonly products: SpectralUnit["products"];
  /** Channels or directions of x and of y; of y 0 where there is no y. */
  readonly a: number;
  readonly b: number;
}

export function flagsOf({ products }: Placed): number {
  return FLAGS[products];
}

/** Float64 values of the sums of a unit: its means twice, and its products. */
export function sumsValues({ products, a, b }: Placed): number {
  const [pa, pb] = [padded(a), padded(b)];
  const own = products === "between" ? 0 : pa * (pa + 4);
  const others = products === "all" ? pb * (pb + 4) : 0;
  return 4 * (pa + pb) + own + others + (products === "own" ? 0 : 2 * pa * pb);
}

/** The moments that lie in `values`. @param odd whether an odd number of blocks was added. */
export function readSums(
  values: Float64Array,
  placed: Placed,
  datapoints: number,
  odd: boolean,
): SpectralSums {
  const { products, a, b } = placed;
  const [pa, pb] = [padded(a), padded(b)];
  const slot = 2 * (pa + pb);
  let at = odd ? slot : 0;
  const vector = (length: number, width: number) => {
    const [re, im] = [values.slice(at, at + length), values.slice(at + width, at + width + length)];
    at += 2 * width;
    return { re, im };
  };
  const [meanX, meanY] = [vector(a, pa), vector(b, pb)];
  at = 2 * slot;
  const take = (length: number) => {
    at += length;
    return values.subarray(at - length, at);
  };
  // In the order in which they lie there.
  const xx = products === "between" ? undefined : hermitian(take(pa * (pa + 4)), a, pa);
  const yy = products === "all" ? hermitian(take(pb * (pb + 4)), b, pb) : undefined;
  const xy = products === "own" ? undefined : rectangle(take(2 * pa * pb), a, b, pa, pb);
  return {
    datapoints,
    meanX,
    meanY,
    ...(xx && { xx }),
    ...(yy && { yy }),
    ...(xy && { xy }),
  };
}

/** Real parts on and above the diagonal, imaginary parts below it, but for the tiles on it. */
function hermitian(values: Float64Array, size: number, width: number): ComplexMatrix {
  const re = new Float64Array(size * size);
  const im = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    const row = i * size;
    const from = i * width;
    const tile = i & ~3;
    const diagonal = width * width + 4 * i - tile;
    for (let j = 0, mirrored = i; j < i; j++, mirrored += size) {
      const part = values[j < tile ? from + j : diagonal + j]!;
      im[row + j] = part;
      im[mirrored] = -part;
    }
    for (let j = i, mirrored = i * (size + 1); j < size; j++, mirrored += size) {
      re[row + j] = re[mirrored] = values[from + j]!;
    }
  }
  return { re, im, rows: size, cols: size };
}

function rectangle(
  values: Float64Array,
  rows: number,
  cols: number,
  paddedRows: number,
  width: number,
): ComplexMatrix {
  const part = (from: number) => {
    const out = new Float64Array(rows * cols);
    for (let i = 0; i < rows; i++) {
      const start = from + i * width;
      out.set(values.subarray(start, start + cols), i * cols);
    }
    return out;
  };
  return { re: part(0), im: part(paddedRows * width), rows, cols };
}
