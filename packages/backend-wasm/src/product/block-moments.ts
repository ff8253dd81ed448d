import type { BlockMoments, Matrix, Matrix64 } from "@svcca/linalg";
import type { Engine } from "../engine/engine.js";
import { PACK_STRIPS, SUM_COLUMNS } from "../engine/jobs.js";
import { type Scope, scoped } from "../engine/scope.js";
import { BLOCK_VALUES, LEAST_DEPTH } from "./depth.js";
import { padded } from "./operand.js";
import { copyOut, mirrorUpper } from "./result.js";
import { sideFor, tilesOf } from "./tiles.js";

/** A layer in memory: a block of its rows as it is stored, and packed, and what each column has. */
interface Staged {
  readonly raw: number;
  readonly packed: number;
  readonly first: number;
  readonly sums: number;
  readonly mean: number;
}

/** Values of a description in assembly/many.ts. */
const DESCRIPTION = 8;

/**
 * Column means of layers (those given, or computed) and the centred products of pairs of them.
 * Each block of rows is copied and packed once for all pairs, and threads meet three times for it.
 * Like every product here, results do not depend on the number of threads.
 */
export async function blockMoments(
  engine: Engine,
  layers: readonly Matrix[],
  pairs: readonly (readonly [number, number])[],
  given: readonly Float64Array[] | undefined,
  signal: AbortSignal | undefined,
): Promise<BlockMoments> {
  return scoped(engine, signal, async (scope) => {
    const rows = layers[0]?.rows ?? 0;
    const width = layers.reduce((sum, { cols }) => sum + padded(cols), 0);
    const depth = Math.min(rows, Math.max(LEAST_DEPTH, Math.floor(BLOCK_VALUES / (width || 1))));
    const staged = layers.map((layer) => stage(scope, layer, depth));
    const descriptions = scope.float64(DESCRIPTION * Math.max(layers.length, pairs.length));
    const results = pairs.map(([i, j]) =>
      scope.zeros(padded(layers[i]!.cols) * padded(layers[j]!.cols)),
    );
    const work = { engine, layers, staged, descriptions };
    if (given) setMeans(work, given);
    else {
      for (let start = 0; start < rows; start += depth) {
        await engine.breath.take(signal);
        const inner = Math.min(depth, rows - start);
        copyIn(work, start, inner);
        sum(work, inner);
      }
    }
    const means = given ?? finishMeans(work, rows);
    for (let start = 0; start < rows && pairs.length > 0; start += depth) {
      await engine.breath.take(signal);
      const inner = Math.min(depth, rows - start);
      // A single block is still there.
      if (given || depth < rows) copyIn(work, start, inner);
      pack(work, inner);
      multiply(work, pairs, results, inner);
    }
    const products = pairs.map(([i, j], k) => {
      const [p, q] = [layers[i]!.cols, layers[j]!.cols];
      const data = new Float64Array(p * q);
      copyOut(engine, results[k]!, padded(q), data, 0, p, q);
      if (i === j) mirrorUpper(data, p);
      return { data, rows: p, cols: q } satisfies Matrix64;
    });
    return { means, products };
  });
}

interface Work {
  readonly engine: Engine;
  readonly layers: readonly Matrix[];
  readonly staged: readonly Staged[];
  readonly descriptions: number;
}

function stage(scope: Scope, { data, cols }: Matrix, depth: number): Staged {
  const halves = data instanceof Float32Array ? 2 : 1;
  return {
    raw: scope.float64(Math.ceil((cols * depth) / halves)),
    packed: scope.float64(padded(cols) * depth),
    first: scope.float64(padded(cols)),
    sums: scope.zeros(padded(cols)),
    mean: scope.zeros(padded(cols)),
  };
}

function isSingle({ data }: Matrix): boolean {
  return data instanceof Float32Array;
}

function copyIn({ engine, layers, staged }: Work, start: number, inner: number): void {
  layers.forEach((layer, i) => {
    const { data, cols } = layer;
    const { raw } = staged[i]!;
    const count = inner * cols;
    const target = isSingle(layer) ? engine.float32(raw, count) : engine.float64(raw, count);
    target.set(data.subarray(start * cols, start * cols + count));
    if (start === 0) engine.float64(staged[i]!.first, cols).set(data.subarray(0, cols));
  });
}

function setMeans({ engine, staged }: Work, means: readonly Float64Array[]): void {
  means.forEach((mean, i) => {
    engine.float64(staged[i]!.mean, mean.length).set(mean);
  });
}

/** Means from the sums of differences from the first row: exact for a constant column. */
function finishMeans(work: Work, rows: number): Float64Array[] {
  const { engine, layers, staged } = work;
  const means = layers.map(({ cols, data }, i) => {
    const sums = engine.float64(staged[i]!.sums, cols);
    return Float64Array.from(sums, (value, j) => data[j]! + value / rows);
  });
  setMeans(work, means);
  return means;
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
    const { raw, first, sums } = staged[i]!;
    return [raw, Number(isSingle(layer)), layer.cols, first, sums];
  });
  const count = describe(work, shares, values);
  const flops = 2 * inner * layers.reduce((total, { cols }) => total + cols, 0);
  engine.share("sumShare", count, flops, descriptions, layers.length, inner, SUM_COLUMNS);
}

function pack(work: Work, inner: number): void {
  const { engine, layers, staged, descriptions } = work;
  const shares = layers.map(({ cols }) => Math.ceil(padded(cols) / 4 / PACK_STRIPS));
  const values = layers.map((layer, i) => {
    const { raw, mean, packed } = staged[i]!;
    return [raw, Number(isSingle(layer)), layer.cols, mean, packed];
  });
  const count = describe(work, shares, values);
  const flops = 4 * inner * layers.reduce((total, { cols }) => total + cols, 0);
  engine.share("packShare", count, flops, descriptions, layers.length, inner, PACK_STRIPS);
}

function multiply(
  work: Work,
  pairs: readonly (readonly [number, number])[],
  results: readonly number[],
  inner: number,
): void {
  const { engine, layers, staged, descriptions } = work;
  const shapes = pairs.map(([i, j]) => ({
    rowStrips: padded(layers[i]!.cols) / 4,
    columnStrips: padded(layers[j]!.cols) / 4,
    triangle: i === j,
  }));
  const side = sideFor(shapes, engine.threads);
  const values = pairs.map(([i, j], k) => {
    const { rowStrips, columnStrips, triangle } = shapes[k]!;
    const [left, right] = [staged[i]!.packed, staged[j]!.packed];
    return [left, right, results[k]!, rowStrips, columnStrips, Number(triangle)];
  });
  const shares = shapes.map((shape) => tilesOf(shape, side));
  const count = describe(work, shares, values);
  const flops = shapes.reduce(
    (total, { rowStrips, columnStrips }) => total + 32 * rowStrips * columnStrips * inner,
    0,
  );
  engine.share("multiplyShare", count, flops, descriptions, pairs.length, inner, side);
}
