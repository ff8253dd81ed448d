import { assertMatrix, type CallOptions, type Matrix, matrix, type Svd } from "@svcca/linalg";
import type { Engine } from "../engine/engine.js";
import { type Scope, scoped } from "../engine/scope.js";
import { rowsAsColumns, rowsAsRows, scaleOf, tallCopy } from "../product/copy.js";
import { Multiplier } from "../product/in-memory.js";
import { padded } from "../product/operand.js";
import { applyReflections } from "../product/reflections.js";
import { bidiagonalise, type Kept, type TallShape } from "./bidiagonalise.js";
import { diagonalise, identity, unrolled } from "./diagonalise.js";

/**
 * Thin singular value decomposition of a matrix of any shape: blocked bidiagonalisation and
 * implicit QR, with the rotations applied many at a time. Works on the matrix itself, not on its
 * Gram matrix, so small singular values keep an absolute accuracy of about u times the largest.
 *
 * @throws SvccaError `non-finite` for NaN or infinity.
 */
export async function svd(engine: Engine, a: Matrix, { signal }: CallOptions = {}): Promise<Svd> {
  signal?.throwIfAborted();
  assertMatrix(a, "svd");
  const scale = scaleOf(a, "svd");
  const shape = tallShape(a);
  const { m, n, rows, stride } = shape;
  if (n === 0) {
    return { u: matrix(a.rows, 0), s: new Float64Array(0), vt: matrix(0, a.cols) };
  }
  return scoped(engine, signal, async (scope) => {
    const multiplier = new Multiplier(engine, scope, rows);
    const kept: Kept = { left: scope.zeros(n * rows), right: scope.zeros(n * stride) };
    const at = copyIn(engine, scope, a, scale, shape);
    const parts = await bidiagonalise(engine, scope, multiplier, at, shape, kept, signal);
    const { tauLeft, tauRight } = parts;
    const left = { count: n, at: kept.left, stride: rows, tau: tauLeft, offset: 0 } as const;
    const right = { count: n, at: kept.right, stride, tau: tauRight, offset: 1 } as const;
    const sides = { left: identity(engine, scope, n), right: identity(engine, scope, n) };
    const values = await diagonalise(engine, scope, parts, n, sides, signal);
    const tall = unrolled(engine, scope, sides.left, rows);
    const short = unrolled(engine, scope, sides.right, stride);
    await applyReflections(engine, scope, multiplier, left, tall, n, signal);
    await applyReflections(engine, scope, multiplier, right, short, n, signal);
    const order = Array.from(values.keys()).sort(
      (i, j) => Math.abs(values[j]!) - Math.abs(values[i]!) || i - j,
    );
    const tallRows = engine.float64(tall, n * rows);
    const shortRows = engine.float64(short, n * stride);
    // A negative value is a positive one with one of its vectors turned round.
    for (let i = 0; i < n; i++) {
      if (values[i]! < 0) engine.kernels.scale(-1, short + 8 * i * stride, 0, stride);
    }
    const s = Float64Array.from(order, (i) => Math.abs(values[i]!) * scale);
    return a.rows < a.cols
      ? {
          u: matrix(n, n, rowsAsColumns(shortRows, stride, n, order)),
          s,
          vt: matrix(n, m, rowsAsRows(tallRows, rows, m, order)),
        }
      : {
          u: matrix(m, n, rowsAsColumns(tallRows, rows, m, order)),
          s,
          vt: matrix(n, n, rowsAsRows(shortRows, stride, n, order)),
        };
  });
}

/** The singular values of {@link svd} alone: without vectors there is next to nothing to rotate. */
export async function singularValues(
  engine: Engine,
  a: Matrix,
  { signal }: CallOptions = {},
): Promise<Float64Array> {
  signal?.throwIfAborted();
  assertMatrix(a, "singularValues");
  const scale = scaleOf(a, "singularValues");
  const shape = tallShape(a);
  if (shape.n === 0) return new Float64Array(0);
  return scoped(engine, signal, async (scope) => {
    const multiplier = new Multiplier(engine, scope, shape.rows);
    const at = copyIn(engine, scope, a, scale, shape);
    const parts = await bidiagonalise(engine, scope, multiplier, at, shape, undefined, signal);
    const values = await diagonalise(engine, scope, parts, shape.n, undefined, signal);
    return values.map((value) => Math.abs(value) * scale).sort((x, y) => y - x);
  });
}

function tallShape(a: Matrix): TallShape {
  const m = Math.max(a.rows, a.cols);
  const n = Math.min(a.rows, a.cols);
  return { m, n, rows: padded(m), stride: padded(n) };
}

function copyIn(
  engine: Engine,
  scope: Scope,
  a: Matrix,
  scale: number,
  { rows, stride }: TallShape,
): number {
  const at = scope.zeros(rows * stride);
  tallCopy(a, 1 / scale, engine.float64(at, rows * stride), stride);
  return at;
}
