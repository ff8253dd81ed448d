import { openSpectralMoments } from "@svcca/dft-preprocessing";
import {
  type ComplexBackend,
  type ComplexMatrix,
  type Matrix64,
  matrix,
  qr,
  scaleColumns,
  uniform,
} from "@svcca/linalg";
import { compareFrequencies, conclude } from "../dft/frequency.js";
import { blockRowsFor } from "../input/blocks.js";
import { runningProducts } from "../moments/running.js";
import { eighFlops, frequencyFlops, momentsFlops, qrFlops, svdFlops } from "./flops.js";
import { type Rate, rateOf, sizesUpTo, type Trial } from "./rate.js";

/** Measured rates, each once for an explanation, in the counts of `flops.ts` a second. */
export interface Rates {
  readonly backend: ComplexBackend;
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
  /** The complex products of blocks of n images of layers of these channels, at many frequencies. */
  spectral(a: number, b: number, n: number, frequencies: number): Promise<Rate>;
  /** All that is done at one of many frequencies but the products of blocks. */
  frequency(a: number, b: number, frequencies: number): Promise<Rate>;
}

/** How many directions of so many are kept, as far as that is known before. */
export type KeptGuess = (d: number) => number;

/** Rates of a backend, measured when they are asked for. */
export function ratesOf(backend: ComplexBackend, kept: KeptGuess): Rates {
  const known = new Map<string, Promise<Rate>>();
  const warm = new Set<string>();
  const once = (kind: string, sizes: readonly number[], trialOf: () => Trial) => {
    const key = `${kind} ${sizes}`;
    const rate = known.get(key) ?? rateOf(trialOf(), !warm.has(kind));
    known.set(key, rate);
    warm.add(kind);
    return rate;
  };
  return {
    backend,
    moments: (a, b, n) => once("moments", [a, b], () => momentsTrial(backend, a, b, n)),
    eigh: (d) => once("eigh", [d], () => eighTrial(backend, d, kept)),
    svd: (k) => once("svd", [k], () => svdTrial(backend, k)),
    touch: () => once("touch", [], touchTrial),
    qr: (n, d) => once("qr", [d], () => qrTrial(n, d)),
    spectral: (a, b, n, frequencies) =>
      once("spectral", [a, b], () => spectralTrial(backend, a, b, n, frequencies)),
    frequency: (a, b, frequencies) =>
      once("frequency", [a, b], () => frequencyTrial(backend, a, b, frequencies, kept)),
  };
}

/** Values to try the products of a block on. */
const BLOCK_TRIED = 2 ** 17;

function momentsTrial(backend: ComplexBackend, a: number, b: number, n: number): Trial {
  const kernelOf = (size: number) => {
    const [x, y] = shrunk(a, b, size);
    const rows = Math.min(n, blockRowsFor(x + y), Math.ceil(BLOCK_TRIED / (x + y)));
    const blocks = [randomMatrix(rows, x), randomMatrix(rows, y)];
    const pairs = [
      [0, 0],
      [1, 1],
      [0, 1],
    ] as const;
    const run = async () => {
      const running = runningProducts([x, y], pairs, backend);
      await running.add(blocks, {});
      running.release();
    };
    return { flops: momentsFlops(rows, x, y), run };
  };
  return { sizes: sizesUpTo(Math.max(a, b), 512), kernelOf };
}

/** Two widths in their proportion, of which the larger is `size`. */
function shrunk(a: number, b: number, size: number): [number, number] {
  const scaled = (d: number) => Math.max(1, Math.round((d * size) / Math.max(a, b)));
  return [scaled(a), scaled(b)];
}

function eighTrial(backend: ComplexBackend, d: number, kept: KeptGuess): Trial {
  const kernelOf = (size: number) => {
    const k = kept(size);
    // Two at once, as of the two layers of a pair: a backend may solve them side by side.
    const grams = [randomGram(size), randomGram(size)];
    const run = () => Promise.all(grams.map((gram) => backend.eigh(gram, { keep: () => k })));
    return { flops: 2 * eighFlops(size, k), run };
  };
  return { sizes: sizesUpTo(d, 384), kernelOf };
}

function svdTrial(backend: ComplexBackend, k: number): Trial {
  const kernelOf = (size: number) => {
    const a = randomMatrix(size, size);
    return { flops: svdFlops(size, size), run: () => backend.svd(a) };
  };
  return { sizes: sizesUpTo(k, 256), kernelOf };
}

