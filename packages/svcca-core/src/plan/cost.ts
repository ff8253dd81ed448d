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
  /** How often each layer is read; twice more where rounding asks for it, which only the data tell. */
  readonly readings: number;
  /** Additions and multiplications. */
  readonly flops: number;
  /** Most memory at a time, beside the program itself. */
  readonly bytes: number;
  /** Expected, on this backend. */
  readonly seconds: number;
}

/** Two layers by their second moments, or by the matrix between datapoints. */
export async function layersCost(
  [x, y]: readonly [Layer, Layer],
  method: "moments" | "exact",
  kept: KeptGuess,
  rates: Rates,
): Promise<Cost> {
  const n = x.datapoints;
  const [a, b] = [x.neurons, y.neurons];
  const [kx, ky] = [x, y].map((layer) => kept(Math.min(layer.neurons, n))) as [number, number];
  const [large, small] = [Math.max(kx, ky), Math.min(kx, ky)];
  const reading = (await readingSeconds(x)) + (await readingSeconds(y));
  const svd = flops.svdFlops(large, small);
  const svdSeconds = svd / (await rates.svd(large));
  const dual = [x, y].map((layer) => method === "moments" && prefersDual(layer));
  const product = await rates.moments(a, b, n);
  if (method === "exact") {
    const perSide = [a, b].map((d) => flops.qrFlops(Math.max(n, d), Math.min(n, d)));
    const sum = perSide[0]! + perSide[1]!;
    const inner = [a, b].reduce((total, d) => total + flops.svdFlops(d, Math.min(n, d)), 0);
    const innerRate = await rates.svd(Math.min(n, Math.max(a, b)));
    return {
      route: "exact",
      readings: 1,
      flops: sum + inner + svd,
      bytes: 8 * (4 * n * (a + b) + 3 * Math.max(a, b) ** 2),
      seconds: reading + sum / (await rates.qr(n, Math.max(a, b))) + inner / innerRate + svdSeconds,
    };
  }
  if (!dual.includes(true)) {
    const products = flops.momentsFlops(n, a, b);
    const decompositions = flops.eighFlops(a, kx) + flops.eighFlops(b, ky);
    const rows = Math.min(n, blockRowsFor(a + b, Math.max(x.unit, y.unit)));
    return {
      route: "moments",
      readings: 1,
      flops: products + decompositions + svd,
      bytes: 8 * (2 * (a * a + b * b + a * b) + 4 * Math.max(a, b) ** 2 + 3 * rows * (a + b)),
      seconds:
        reading +
        products / product +
        decompositions / (await rates.eigh(Math.max(a, b))) +
        svdSeconds,
    };
  }
  // Each layer on its own, then both once more along their directions.
  let [products, decompositions, touches, bytes] = [0, 0, 0, 0];
  for (const [i, layer] of [x, y].entries()) {
    const [d, k] = [layer.neurons, [kx, ky][i]!];
    const size = Math.min(d, n);
    products += n * n * d * (dual[i] ? 1 : 0) + n * d * d * (dual[i] ? 0 : 1);
    products += 2 * flops.productFlops(n, d, k);
    decompositions += flops.eighFlops(size, k);
    // Centring, norms and scaling of wide matrices, once and again in each reading.
    touches += 12 * n * d + 8 * d * k;
    bytes += 8 * (dual[i] ? 3 * n * d : d * d);
  }
  return {
    route: "dual",
    readings: 2,
    flops: products + decompositions + svd,
    bytes: bytes + 8 * 4 * n * n,
    seconds:
      2 * reading +
      products / product +
      touches / (await rates.touch()) +
      decompositions / (await rates.eigh(Math.min(n, Math.max(a, b)))) +
      svdSeconds,
  };
}

/** Two layers frequency by frequency, in the memory that `dftSvcca` takes when it is not told. */
export async function frequenciesCost(
  layers: readonly [ImageLayer, ImageLayer],
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
  // Real and imaginary parts side by side, of both layers: one symmetric product.
  const products = half.length * flops.momentsFlops(n, 2 * a, 2 * b);
  const algebra = half.length * flops.frequencyFlops(a, b, kept(a), kept(b));
  const reading =
    (await transformSeconds(layers[0], some)) + (await transformSeconds(layers[1], some));
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
      readings * reading +
      products / (await rates.moments(2 * a, 2 * b, images)) +
      algebra / (await rates.frequency(a, b)),
  };
}
