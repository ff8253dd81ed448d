import { assertMatrix, type CallOptions, type Matrix, matrix, type Svd } from "@svcca/linalg";
import type { Engine } from "../engine/engine.js";
import { scoped } from "../engine/scope.js";
import { inTurns, type Steps } from "../engine/steps.js";
import { rowsAsColumns, rowsAsRows, scaleOf } from "../product/copy.js";
import { Multiplier } from "../product/in-memory.js";
import { applyReflections } from "../product/reflections.js";
import { bidiagonalise, type Kept } from "./bidiagonalise.js";
import { diagonalise, identity, unrolled } from "./diagonalise.js";
import { copyIn, tallShape } from "./tall.js";

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
    const run = <T>(steps: Steps<T>) => inTurns(engine, steps, signal);
    const multiplier = new Multiplier(engine, scope, rows);
    const kept: Kept = { left: scope.zeros(n * rows), right: scope.zeros(n * stride) };
    const at = copyIn(engine, scope, a, scale, shape);
    const parts = await run(bidiagonalise(engine, scope, multiplier, at, shape, kept));
    const { tauLeft, tauRight } = parts;
    const left = { count: n, at: kept.left, stride: rows, tau: tauLeft, offset: 0 } as const;
    const right = { count: n, at: kept.right, stride, tau: tauRight, offset: 1 } as const;
    const sides = { left: identity(engine, scope, n), right: identity(engine, scope, n) };
    const values = await run(diagonalise(engine, scope, parts, n, sides));
    const tall = unrolled(engine, scope, sides.left, rows);
    const short = unrolled(engine, scope, sides.right, stride);
    await run(applyReflections(engine, scope, multiplier, left, tall, n));
    await run(applyReflections(engine, scope, multiplier, right, short, n));
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