function touchTrial(): Trial {
  // More than the caches hold, as wide layers are.
  const a = randomMatrix(2 ** 12, 2 ** 8);
  const factors = new Float64Array(a.cols).fill(2);
  const kernelOf = () => ({ flops: a.data.length, run: async () => scaleColumns(a, factors) });
  return { sizes: [a.cols], kernelOf };
}

function qrTrial(n: number, d: number): Trial {
  const kernelOf = (size: number) => {
    const a = randomMatrix(Math.min(n, 4 * size), size);
    return { flops: qrFlops(a.rows, size), run: async () => qr(a) };
  };
  return { sizes: sizesUpTo(Math.min(n, d), 96), kernelOf };
}

/** Frequencies to try at once: a backend spreads them over its threads. */
const FREQUENCIES_TRIED = 8;

function spectralTrial(
  backend: ComplexBackend,
  a: number,
  b: number,
  n: number,
  frequencies: number,
): Trial {
  const count = Math.min(FREQUENCIES_TRIED, frequencies);
  const kernelOf = (size: number) => {
    const [x, y] = shrunk(a, b, size);
    const images = Math.min(n, Math.max(16, Math.ceil(BLOCK_TRIED / (count * (x + y)))));
    // Images of one row, which has the frequencies 0, 1, ...
    const one = Array.from({ length: count }, (_, k) => ({ y: 0, x: k }));
    const layer = (channels: number) => {
      const size = { height: 1, width: 2 * FREQUENCIES_TRIED };
      return { ...size, channels, channelsLast: true, frequencies: one };
    };
    const plan = {
      layers: [layer(x), layer(y)],
      units: one.map((_, k) => ({ x: [0, k], y: [1, k], products: "all" }) as const),
      images,
    };
    const run = async () => {
      const moments = await openSpectralMoments(backend, plan);
      await moments.add(images);
      moments.release();
    };
    return { flops: count * momentsFlops(images, 2 * x, 2 * y), run };
  };
  return { sizes: sizesUpTo(Math.max(a, b), 256), kernelOf };
}

function frequencyTrial(
  backend: ComplexBackend,
  a: number,
  b: number,
  frequencies: number,
  kept: KeptGuess,
): Trial {
  const count = Math.min(FREQUENCIES_TRIED, frequencies);
  const kernelOf = (size: number) => {
    const [x, y] = shrunk(a, b, size);
    const zeros = (d: number) => new Float64Array(d);
    const real = ({ data, rows, cols }: Matrix64): ComplexMatrix => ({
      re: data,
      im: zeros(data.length),
      rows,
      cols,
    });
    const moments = {
      frequency: { y: 0, x: 0, multiplicity: 1 as const },
      datapoints: 4 * size,
      cxx: real(randomGram(x)),
      cyy: real(randomGram(y)),
      // Next to these no correlation is more than 1.
      cxy: real(scaleColumns(randomMatrix(x, y), zeros(y).fill(0.25))),
      meanX: { re: zeros(x), im: zeros(x) },
      meanY: { re: zeros(y), im: zeros(y) },
      roundingX: zeros(x),
      roundingY: zeros(y),
    };
    const keep = (sizes: Float64Array) => kept(sizes.length);
    return {
      flops: count * frequencyFlops(x, y, kept(x), kept(y)),
      async run() {
        const list = Array.from({ length: count }, () => moments);
        const found = await compareFrequencies(list, { kind: "largest", keep }, backend, {});
        await conclude(
          found.map((one) => one!),
          backend,
          {},
        );
      },
    };
  };
  return { sizes: sizesUpTo(Math.max(a, b), 192), kernelOf };
}

function randomMatrix(rows: number, cols: number): Matrix64 {
  const next = uniform(rows);
  const out = matrix(rows, cols);
  for (let p = 0; p < out.data.length; p++) out.data[p] = next() - 0.5;
  return out;
}

/** Symmetric, with a diagonal that is stronger than the rest: no eigenvalue is negative. */
function randomGram(size: number): Matrix64 {
  const out = randomMatrix(size, size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) out.data[i * size + j] = out.data[j * size + i]!;
    out.data[i * (size + 1)]! += 1 + i + Math.sqrt(size);
  }
  return out;
}
