import { commonFrequencies, type ImageLayer, imageSize } from "@svcca/dft-preprocessing";
import { imageReader } from "../dft/layers.js";
import { blockRowsFor } from "../input/blocks.js";
import type { Layer } from "../input/layer.js";
import { prefersDual } from "../routes/dual.js";
import * as flops from "./flops.js";
import type { KeptGuess, Rates } from "./rates.js";
import { readingSeconds, transformSeconds } from "./readings.js";

/** What a comparison takes. */
export interface Cost {
  /**
   * How: `moments` streams the second moments of neurons, `dual` holds the layers and decomposes
   * the matrix between datapoints, `exact` decomposes the layers themselves, `frequencies` streams
   * the second moments of each spatial frequency.
   */
  readonly route: "moments" | "dual" | "exact" | "frequencies";
  /**
   * How often each layer is read; twice more where rounding asks for it, which only the data tell, and
   * once more where SVCCA compares large layers in memory, which costs next to nothing.
   */
  readonly readings: number;
  /** Additions and multiplications. */
  readonly flops: number;
  /** Most memory at a time, beside the program itself. */
  readonly bytes: number;
  /** Expected on this backend, of a program that has just begun. */
  readonly seconds: number;
}

/** Seconds in which a program that has just begun compiles what it is about to run: bench/explain. */
const BEGINNING = 0.05;

type Both<T> = readonly [x: T, y: T];

/** Two layers by their second moments, by the matrix between datapoints, or by themselves. */
export async function layersCost(
  layers: Both<Layer>,
  method: "moments" | "exact",
  kept: KeptGuess,
  rates: Rates,
): Promise<Cost> {
  const [x, y] = layers;
  const counts: Both<number> = [
    kept(Math.min(x.neurons, x.datapoints)),
    kept(Math.min(y.neurons, y.datapoints)),
  ];
  const [large, small] = [Math.max(...counts), Math.min(...counts)];
  const reading = (await readingSeconds(x)) + (await readingSeconds(y));
  const align = flops.svdFlops(large, small);
  const costOf = method === "exact" ? exactCost : layers.some(prefersDual) ? dualCost : momentsCost;
  const cost = await costOf(layers, counts, rates);
  return {
    ...cost,
    flops: cost.flops + align,
    seconds: BEGINNING + cost.seconds + cost.readings * reading + align / (await rates.svd(large)),
  };
}

async function momentsCost([x, y]: Both<Layer>, [kx, ky]: Both<number>, rates: Rates) {
  const { datapoints: n, neurons: a } = x;
  const b = y.neurons;
  const wide = Math.max(a, b);
  const products = flops.momentsFlops(n, a, b);
  const decompositions = flops.eighFlops(a, kx) + flops.eighFlops(b, ky);
  const rows = Math.min(n, blockRowsFor(a + b, Math.max(x.unit, y.unit)));
  return {
    route: "moments" as const,
    readings: 1,
    flops: products + decompositions,
    bytes: 8 * (2 * (a * a + b * b + a * b) + 4 * wide * wide + 3 * rows * (a + b)),
    seconds: products / (await rates.moments(a, b, n)) + decompositions / (await rates.eigh(wide)),
  };
}

/** Each layer on its own, then both once more along their directions. */
async function dualCost(layers: Both<Layer>, counts: Both<number>, rates: Rates) {
  const n = layers[0].datapoints;
  let [products, decompositions, touches, bytes] = [0, 0, 0, 32 * n * n];
  for (const [i, layer] of layers.entries()) {
    const [d, k] = [layer.neurons, counts[i]!];
    const dual = prefersDual(layer);
    const size = Math.min(d, n);
    products += n * d * (dual ? n : d) + 2 * flops.productFlops(n, d, k);
    decompositions += flops.eighFlops(size, k);
    // Centring, norms and scaling of wide matrices, once and again in each reading.
    touches += 12 * n * d + 8 * d * k;
    bytes += 8 * (dual ? 3 * n * d : 4 * d * d);
  }
  const [a, b] = layers.map(({ neurons }) => neurons) as [number, number];
  return {
    route: "dual" as const,
    readings: 2,
    flops: products + decompositions,
    bytes,
    seconds:
      products / (await rates.moments(a, b, n)) +
      touches / (await rates.touch()) +
      decompositions / (await rates.eigh(Math.min(n, Math.max(a, b)))),
  };
}

async function exactCost(layers: Both<Layer>, _: Both<number>, rates: Rates) {
  const n = layers[0].datapoints;
  const widths = layers.map(({ neurons }) => neurons);
  const wide = Math.max(...widths);
  const sum = (count: (d: number) => number) => widths.reduce((all, d) => all + count(d), 0);
  const outer = sum((d) => flops.qrFlops(Math.max(n, d), Math.min(n, d)));
  const inner = sum((d) => flops.svdFlops(d, Math.min(n, d)));
  return {
    route: "exact" as const,
    readings: 1,
    flops: outer + inner,
    bytes: 8 * (4 * n * sum((d) => d) + 3 * wide * wide),
    seconds: outer / (await rates.qr(n, wide)) + inner / (await rates.svd(Math.min(n, wide))),
  };
}

/** Two layers frequency by frequency, in the memory that `dftSvcca` takes when it is not told. */
export async function frequenciesCost(
  layers: Both<ImageLayer>,
  kept: KeptGuess,
  rates: Rates,
  memory = 2 ** 29,
): Promise<Cost> {
  const { half } = commonFrequencies(imageSize(layers[0]), imageSize(layers[1]));
  const [x, y] = [imageReader(layers[0]), imageReader(layers[1])];
  const n = x.datapoints;
  const [a, b] = [x.channels, y.channels];
  const sums = 8 * half.length * (a + b) ** 2;
  const readings = Math.max(1, Math.ceil(sums / (0.75 * memory)));
  const some = half.slice(0, Math.ceil(half.length / readings));
  const transform = ({ channels, values }: typeof x) =>
    flops.transformFlops(channels, values / Math.max(1, channels));
  const transforms = readings * n * (transform(x) + transform(y));
  // As many as of real and imaginary parts side by side, of both layers: one symmetric product.
  const products = half.length * flops.momentsFlops(n, 2 * a, 2 * b);
  const algebra = half.length * flops.frequencyFlops(a, b, kept(a), kept(b));
  const reading =
    (await transformSeconds(layers[0], some, rates.backend)) +
    (await transformSeconds(layers[1], some, rates.backend));
  const images = Math.min(256, n);
  return {
    route: "frequencies",
    readings,
    flops: transforms + products + algebra,
    bytes:
      Math.min(sums, 0.75 * memory) +
      Math.min(16 * some.length * images * (a + b), 0.25 * memory) +
      16 * Math.min(2 ** 22, n * (x.values + y.values)),
    seconds:
      BEGINNING +
      readings * reading +
      products / (await rates.spectral(a, b, images, some.length)) +
      algebra / (await rates.frequency(a, b, some.length)),
  };
}
