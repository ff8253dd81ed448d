import type { Matrix } from "@svcca/linalg";
import type { Engine } from "../engine/engine.js";
import type { Scope } from "../engine/scope.js";
import { PACK_STRIPS, SUM_COLUMNS } from "../engine/shares.js";
import { BLOCK_VALUES, LEAST_DEPTH } from "./depth.js";
import { type Exponents, exponentsOf, setFactors } from "./exponents.js";
import { copyRows, type Precision, paddedTo, type Staged, stage, stripsOf } from "./staged.js";
import { kindOf, sideFor, tilesOf } from "./tiles.js";

/** Values of a description in assembly/many.ts. */
const DESCRIPTION = 8;

/** Layers over the same datapoints, and where the products of pairs of them are added. */
export interface Task {
  readonly layers: readonly Matrix[];
  readonly pairs: readonly (readonly [number, number])[];
  readonly results: readonly number[];
  readonly precision: Precision;
  /** What is subtracted from columns. Default: their means. */
  readonly means: readonly Float64Array[] | undefined;
  /** Float32: what columns are divided by, given what their sizes ask for. Default: that. */
  readonly settle?: (found: readonly Exponents[]) => readonly Exponents[];
}

interface Work extends Task {
  readonly engine: Engine;
  readonly staged: readonly Staged[];
  readonly descriptions: number;
}

/** What was subtracted, and of float32 products what columns were divided by. */
export interface Added {
  readonly means: readonly Float64Array[];
  readonly exponents: readonly Exponents[];
}

/** Values of a result in memory: lines are padded to whole strips. */
export function resultValues(p: number, q: number, precision: Precision): number {
  return paddedTo(p, precision) * paddedTo(q, precision);
}

/**
 * Adds the centred products of a block of datapoints. Each part of its rows is copied and packed once
 * for all pairs, and threads meet three times for it. Like every product here, results do not depend
 * on the number of threads.
 */
export async function addBlock(
  engine: Engine,
  scope: Scope,
  task: Task,
  signal: AbortSignal | undefined,
): Promise<Added> {
  const { layers, pairs, precision, means: given, settle = (found) => found } = task;
  const rows = layers[0]?.rows ?? 0;
  const width = layers.reduce((sum, { cols }) => sum + paddedTo(cols, precision), 0);
  const depth = Math.min(rows, Math.max(LEAST_DEPTH, Math.floor(BLOCK_VALUES / (width || 1))));
  const staged = layers.map((layer) => stage(scope, layer, depth, precision));
  const descriptions = scope.float64(DESCRIPTION * Math.max(layers.length, pairs.length));
  const work: Work = { ...task, engine, staged, descriptions };
  const parts = async (each: (start: number, inner: number) => void) => {
    for (let start = 0; start < rows; start += depth) {
      await engine.breath.take(signal);
      each(start, Math.min(depth, rows - start));
    }
  };
  if (!given || precision.single) {
    await parts((start, inner) => {
      copyIn(work, start, inner);
      // Sizes are those of what is left when the mean is gone, where that is known.
      if (given) setRows(engine, staged, "first", given);
      sum(work, inner);
    });
  }
  const means = given ?? meansOf(work, rows);
  setRows(engine, staged, "mean", means);
  let exponents: readonly Exponents[] = [];
  if (precision.single) {
    exponents = settle(layers.map(({ cols }, i) => exponentsOf(engine, staged[i]!, cols, rows)));
    for (const [i, some] of exponents.entries()) setFactors(engine, staged[i]!, some);
  }
  if (pairs.length > 0) {
    await parts((start, inner) => {
      // A single part may be there already.
      if (depth < rows || (given && !precision.single)) copyIn(work, start, inner);
      pack(work, inner);
      multiply(work, inner);
    });
  }
  return { means, exponents };
}

function isSingle({ data }: Matrix): boolean {
  return data instanceof Float32Array;
}

function copyIn({ engine, layers, staged }: Work, start: number, inner: number): void {
  layers.forEach((layer, i) => {
    copyRows(engine, layer, staged[i]!, start, inner);
  });
}

function setRows(
  engine: Engine,
  staged: readonly Staged[],
  place: "first" | "mean",
  rows: readonly Float64Array[],
): void {
  rows.forEach((row, i) => {
    engine.float64(staged[i]![place], row.length).set(row);
  });
}

/** Means from the sums of differences from the first row: exact for a constant column. */
function meansOf({ engine, layers, staged }: Work, rows: number): Float64Array[] {
  return layers.map(({ cols, data }, i) => {
    const sums = engine.float64(staged[i]!.sums, cols);
    return Float64Array.from(sums, (value, j) => data[j]! + value / rows);
  });
}

/** Writes one description for each, with the number of its first share; gives back their number. */
function describe(
  { engine, descriptions }: Work,
  shares: readonly number[],
  values: readonly (readonly number[])[],
): number {
  const view = engine.float64(descriptions, DESCRIPTION * values.length);
  let first = 0;
  values.forEach((description, i) => {
    view.set([first, ...description], i * DESCRIPTION);
    first += shares[i]!;
  });
  return first;
}

function sum(work: Work, inner: number): void {
  const { engine, layers, staged, descriptions } = work;
  const shares = layers.map(({ cols }) => Math.ceil(cols / SUM_COLUMNS));
  const values = layers.map((layer, i) => {
    const { raw, first, sums, sizes } = staged[i]!;
    return [raw, Number(isSingle(layer)), layer.cols, first, sums, sizes];
  });
  const count = describe(work, shares, values);
  const flops = 2 * inner * layers.reduce((total, { cols }) => total + cols, 0);
  engine.share("sumShare", count, flops, descriptions, layers.length, inner, SUM_COLUMNS);
}

function pack(work: Work, inner: number): void {
  const { engine, layers, staged, descriptions, precision } = work;
  const shares = layers.map(({ cols }) => Math.ceil(stripsOf(cols, precision) / PACK_STRIPS));
  const values = layers.map((layer, i) => {
    const { raw, mean, packed, factors } = staged[i]!;
    return [raw, Number(isSingle(layer)), layer.cols, mean, packed, factors];
  });
  const count = describe(work, shares, values);
  const flops = 4 * inner * layers.reduce((total, { cols }) => total + cols, 0);
  engine.share("packShare", count, flops, descriptions, layers.length, inner, PACK_STRIPS);
}

function multiply(work: Work, inner: number): void {
  const { engine, layers, pairs, results, staged, descriptions, precision } = work;
  const { single, lines } = precision;
  const shapes = pairs.map(([i, j]) => ({
    rowStrips: stripsOf(layers[i]!.cols, precision),
    columnStrips: stripsOf(layers[j]!.cols, precision),
    triangle: i === j,
    single,
  }));
  const side = sideFor(shapes, engine.threads);
  const values = pairs.map(([i, j], k) => {
    const { rowStrips, columnStrips } = shapes[k]!;
    const [left, right] = [staged[i]!.packed, staged[j]!.packed];
    const [kind, stride] = [kindOf(engine, shapes[k]!), columnStrips * lines];
    return [left, right, results[k]!, rowStrips, columnStrips, kind, stride];
  });
  const shares = shapes.map((shape) => tilesOf(shape, side));
  const count = describe(work, shares, values);
  const flops = shapes.reduce(
    (total, { rowStrips, columnStrips }) =>
      total + 2 * lines ** 2 * rowStrips * columnStrips * inner,
    0,
  );
  engine.share("multiplyShare", count, flops, descriptions, pairs.length, inner, side);
}
