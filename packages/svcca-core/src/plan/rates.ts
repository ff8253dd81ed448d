import {
  type CompleteBackend,
  type ComplexMatrix,
  type Matrix64,
  matrix,
  qr,
  scaleColumns,
  uniform,
} from "@svcca/linalg";
import { compareFrequency } from "../dft/frequency.js";
import { blockRowsFor } from "../input/blocks.js";
import { blockMoments } from "../moments/block.js";
import { eighFlops, frequencyFlops, momentsFlops, qrFlops, svdFlops } from "./flops.js";
import { type Rate, rateOf, sizesUpTo } from "./rate.js";

/** Measured rates, each once for an explanation, in the counts of `flops.ts` a second. */
export interface Rates {
  /** The products of blocks of two layers of these widths and so many rows. */
  moments(a: number, b: number, n: number): Promise<Rate>;
  /** Eigenvectors of a symmetric matrix of size `d`. */
  eigh(d: number): Promise<Rate>;
  /** The small decomposition that aligns k directions. */
  svd(k: number): Promise<Rate>;
  /** Values that one pass over a matrix changes in a second. */
  touch(): Promise<Rate>;
  /** The QR decomposition of the exact method. */
  qr(n: number, d: number): Promise<Rate>;
  /** All that is done at one frequency but the products of blocks. */
  frequency(a: number, b: number): Promise<Rate>;
}

/** How many directions of so many are kept, as far as that is known before. */
export type KeptGuess = (d: number) => number;

/** Rates of a backend, measured when they are asked for. */
export function ratesOf(backend: CompleteBackend, kept: KeptGuess): Rates {
  const known = new Map<string, Promise<Rate>>();
  const once = (key: string, measure: () => Promise<Rate>) => {
    const rate = known.get(key) ?? measure();
    known.set(key, rate);
    return rate;
  };
  return {
    moments: (a, b, n) => once(`moments ${a} ${b}`, () => momentsRate(backend, a, b, n)),
    eigh: (d) => once(`eigh ${d}`, () => eighRate(backend, d, kept)),
    svd: (k) => once(`svd ${k}`, () => svdRate(backend, k)),
    touch: () => once("touch", touchRate),
    qr: (n, d) => once(`qr ${d}`, () => qrRate(n, d)),
    frequency: (a, b) => once(`frequency ${a} ${b}`, () => frequencyRate(backend, a, b, kept)),
  };
}

/** Values to try the products of a block on. */
const BLOCK_TRIED = 2 ** 17;

function momentsRate(backend: CompleteBackend, a: number, b: number, n: number) {
  const wanted = Math.max(a, b);
  return rateOf(sizesUpTo(wanted, 512), async (size) => {
    const [x, y] = [a, b].map((d) => Math.max(1, Math.round((d * size) / wanted))) as [
      number,
      number,
    ];
    const rows = Math.min(n, blockRowsFor(x + y), Math.ceil(BLOCK_TRIED / (x + y)));
    const blocks = [randomMatrix(rows, x), randomMatrix(rows, y)];
    await blockMoments(blocks, ["x", "y"], [[0, 1]], backend);
    return momentsFlops(rows, x, y);
  });
}

function eighRate(backend: CompleteBackend, d: number, kept: KeptGuess) {
  return rateOf(sizesUpTo(d, 384), async (size) => {
    const k = kept(size);
    await backend.eigh(randomGram(size), { keep: () => k });
    return eighFlops(size, k);
  });
}

function svdRate(backend: CompleteBackend, k: number) {
  return rateOf(sizesUpTo(k, 256), async (size) => {
    await backend.svd(randomMatrix(size, size));
    return svdFlops(size, size);
  });
}

function touchRate() {
  const a = randomMatrix(2 ** 10, 2 ** 6);
  return rateOf([a.cols], async () => {
    scaleColumns(a, new Float64Array(a.cols).fill(2));
    return a.data.length;
  });
}

function qrRate(n: number, d: number) {
  return rateOf(sizesUpTo(Math.min(n, d), 96), async (size) => {
    const rows = Math.min(n, 4 * size);
    qr(randomMatrix(rows, size));
    return qrFlops(rows, size);
  });
}

function frequencyRate(backend: CompleteBackend, a: number, b: number, kept: KeptGuess) {
  const wanted = Math.max(a, b);
  return rateOf(sizesUpTo(wanted, 192), async (size) => {
    const [x, y] = [a, b].map((d) => Math.max(1, Math.round((d * size) / wanted))) as [
      number,
      number,
    ];
    const side = (d: number) => ({
      re: randomGram(d).data,
      im: new Float64Array(d * d),
      rows: d,
      cols: d,
    });
    const zeros = (d: number) => new Float64Array(d);
    const cross: ComplexMatrix = {
      ...randomMatrix(x, y),
      re: randomMatrix(x, y).data,
      im: zeros(x * y),
    };
    await compareFrequency(
      {
        frequency: { y: 0, x: 0, multiplicity: 1 },
        datapoints: 4 * wanted,
        cxx: side(x),
        cyy: side(y),
        cxy: { ...cross, re: cross.re.map((value) => value * 1e-3) },
        meanX: { re: zeros(x), im: zeros(x) },
        meanY: { re: zeros(y), im: zeros(y) },
        roundingX: zeros(x),
        roundingY: zeros(y),
      },
      { kind: "largest", keep: (sizes) => kept(sizes.length) },
      backend,
      {},
    );
    return frequencyFlops(x, y, kept(x), kept(y));
  });
}

function randomMatrix(rows: number, cols: number): Matrix64 {
  const next = uniform(rows);
  const out = matrix(rows, cols);
  for (let p = 0; p < out.data.length; p++) out.data[p] = next() - 0.5;
  return out;
}

/** Symmetric, with a strong diagonal. */
function randomGram(size: number): Matrix64 {
  const out = randomMatrix(size, size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) out.data[i * size + j] = out.data[j * size + i]!;
    out.data[i * (size + 1)]! += 1 + i;
  }
  return out;
}
