import { type Matrix64, memoryFor, type ProjectOptions } from "@svcca/linalg";
import type { Engine } from "../engine/engine.js";
import { type Scope, scoped } from "../engine/scope.js";
import { BLOCK_VALUES, LEAST_DEPTH } from "./depth.js";
import { type Operand, packBlock, padded, type Staged } from "./operand.js";
import { copyOut, mirrorUpper } from "./result.js";
import { multiplyTiles } from "./tiles.js";

/** Rows of the result that are computed at once, where the left operand is stored by rows. */
const MOST_ROWS = 4096;

/**
 * op(a) op(b) for operands in lines: result (i, j) is the product of line i of `left` and line j
 * of `right`. For `left === right` one triangle is computed, and mirrored.
 *
 * Each result is one sum over the inner index, in order, in blocks of 256, on one thread: it does
 * not depend on the number of threads.
 *
 * Source: Goto & van de Geijn 2008, Anatomy of high-performance matrix multiplication.
 */
export async function product(
  engine: Engine,
  left: Operand,
  right: Operand,
  { signal, into }: ProjectOptions,
): Promise<Matrix64> {
  const out = memoryFor(left.lines * right.lines, into);
  const result = { data: out, rows: left.lines, cols: right.lines };
  if (out.length === 0) return result;
  if (left.inner === 0) {
    out.fill(0);
    return result;
  }
  const gram = left === right;
  const rows = left.alongRows && !gram ? Math.min(left.lines, MOST_ROWS) : left.lines;
  return scoped(engine, signal, async (scope) => {
    const depth = depthFor(gram ? rows : rows + right.lines, left.inner);
    const stagedLeft = stage(scope, left, rows, depth);
    if (left.mean) engine.float64(stagedLeft.mean, left.inner).set(left.mean);
    const stagedRight = gram ? stagedLeft : stage(scope, right, right.lines, depth);
    const stride = padded(right.lines);
    const c = scope.float64(padded(rows) * stride);
    for (let first = 0; first < left.lines; first += rows) {
      const lines = Math.min(rows, left.lines - first);
      engine.float64(c, padded(lines) * stride).fill(0);
      for (let start = 0; start < left.inner; start += depth) {
        await engine.breath.take(signal);
        const inner = Math.min(depth, left.inner - start);
        packBlock(engine, left, stagedLeft, { first, lines, start, inner });
        if (!gram) {
          const block = { first: 0, lines: right.lines, start, inner };
          packBlock(engine, right, stagedRight, block);
        }
        const shape = { rows: lines, cols: right.lines, inner, stride, triangle: gram };
        multiplyTiles(engine, stagedLeft.packed, stagedRight.packed, c, shape);
      }
      copyOut(engine, c, stride, out, first, lines, right.lines);
    }
    if (gram) mirrorUpper(out, left.lines);
    return result;
  });
}

function depthFor(lines: number, inner: number): number {
  return Math.min(inner, Math.max(LEAST_DEPTH, Math.floor(BLOCK_VALUES / lines)));
}

function stage(
  scope: Scope,
  { matrix, mean, inner }: Operand,
  most: number,
  depth: number,
): Staged {
  const halves = matrix.data instanceof Float32Array ? 2 : 1;
  const raw = scope.float64(Math.ceil((most * depth) / halves));
  const packed = scope.float64(padded(most) * depth);
  return { raw, packed, mean: mean ? scope.float64(inner) : 0 };
}
