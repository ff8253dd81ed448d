import type { Kernels } from "./kernels.js";

/**
 * One share of a job that threads divide between them. A share touches no other share's results,
 * so these do not depend on which thread takes it, or on how many there are.
 */
type Job = (kernels: Kernels, index: number, args: ArrayLike<number>) => void;

/** Strips that are packed in one share: 64 lines. */
export const PACK_STRIPS = 16;

function pack(kernels: Kernels, index: number, args: ArrayLike<number>): void {
  const [source, single, alongRows, inner, lines, mean, factor, target] = numbers(args);
  const start = index * PACK_STRIPS;
  const end = Math.min(start + PACK_STRIPS, Math.ceil(lines! / 4));
  const to = target! + start * inner! * 32;
  kernels.pack(source!, single!, alongRows!, inner!, lines!, mean!, factor!, to, start, end);
}

function multiply(kernels: Kernels, index: number, args: ArrayLike<number>): void {
  const [a, b, inner, c, stride, rowStrips, columnStrips, side, triangle] = numbers(args);
  const tileRows = Math.ceil(rowStrips! / side!);
  // Tiles go column by column; of a triangle, tile column j has the tiles 0 to j.
  let column: number;
  let row: number;
  if (triangle) {
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
    triangle!,
  );
}

function numbers(args: ArrayLike<number>): number[] {
  return Array.from(args);
}

/** All jobs, in an order that every thread knows. */
const table = { pack, multiply } satisfies Record<string, Job>;

export type JobName = keyof typeof table;
export const jobNames = Object.keys(table) as JobName[];
export const jobs: readonly Job[] = Object.values(table);
