import type { Engine } from "../engine/engine.js";
import type { Scope } from "../engine/scope.js";
import type { Multiplier } from "../product/in-memory.js";
import { padded } from "../product/operand.js";

/** Reflections that are collected before the rest of the matrix is brought up to date. */
const PANEL = 32;
/** Shares of a matrix-vector product, whatever the number of threads: sums keep their order. */
const PARTS = 4;
/** Under this size, a product with a vector is over before another thread is there. */
const LEAST_SHARED = 256;

/** A = Q T Q': T in d and e; the reflections of Q in the rows of A, and tau. */
export interface Tridiagonal {
  readonly n: number;
  /** Of the n rows of A, and of everything that is as long. */
  readonly stride: number;
  readonly a: number;
  readonly d: number;
  readonly e: number;
  readonly tau: number;
}

/**
 * Reduces the symmetric matrix at `a` (upper triangle, padded with zeros to a multiple of four in
 * both directions) to tridiagonal form.
 *
 * Half of the work is products of the matrix with one vector, which memory bounds; the other half
 * is a product of matrices after each panel.
 */
export async function tridiagonalise(
  engine: Engine,
  scope: Scope,
  multiplier: Multiplier,
  a: number,
  n: number,
  signal: AbortSignal | undefined,
): Promise<Tridiagonal> {
  const stride = padded(n);
  const [d, e, tau] = [scope.zeros(stride + 4), scope.zeros(stride + 4), scope.zeros(stride)];
  const scratch = scope.float64(2 * PANEL);
  const sums = scope.float64(PARTS * stride);
  // V, W, and V again: [V W] and [W V] are then both in one piece.
  const panel = scope.float64(3 * PANEL * stride);
  for (let start = 0; start < n; start += PANEL) {
    await engine.breath.take(signal);
    const size = Math.min(PANEL, n - start);
    const v = panel;
    const w = panel + 8 * size * stride;
    for (let count = 0; count < size; count++) {
      const j = start + count;
      engine.kernels.reduceRow(a, stride, n, j, count, v, w, d, e, tau, scratch);
      if (j + 1 >= n) break;
      const reflection = v + 8 * count * stride;
      const parts = n - j > LEAST_SHARED ? PARTS : 1;
      const flops = 4 * (n - j) ** 2;
      engine.share("symmetric", parts, flops, a, stride, j + 1, n, parts, reflection, sums);
      const factor = engine.float64(tau, n)[j]!;
      engine.kernels.finishRow(stride, j, count, v, w, factor, sums, parts, scratch);
    }
    const next = start + size;
    if (next >= n) break;
    engine.float64(w + 8 * size * stride, size * stride).set(engine.float64(v, size * stride));
    const side = { stride, alongRows: false, lines: stride - next };
    const left = { ...side, at: v + 8 * next };
    const right = { ...side, at: w + 8 * next };
    const rest = a + 8 * (next * stride + next);
    multiplier.add(left, right, 2 * size, rest, stride, { factor: -1, triangle: true });
  }
  return { n, stride, a, d, e, tau };
}
