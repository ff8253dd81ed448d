import type { Matrix } from "@svcca/linalg";
import type { Engine } from "../engine/engine.js";
import type { Scope } from "../engine/scope.js";

/** The arithmetic of a product: the lines of a strip, and whether they are float32. */
export interface Precision {
  readonly single: boolean;
  readonly lines: 4 | 8;
}

export const DOUBLE: Precision = { single: false, lines: 4 };
/** Sums of 64 products in float32, and of these sums in float64. */
export const SINGLE: Precision = { single: true, lines: 8 };

/** Strips that so many lines take. */
export function stripsOf(lines: number, precision: Precision): number {
  return Math.ceil(lines / precision.lines);
}

/** Lines in whole strips. */
export function paddedTo(lines: number, precision: Precision): number {
  return stripsOf(lines, precision) * precision.lines;
}

/** A layer in memory: a block of its rows as it is stored, and packed, and what each column has. */
export interface Staged {
  readonly raw: number;
  readonly packed: number;
  readonly first: number;
  readonly sums: number;
  readonly mean: number;
  /** Sums of absolute values, and the powers of two that follow from them; 0 in float64. */
  readonly sizes: number;
  readonly factors: number;
}

export function stage(
  scope: Scope,
  { data, cols }: Matrix,
  depth: number,
  precision: Precision,
): Staged {
  const width = paddedTo(cols, precision);
  const raw = cols * depth;
  return {
    raw: scope.float64(data instanceof Float32Array ? Math.ceil(raw / 2) : raw),
    packed: scope.float64(precision.single ? (width * depth) / 2 : width * depth),
    first: scope.float64(width),
    sums: scope.zeros(width),
    mean: scope.zeros(width),
    sizes: precision.single ? scope.zeros(width) : 0,
    factors: precision.single ? scope.zeros(width) : 0,
  };
}

/** Copies rows `start` on of a layer, and of its first row what sums are taken from. */
export function copyRows(
  engine: Engine,
  { data, cols }: Matrix,
  { raw, first }: Staged,
  start: number,
  rows: number,
): void {
  const single = data instanceof Float32Array;
  const count = rows * cols;
  const target = single ? engine.float32(raw, count) : engine.float64(raw, count);
  target.set(data.subarray(start * cols, start * cols + count));
  if (start === 0) engine.float64(first, cols).set(data.subarray(0, cols));
}
