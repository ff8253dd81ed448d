import { assertSquare, type Eigh, type EighOptions, keptCount, type Matrix } from "@svcca/linalg";
import type { Engine } from "../engine/engine.js";
import { scoped } from "../engine/scope.js";
import { rowsAsColumns, scaleOf, upperTriangle } from "../product/copy.js";
import { Multiplier } from "../product/in-memory.js";
import { padded } from "../product/operand.js";
import { applyReflections } from "../product/reflections.js";
import { divideAndConquer } from "./divide.js";
import { tridiagonalise } from "./tridiagonalise.js";

/**
 * Eigendecomposition of a symmetric d x d matrix, of which only the lower triangle is read:
 * blocked tridiagonalisation, divide-and-conquer, and back-transformation of the eigenvectors that
 * `keep` asks for. Backward stable: A = V diag(values) V' to about d u max|A|.
 *
 * @throws SvccaError `shape-mismatch` when `a` is not square, `non-finite` for NaN or infinity,
 *   `invalid-argument` when `keep` returns what is no count.
 */
export async function eigh(
  engine: Engine,
  a: Matrix,
  { keep, signal }: EighOptions = {},
): Promise<Eigh> {
  signal?.throwIfAborted();
  assertSquare(a);
  const n = a.rows;
  if (n === 0) {
    const values = new Float64Array(0);
    return {
      values,
      vectors: { data: new Float64Array(0), rows: 0, cols: keptCount(values, keep) },
    };
  }
  const scale = scaleOf(a, "eigh");
  return scoped(engine, signal, async (scope) => {
    const stride = padded(n);
    const at = scope.zeros(stride * stride);
    upperTriangle(a, 1 / scale, engine.float64(at, stride * stride), stride);
    const multiplier = new Multiplier(engine, scope, stride);
    const tridiagonal = await tridiagonalise(engine, scope, multiplier, at, n, signal);
    let values = new Float64Array(0);
    const count = (sorted: Float64Array) => {
      values = sorted.map((value) => value * scale);
      return keptCount(values, keep);
    };
    const parts = await divideAndConquer(engine, scope, multiplier, tridiagonal, count, signal);
    const { vectors, rows, used } = parts;
    const reflections = { ...tridiagonal, at, count: n, offset: 1 } as const;
    await applyReflections(engine, scope, multiplier, reflections, vectors, used, signal);
    const whole = engine.float64(vectors, stride * stride);
    return {
      values,
      vectors: { data: rowsAsColumns(whole, stride, n, rows), rows: n, cols: rows.length },
    };
  });
}
