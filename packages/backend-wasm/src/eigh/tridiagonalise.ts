import type { Engine } from "../engine/engine.js";
import type { Scope } from "../engine/scope.js";
import { PROBLEM, WIDE } from "../engine/shares.js";
import { Multiplier } from "../product/in-memory.js";
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

/** A symmetric matrix (upper triangle, padded with zeros to a multiple of four in both directions). */
export interface Symmetric {
  readonly at: number;
  readonly n: number;
}

/**
 * Reduces a symmetric matrix to tridiagonal form.
 *
 * Half of the work is products of the matrix with one vector, which memory bounds; the other half
 * is a product of matrices after each panel.
 *
 * @param between is awaited between panels.
 */
export async function tridiagonalise(
  engine: Engine,
  scope: Scope,
  { at: a, n }: Symmetric,
  between: () => Promise<void>,
): Promise<Tridiagonal> {
  const stride = padded(n);
  const multiplier = new Multiplier(engine, scope, stride);
  const [d, e, tau] = [scope.zeros(stride + 4), scope.zeros(stride + 4), scope.zeros(stride)];
  const scratch = scope.float64(2 * PANEL);
  const sums = scope.float64(PARTS * stride);
  // V, W, and V again: [V W] and [W V] are then both in one piece.
  const panel = scope.float64(3 * PANEL * stride);
  for (let start = 0; start < n; start += PANEL) {
    await between();
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

/**
 * {@link tridiagonalise} for several matrices, each on one thread, which need not meet for every row
 * then. The results are the same to the last bit.
 *
 * @param between is awaited between panels.
 */
export async function tridiagonaliseMany(
  engine: Engine,
  scope: Scope,
  matrices: readonly Symmetric[],
  between: () => Promise<void>,
): Promise<Tridiagonal[]> {
  const descriptions = scope.float64(PROBLEM * matrices.length);
  const kind = engine.wide ? WIDE : 0;
  const problems = matrices.map(({ at: a, n }, i): Tridiagonal => {
    const stride = padded(n);
    const [d, e, tau] = [scope.zeros(stride + 4), scope.zeros(stride + 4), scope.zeros(stride)];
    const scratch = scope.float64(2 * PANEL);
    const sums = scope.float64(PARTS * stride);
    const panel = scope.float64(3 * PANEL * stride);
    const packed = scope.float64(4 * PANEL * stride);
    const places = [a, stride, n, d, e, tau, scratch, sums, panel, packed];
    const description = [...places, kind, PANEL, PARTS, LEAST_SHARED];
    engine.float64(descriptions + 8 * PROBLEM * i, PROBLEM).set(description);
    return { n, stride, a, d, e, tau };
  });
  const largest = Math.max(...matrices.map(({ n }) => n));
  for (let start = 0; start < largest; start += PANEL) {
    await between();
    const flops = matrices.reduce((sum, { n }) => sum + 4 * PANEL * Math.max(0, n - start) ** 2, 0);
    engine.share("tridiagonalPanel", matrices.length, flops, descriptions, start);
  }
  return problems;
}
