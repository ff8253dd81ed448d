import type { ComplexMatrix, Matrix64, SpectralSums } from "@svcca/linalg";
import type { Pool } from "./pool.js";

type Four = [Float64Array, Float64Array, Float64Array, Float64Array];
type Six = [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
type Products = [...Six, ...Four];

/** Bytes that an accumulator of `a` and `b` channels takes. */
export function accumulatorBytes(a: number, b: number): number {
  return 8 * (a * a + b * b + 2 * a * b + 2 * (a + b));
}

/**
 * Adds up the moments of one frequency over blocks of images, in place. A Hermitian matrix takes
 * the room of a real one: real parts on and above the diagonal, imaginary parts below it.
 */
export class Accumulator {
  private datapoints = 0;
  /** Real then imaginary parts of the means, of x then of y: a, a, b, b values. */
  private readonly mean: Float64Array;
  private readonly xx: Float64Array;
  private readonly yy: Float64Array;
  private readonly xyRe: Float64Array;
  private readonly xyIm: Float64Array;

  constructor(
    private readonly a: number,
    private readonly b: number,
    pool: Pool,
  ) {
    this.mean = pool.zeros(2 * (a + b));
    this.xx = pool.zeros(a * a);
    this.yy = pool.zeros(b * b);
    this.xyRe = pool.zeros(a * b);
    this.xyIm = pool.zeros(a * b);
  }

  /**
   * Merges a block (Chan, Golub, LeVeque 1983).
   *
   * @param means of the block: Re x, Im x, Re y, Im y; those of y only where it has channels.
   * @param products of the centred block, as `PRODUCTS` in block.ts lists them; the same goes.
   */
  add(datapoints: number, means: readonly Float64Array[], products: readonly Matrix64[]): void {
    const { a, b } = this;
    const [xrr, xii, xir, yrr, yii, yir, rr, ii, ir, ri] = products.map(
      ({ data }) => data,
    ) as Products;
    const n = this.datapoints + datapoints;
    const weight = (this.datapoints / n) * datapoints;
    const delta = concatenated(means);
    for (let i = 0; i < delta.length; i++) delta[i]! -= this.mean[i]!;
    this.datapoints = n;
    for (let i = 0; i < delta.length; i++) this.mean[i]! += delta[i]! * (datapoints / n);
    addHermitian(this.xx, a, [xrr, xii, xir], 0, delta, weight);
    if (b === 0) return;
    addHermitian(this.yy, b, [yrr, yii, yir], 2 * a, delta, weight);
    const [dx, dy] = [delta.subarray(0, 2 * a), delta.subarray(2 * a)];
    addCross(this.xyRe, this.xyIm, [rr, ii, ir, ri], dx, dy, weight);
  }

  /** What was added up, in memory of its own. */
  sums(): SpectralSums {
    const { a, b, mean } = this;
    return {
      datapoints: this.datapoints,
      meanX: vector(mean.subarray(0, 2 * a)),
      meanY: vector(mean.subarray(2 * a)),
      xx: unpack(this.xx, a),
      yy: unpack(this.yy, b),
      xy: { re: this.xyRe.slice(), im: this.xyIm.slice(), rows: a, cols: b },
    };
  }
}

/** Real and imaginary parts that lie one after the other. */
function vector(parts: Float64Array): SpectralSums["meanX"] {
  const count = parts.length / 2;
  return { re: parts.slice(0, count), im: parts.slice(count) };
}

/**
 * Adds a Hermitian product of which the real parts among themselves, the imaginary parts among
 * themselves, and the imaginary with the real ones are given, and weight d d^H.
 */
function addHermitian(
  packed: Float64Array,
  size: number,
  [rr, ii, ir]: readonly [Float64Array, Float64Array, Float64Array],
  first: number,
  delta: Float64Array,
  weight: number,
): void {
  for (let i = 0, p = 0; i < size; i++) {
    const dr = delta[first + i]!;
    const di = delta[first + size + i]!;
    for (let j = 0; j < i; j++, p++) {
      const [er, ei] = [delta[first + j]!, delta[first + size + j]!];
      packed[p]! += ir[p]! - ir[j * size + i]! + weight * (di * er - dr * ei);
    }
    for (let j = i; j < size; j++, p++) {
      const [er, ei] = [delta[first + j]!, delta[first + size + j]!];
      packed[p]! += rr[p]! + ii[p]! + weight * (dr * er + di * ei);
    }
  }
}

/** Adds x y^H, given the products Re Re, Im Im, Im Re and Re Im, and weight dx dy^H. */
function addCross(
  sumRe: Float64Array,
  sumIm: Float64Array,
  [rr, ii, ir, ri]: Readonly<Four>,
  dx: Float64Array,
  dy: Float64Array,
  weight: number,
): void {
  const [a, b] = [dx.length / 2, dy.length / 2];
  for (let i = 0, p = 0; i < a; i++) {
    for (let j = 0; j < b; j++, p++) {
      sumRe[p]! += rr[p]! + ii[p]! + weight * (dx[i]! * dy[j]! + dx[a + i]! * dy[b + j]!);
      sumIm[p]! += ir[p]! - ri[p]! + weight * (dx[a + i]! * dy[j]! - dx[i]! * dy[b + j]!);
    }
  }
}

/** Adds up xc yc^H alone of one frequency over blocks of images, in place. */
export class CrossAccumulator {
  private datapoints = 0;
  private readonly meanX: Float64Array;
  private readonly meanY: Float64Array;
  private readonly re: Float64Array;
  private readonly im: Float64Array;

  constructor(
    private readonly rows: number,
    private readonly cols: number,
    pool: Pool,
  ) {
    this.meanX = pool.zeros(2 * rows);
    this.meanY = pool.zeros(2 * cols);
    this.re = pool.zeros(rows * cols);
    this.im = pool.zeros(rows * cols);
  }

  /**
   * Merges a block (Chan, Golub, LeVeque 1983).
   *
   * @param means of the block: Re x, Im x, Re y, Im y.
   * @param products of the centred block: Re Re, Im Im, Im Re, Re Im.
   */
  add(datapoints: number, means: readonly Float64Array[], products: readonly Matrix64[]): void {
    const n = this.datapoints + datapoints;
    const weight = (this.datapoints / n) * datapoints;
    const [dx, dy] = [concatenated(means.slice(0, 2)), concatenated(means.slice(2))];
    for (let i = 0; i < dx.length; i++) dx[i]! -= this.meanX[i]!;
    for (let i = 0; i < dy.length; i++) dy[i]! -= this.meanY[i]!;
    this.datapoints = n;
    for (let i = 0; i < dx.length; i++) this.meanX[i]! += dx[i]! * (datapoints / n);
    for (let i = 0; i < dy.length; i++) this.meanY[i]! += dy[i]! * (datapoints / n);
    const [rr, ii, ir, ri] = products.map(({ data }) => data) as Four;
    addCross(this.re, this.im, [rr, ii, ir, ri], dx, dy, weight);
  }

  /** What was added up, in memory of its own. */
  sums(): SpectralSums {
    const { datapoints, rows, cols } = this;
    const xy = { re: this.re.slice(), im: this.im.slice(), rows, cols };
    return { datapoints, meanX: vector(this.meanX), meanY: vector(this.meanY), xy };
  }
}

function concatenated(parts: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function unpack(packed: Float64Array, size: number): ComplexMatrix {
  const re = new Float64Array(size * size);
  const im = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    re[i * size + i] = packed[i * size + i]!;
    for (let j = 0; j < i; j++) {
      re[i * size + j] = re[j * size + i] = packed[j * size + i]!;
      im[i * size + j] = packed[i * size + j]!;
      im[j * size + i] = -packed[i * size + j]!;
    }
  }
  return { re, im, rows: size, cols: size };
}
