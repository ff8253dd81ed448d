import { adjoint, type ComplexMatrix } from "../complex/complex-matrix.js";
import type { ComplexBackend } from "../complex/fallback.js";
import { SvccaError } from "../errors.js";
import type {
  SpectralDirections,
  SpectralLayer,
  SpectralPlan,
  SpectralSide,
  SpectralSums,
  SpectralUnit,
} from "../spectra.js";
import type { ConformanceCase } from "./case.js";
import { check, checkWithin, rejection } from "./check.js";
import { complexDifference } from "./complex-cases.js";
import { maxDifference } from "./measure.js";
import {
  alongOf,
  type Centred,
  centred,
  crossOf,
  directionsOf,
  imagesOf,
  layers,
  naiveSpectrum,
} from "./spectral-problem.js";

/** The arithmetic is float64 everywhere. */
const U = 2 ** -53;

/** Every layer with itself and with the next one, at some frequencies, channel by channel or along. */
function planOf(images: number): SpectralPlan {
  const units = layers.flatMap(({ channels, frequencies }, i): SpectralUnit[] => {
    const j = (i + 1) % layers.length;
    const other = layers[j]!;
    const last: SpectralSide = [j, other.frequencies.length - 1];
    const along = {
      x: directionsOf(channels, Math.min(3, channels), 10 * i),
      y: directionsOf(other.channels, other.channels, 10 * i + 5),
    };
    return [
      ...frequencies.map((_, k): SpectralUnit => ({ x: [i, k], products: "own" })),
      { x: [i, 0], y: last, products: "all" },
      { x: [i, 0], y: last, products: "between" },
      { x: [i, 0], y: [i, 0], products: "between" },
      { x: [i, 0], y: last, products: "all", along },
      { x: [i, 0], y: last, products: "between", along: { y: along.y } },
    ];
  });
  return { layers, units, images };
}

/** Adds blocks of these numbers of images, and holds all sums against their definition. */
async function checkPlan(backend: ComplexBackend, blocks: readonly number[]): Promise<void> {
  const plan = planOf(Math.max(...blocks));
  const moments = await backend.spectralMoments?.(plan);
  // A backend need not do this: see the contract.
  if (!moments) return;
  const n = blocks.reduce((sum, one) => sum + one, 0);
  const data = layers.map((layer, i) => imagesOf(layer, n, i + 1));
  try {
    let start = 0;
    for (const images of blocks) {
      for (const [i, layer] of layers.entries()) {
        const values = layer.channels * layer.height * layer.width;
        // In parts, as sources are read.
        const half = Math.floor(images / 2);
        for (const [first, end] of [[0, half] as const, [half, images] as const]) {
          if (first === end) continue;
          const part = data[i]!.slice((start + first) * values, (start + end) * values);
          const before = part.slice();
          checkSizes(layer, part, await moments.transform(i, part, first));
          check(maxDifference(before, part) === 0, "spectralMoments: an input was changed");
        }
      }
      await moments.add(images);
      start += images;
    }
    for (const [i, unit] of plan.units.entries()) checkUnit(unit, data, moments.sums(i));
  } finally {
    moments.release();
  }
}

function checkSizes(layer: SpectralLayer, part: ArrayLike<number>, sizes: Float64Array): void {
  const { channels, height, width, channelsLast } = layer;
  const positions = height * width;
  const expected = new Float64Array(part.length / positions);
  for (let p = 0; p < part.length; p++) {
    const image = Math.floor(p / (channels * positions));
    const within = p % (channels * positions);
    const channel = channelsLast ? within % channels : Math.floor(within / positions);
    expected[image * channels + channel]! += Math.abs(part[p]!);
  }
  check(sizes.length === expected.length, "spectralMoments: not a size for each channel and image");
  for (const [p, size] of expected.entries()) {
    checkWithin(Math.abs(sizes[p]! - size), 4 * positions * U * size, "spectralMoments: sizes");
  }
}

function checkUnit(
  { x, y, products, along }: SpectralUnit,
  data: readonly (Float32Array | Float64Array)[],
  sums: SpectralSums,
): void {
  const side = (
    [layer, place]: SpectralSide,
    directions: SpectralDirections | undefined,
  ): Centred => {
    const spectrum = naiveSpectrum(layers[layer]!, data[layer]!, place);
    const { rows, mean, norms } = centred(directions ? alongOf(spectrum, directions) : spectrum);
    return { rows, mean, norms: directions ? normsAlong(spectrum, directions) : norms };
  };
  const left = side(x, along?.x);
  const right = y && side(y, along?.y);
  const n = left.rows.rows;
  check(sums.datapoints === n, `spectralMoments: ${sums.datapoints} datapoints, expected ${n}`);
  if (products !== "between") compare("xx", sums.xx, left, left);
  if (products === "all") compare("yy", sums.yy, right!, right!);
  if (products !== "own") compare("xy", sums.xy, left, right!);
  compareMeans("x", sums.meanX, left);
  if (right) compareMeans("y", sums.meanY, right);
}

/** Rounding happens at the size of the coefficients, before they cancel along a direction. */
function normsAlong(z: ComplexMatrix, { weights, mean }: SpectralDirections): Float64Array {
  const { norms } = centred(z);
  const out = new Float64Array(weights.cols);
  for (let p = 0; p < weights.re.length; p++) {
    const c = Math.floor(p / weights.cols);
    const size = norms[c]! + Math.sqrt(z.rows) * Math.hypot(mean.re[c]!, mean.im[c]!);
    out[p % weights.cols]! += size * Math.hypot(weights.re[p]!, weights.im[p]!);
  }
  return out;
}

