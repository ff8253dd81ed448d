import type { Engine } from "../engine/engine.js";
import type { Scope } from "../engine/scope.js";
import type { Multiplier } from "../product/in-memory.js";
import { padded } from "../product/operand.js";
import type { Tridiagonal } from "./tridiagonalise.js";

/** Reflections that are applied at once. */
const BLOCK = 64;

/**
 * Applies the reflections of Q to `count` rows of `vectors`, so that eigenvectors of T become
 * eigenvectors of A: z' - z'V T'V' for each block of reflections V, last block first.
 *
 * Source: Schreiber & Van Loan 1989, A storage-efficient WY representation; LAPACK's dormtr.
 */
export async function backTransform(
  engine: Engine,
  scope: Scope,
  multiplier: Multiplier,
  { n, stride, a, tau }: Tridiagonal,
  vectors: number,
  count: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (count === 0) return;
  const v = scope.float64(BLOCK * stride);
  const t = scope.float64(BLOCK * BLOCK);
  const gram = scope.float64((BLOCK + 4) * BLOCK);
  const products = scope.float64((padded(count) + 4) * BLOCK);
  const halves = scope.float64((padded(count) + 4) * BLOCK);
  for (let start = Math.floor((n - 1) / BLOCK) * BLOCK; start >= 0; start -= BLOCK) {
    await engine.breath.take(signal);
    const size = Math.min(BLOCK, n - start);
    const from = start;
    const width = stride - from;
    copyReflections(engine, a, stride, start, size, v);
    const right = { at: v + 8 * from, stride, alongRows: true, lines: size };
    engine.float64(gram, (BLOCK + 4) * BLOCK).fill(0);
    multiplier.add(right, right, width, gram, BLOCK, { triangle: true });
    triangularFactor(
      engine.float64(gram, BLOCK * BLOCK),
      engine.float64(tau + 8 * start, size),
      engine.float64(t, BLOCK * BLOCK),
    );
    const rows = { at: vectors + 8 * from, stride, alongRows: true, lines: count };
    engine.float64(products, (padded(count) + 4) * BLOCK).fill(0);
    multiplier.add(rows, right, width, products, BLOCK);
    engine.float64(halves, (padded(count) + 4) * BLOCK).fill(0);
    const left = { at: products, stride: BLOCK, alongRows: true, lines: count };
    multiplier.add(
      left,
      { at: t, stride: BLOCK, alongRows: true, lines: size },
      size,
      halves,
      BLOCK,
    );
    const columns = { at: v + 8 * from, stride, alongRows: false, lines: width };
    const half = { ...left, at: halves };
    multiplier.add(half, columns, size, vectors + 8 * from, stride, { factor: -1 });
  }
}

/** Rows `start` on of A hold the reflections from the place after the diagonal on. */
function copyReflections(
  engine: Engine,
  a: number,
  stride: number,
  start: number,
  size: number,
  v: number,
): void {
  const out = engine.float64(v, size * stride).fill(0);
  for (let i = 0; i < size; i++) {
    const j = start + i;
    const row = engine.float64(a + 8 * (j * stride + j + 1), stride - j - 1);
    out.set(row, i * stride + j + 1);
  }
}

/**
 * T of the product I - V T V' of reflections, from V'V (upper triangle) and tau.
 * Source: LAPACK's dlarft.
 */
function triangularFactor(gram: Float64Array, tau: Float64Array, t: Float64Array): void {
  t.fill(0);
  for (let i = 0; i < tau.length; i++) {
    for (let row = 0; row < i; row++) {
      let sum = 0;
      for (let q = row; q < i; q++) sum += t[row * BLOCK + q]! * gram[q * BLOCK + i]!;
      t[row * BLOCK + i] = -tau[i]! * sum;
    }
    t[i * BLOCK + i] = tau[i]!;
  }
}
