import type { Machine } from "../engine/machine.js";
import type { Scope } from "../engine/scope.js";
import type { Steps } from "../engine/steps.js";
import type { Multiplier } from "./in-memory.js";
import { padded } from "./operand.js";

/** Householder reflections I - tau v v', as rows of a matrix. */
export interface Reflections {
  readonly count: number;
  readonly at: number;
  readonly stride: number;
  readonly tau: number;
  /** Reflection i begins at value i + offset of its row; what is before it is something else. */
  readonly offset: 0 | 1;
}

/** Reflections that are applied at once. */
const BLOCK = 64;

/**
 * Applies the product of reflections Q to `count` rows of `vectors`, each becoming (Q z)', so that
 * eigenvectors of T = Q'A Q become eigenvectors of A: z' - z'V T'V' for each block of reflections
 * V, last block first. Rows have the same stride as reflections.
 *
 * Source: Schreiber & Van Loan 1989, A storage-efficient WY representation; LAPACK's dormtr.
 */
export function* applyReflections(
  machine: Machine,
  scope: Scope,
  multiplier: Multiplier,
  reflections: Reflections,
  vectors: number,
  count: number,
): Steps<void> {
  if (count === 0) return;
  const { stride, tau } = reflections;
  const v = scope.float64(BLOCK * stride);
  const t = scope.float64(BLOCK * BLOCK);
  const gram = scope.float64((BLOCK + 4) * BLOCK);
  const products = scope.float64((padded(count) + 4) * BLOCK);
  const halves = scope.float64((padded(count) + 4) * BLOCK);
  for (
    let start = Math.floor((reflections.count - 1) / BLOCK) * BLOCK;
    start >= 0;
    start -= BLOCK
  ) {
    yield;
    const size = Math.min(BLOCK, reflections.count - start);
    const from = start;
    const width = stride - from;
    copyReflections(machine, reflections, start, size, v);
    const right = { at: v + 8 * from, stride, alongRows: true, lines: size };
    machine.float64(gram, (BLOCK + 4) * BLOCK).fill(0);
    multiplier.add(right, right, width, gram, BLOCK, { triangle: true });
    triangularFactor(
      machine.float64(gram, BLOCK * BLOCK),
      machine.float64(tau + 8 * start, size),
      machine.float64(t, BLOCK * BLOCK),
    );
    const rows = { at: vectors + 8 * from, stride, alongRows: true, lines: count };
    machine.float64(products, (padded(count) + 4) * BLOCK).fill(0);
    multiplier.add(rows, right, width, products, BLOCK);
    machine.float64(halves, (padded(count) + 4) * BLOCK).fill(0);
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

/** The reflections alone, zeros in the place of what is before them. */
function copyReflections(
  machine: Machine,
  { at, stride, offset }: Reflections,
  start: number,
  size: number,
  v: number,
): void {
  const out = machine.float64(v, size * stride).fill(0);
  for (let i = 0; i < size; i++) {
    const first = start + i + offset;
    const row = machine.float64(at + 8 * ((start + i) * stride + first), stride - first);
    out.set(row, i * stride + first);
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