/** Room for the rounding of sums of n products, and of the transforms under them. */
const room = (n: number) => 64 * (n + 40) * U;

function compare(name: string, got: ComplexMatrix | undefined, a: Centred, b: Centred): void {
  check(got !== undefined, `spectralMoments: ${name} is missing`);
  const product = crossOf(a.rows, b.rows);
  const { rows, cols } = got;
  check(
    rows === product.rows && cols === product.cols,
    `spectralMoments: ${name} has another size`,
  );
  for (let p = 0; p < got.re.length; p++) {
    const scale = a.norms[Math.floor(p / cols)]! * b.norms[p % cols]!;
    const errors = [got.re[p]! - product.re[p]!, got.im[p]! - product.im[p]!].map(Math.abs);
    const where = `spectralMoments: ${name}, entry ${p}`;
    checkWithin(Math.max(...errors), room(a.rows.rows) * scale, where);
  }
  if (a !== b) return;
  check(complexDifference(got, adjoint(got)) === 0, `spectralMoments: ${name} is not Hermitian`);
}

function compareMeans(
  name: string,
  got: SpectralSums["meanX"],
  { mean, norms, rows }: Centred,
): void {
  for (const part of ["re", "im"] as const) {
    for (const [c, norm] of norms.entries()) {
      const error = Math.abs(got[part][c]! - mean[part][c]!);
      checkWithin(error, room(rows.rows) * norm, `spectralMoments: mean of ${name}`);
    }
  }
}

/** All frequencies of images, in their layout. */
async function checkFourier2(backend: ComplexBackend): Promise<void> {
  for (const [i, { channels, height, width, channelsLast }] of layers.entries()) {
    const positions = height * width;
    const frequencies = Array.from({ length: positions }, (_, p) => {
      return { y: Math.floor(p / width), x: p % width };
    });
    const layer = { channels, height, width, channelsLast, frequencies };
    const data = imagesOf(layer, 3, i + 1);
    const into = { re: new Float64Array(data.length), im: new Float64Array(data.length) };
    const sizes = await backend.fourier2?.(data, layer, into);
    // A backend need not do this.
    if (!sizes) continue;
    checkSizes(layer, data, sizes);
    for (const k of frequencies.keys()) {
      const expected = naiveSpectrum(layer, data, k);
      for (let p = 0; p < expected.re.length; p++) {
        const [image, c] = [Math.floor(p / channels), p % channels];
        const place = channelsLast ? k * channels + c : c * positions + k;
        const at = image * channels * positions + place;
        const errors = [into.re[at]! - expected.re[p]!, into.im[at]! - expected.im[p]!];
        // What is expected has errors of its own, of plain sums.
        const bound = (8 + 2 * positions) * U * sizes[p]!;
        const where = `fourier2: channel ${c}, frequency ${k} of ${height} x ${width}`;
        checkWithin(Math.max(...errors.map(Math.abs)), bound, where);
      }
    }
  }
}

export const spectralCases: readonly ConformanceCase[] = [
  { name: "fourier2: all frequencies of images in both layouts", run: checkFourier2 },
  {
    name: "spectralMoments: means and products at frequencies of any layout, in one block",
    run: (backend) => checkPlan(backend, [13]),
  },
  {
    name: "spectralMoments: blocks add up, also of one image",
    run: (backend) => checkPlan(backend, [5, 1, 8, 3]),
  },
  {
    name: "spectralMoments: values that are not finite show, and places that are not there",
    async run(backend) {
      const layer = layers[1]!;
      const plan = (unit: SpectralUnit): SpectralPlan => ({
        layers: [layer],
        units: [unit],
        images: 2,
      });
      const moments = await backend.spectralMoments?.(plan({ x: [0, 0], products: "own" }));
      if (!moments) return;
      try {
        for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
          const data = imagesOf(layer, 2, 2);
          data[data.length - 2] = value;
          const sizes = await moments.transform(0, data, 0);
          check(
            sizes.every((size, p) => Number.isFinite(size) === (p !== sizes.length - 2)),
            `spectralMoments: ${value} in channel ${layer.channels - 2} gave the sizes ${sizes}`,
          );
        }
        const stop = new Error("stop");
        const signal = AbortSignal.abort(stop);
        for (const call of [
          () => moments.transform(0, imagesOf(layer, 2, 2), 0, { signal }),
          () => moments.add(2, { signal }),
        ]) {
          const reason = await rejection(call(), "spectralMoments, aborted");
          check(reason === stop, `spectralMoments: rejected with ${reason}, expected the reason`);
        }
      } finally {
        moments.release();
      }
      for (const unit of [
        { x: [1, 0], products: "own" },
        { x: [0, 99], products: "own" },
        { x: [0, 0], products: "between" },
      ] satisfies SpectralUnit[]) {
        const reason = await rejection(
          Promise.resolve(backend.spectralMoments!(plan(unit as SpectralUnit))),
          "spectralMoments of a place that is not there",
        );
        check(
          reason instanceof SvccaError && reason.code === "invalid-argument",
          `spectralMoments: rejected with ${reason}, expected an SvccaError with code invalid-argument`,
        );
      }
    },
  },
];
