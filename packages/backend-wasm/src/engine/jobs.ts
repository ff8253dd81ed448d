import {
  complexProduct,
  pairEigen,
  pairEigenvectors,
  pairSingularValues,
} from "../complex/jobs.js";
import { divideShare, turnShare } from "../eigh/jobs.js";
import { imageSpectra, unitMoments } from "../fourier/jobs.js";
import { singularValuesShare } from "../svd/jobs.js";
import type { Job } from "./job.js";
import type { Kernels } from "./kernels.js";
import {
  PACK_STRIPS,
  PROBLEM,
  ROOTS,
  ROTATED_COLUMNS,
  TRIANGLE,
  VECTORS,
  WEIGHTS,
} from "./shares.js";

function pack(kernels: Kernels, index: number, args: ArrayLike<number>): void {
  const [source, single, alongRows, stride, inner, lines, mean, factor, target] = numbers(args);
  const start = index * PACK_STRIPS;
  const end = Math.min(start + PACK_STRIPS, Math.ceil(lines! / 4));
  const to = target! + start * inner! * 32;
  kernels.pack(
    source!,
    single!,
    alongRows!,
    stride!,
    inner!,
    lines!,
    mean!,
    factor!,
    to,
    start,
    end,
  );
}

function multiply(kernels: Kernels, index: number, args: ArrayLike<number>): void {
  const [a, b, inner, c, stride, rowStrips, columnStrips, side, kind] = numbers(args);
  const tileRows = Math.ceil(rowStrips! / side!);
  // Tiles go column by column; of a triangle, tile column j has the tiles 0 to j.
  let column: number;
  let row: number;
  if (kind! & TRIANGLE) {
    column = Math.floor((Math.sqrt(8 * index + 1) - 1) / 2);
    row = index - (column * (column + 1)) / 2;
  } else {
    column = Math.floor(index / tileRows);
    row = index - column * tileRows;
  }
  kernels.multiply(
    a!,
    b!,
    inner!,
    c!,
    stride!,
    row * side!,
    Math.min((row + 1) * side!, rowStrips!),
    column * side!,
    Math.min((column + 1) * side!, columnStrips!),
    kind!,
  );
}

/** A part of a symmetric matrix times a vector; each share has a sum of its own. */
function symmetric(kernels: Kernels, index: number, args: ArrayLike<number>): void {
  const [a, stride, start, n, parts, x, y] = numbers(args);
  kernels.symmetricPart(a!, stride!, start!, n!, parts!, index, x!, y!);
}

/** A panel of one of many matrices. */
function tridiagonalPanel(kernels: Kernels, index: number, args: ArrayLike<number>): void {
  const [descriptions, start] = numbers(args);
  kernels.tridiagonalPanel(descriptions! + 8 * PROBLEM * index, start!);
}

function secularRoots(kernels: Kernels, index: number, args: ArrayLike<number>): void {
  const [k, d, z2, rho, rows, stride, out] = numbers(args);
  for (let i = index * ROOTS; i < Math.min((index + 1) * ROOTS, k!); i++) {
    kernels.secularRoot(k!, d!, z2!, rho!, i, rows! + 8 * i * stride!, out!);
  }
}

function secularWeights(kernels: Kernels, index: number, args: ArrayLike<number>): void {
  const [k, rows, stride, d, out] = numbers(args);
  const from = index * WEIGHTS;
  kernels.secularWeights(k!, rows!, stride!, d!, from, Math.min(from + WEIGHTS, k!), out!);
}

function rotations(kernels: Kernels, index: number, args: ArrayLike<number>): void {
  const [list, count, at, n] = numbers(args);
  kernels.applyRotations(list!, count!, at! + 8 * index * ROTATED_COLUMNS * n!);
}

function secularVectors(kernels: Kernels, index: number, args: ArrayLike<number>): void {
  const [k, first, last, rows, stride, z, places, scratch] = numbers(args);
  const from = first! + index * VECTORS;
  const own = scratch! + 8 * index * stride!;
  for (let i = from; i < Math.min(from + VECTORS, last!); i++) {
    kernels.secularVector(k!, rows! + 8 * i * stride!, z!, places!, own);
  }
}

/** Shares that find out by themselves which of many layers or products they belong to. */
const described =
  (name: "sumShare" | "packShare" | "multiplyShare"): Job =>
  (kernels, index, args) => {
    const [descriptions, count, inner, size] = numbers(args);
    kernels[name](descriptions!, count!, inner!, size!, index);
  };

function numbers(args: ArrayLike<number>): number[] {
  return Array.from(args);
}

/** All jobs, in an order that every thread knows. */
export const jobs = {
  pack,
  multiply,
  symmetric,
  tridiagonalPanel,
  divideShare,
  turnShare,
  secularRoots,
  secularWeights,
  secularVectors,
  rotations,
  singularValuesShare,
  sumShare: described("sumShare"),
  packShare: described("packShare"),
  multiplyShare: described("multiplyShare"),
  complexProduct,
  pairEigen,
  pairEigenvectors,
  pairSingularValues,
  imageSpectra,
  unitMoments,
} satisfies Record<string, Job>;

export type JobName = keyof typeof jobs;
/** Threads call jobs by their numbers. */
export const jobNames = Object.keys(jobs) as JobName[];
