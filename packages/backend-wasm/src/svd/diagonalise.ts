import type { Machine } from "../engine/machine.js";
import type { Scope } from "../engine/scope.js";
import { ROTATED_COLUMNS } from "../engine/shares.js";
import type { Steps } from "../engine/steps.js";
import type { Bidiagonal } from "./bidiagonalise.js";

/** Rotations that are recorded before they are applied: a list of 512 KB, which stays in cache. */
const ROTATIONS = 2 ** 14;

/**
 * n rows of eight values each, for every eight columns of an n x n matrix: what a list of rotations
 * goes through lies in one piece, and stays in the first-level cache.
 */
export interface Rotated {
  readonly at: number;
  readonly n: number;
}

/** The identity in that form. */
export function identity(machine: Machine, scope: Scope, n: number): Rotated {
  const at = scope.zeros(wholeLines(n) * n);
  const view = machine.float64(at, wholeLines(n) * n);
  for (let i = 0; i < n; i++) view[placeOf(n, i, i)] = 1;
  return { at, n };
}

/** The rows of `rotated`, `stride` values apart and padded with zeros, at a place of their own. */
export function unrolled(
  machine: Machine,
  scope: Scope,
  { at, n }: Rotated,
  stride: number,
): number {
  const to = scope.zeros((n + 3) * stride);
  const source = machine.float64(at, wholeLines(n) * n);
  const target = machine.float64(to, n * stride);
  for (let first = 0; first < n; first += ROTATED_COLUMNS) {
    const width = Math.min(ROTATED_COLUMNS, n - first);
    for (let i = 0; i < n; i++) {
      const from = placeOf(n, i, first);
      for (let c = 0; c < width; c++) target[i * stride + first + c] = source[from + c]!;
    }
  }
  return to;
}

function wholeLines(columns: number): number {
  return Math.ceil(columns / ROTATED_COLUMNS) * ROTATED_COLUMNS;
}

function placeOf(n: number, row: number, column: number): number {
  const within = column % ROTATED_COLUMNS;
  return (column - within) * n + row * ROTATED_COLUMNS + within;
}

/**
 * The singular values of B, of any sign and in no order. Row i of each side becomes the vector of
 * value i; without sides, the values alone.
 */
export function* diagonalise(
  machine: Machine,
  scope: Scope,
  { d, e }: Bidiagonal,
  n: number,
  sides: { readonly left: Rotated; readonly right: Rotated } | undefined,
): Steps<Float64Array> {
  const capacity = Math.max(ROTATIONS, n);
  const list = () => (sides ? scope.float64(4 * capacity) : 0);
  const [left, right] = [list(), list()];
  const state = scope.zeros(3);
  machine.float64(state, 1)[0] = n;
  let more = true;
  while (more) {
    yield;
    more = machine.kernels.bidiagonalQr(d, e, state, left, right, capacity) === 1;
    if (!sides) continue;
    const counts = machine.float64(state, 3);
    rotate(machine, left, counts[1]!, sides.left);
    rotate(machine, right, counts[2]!, sides.right);
    counts.fill(0, 1);
  }
  return machine.float64(d, n).slice();
}

function rotate(machine: Machine, list: number, count: number, { at, n }: Rotated): void {
  const shares = Math.ceil(n / ROTATED_COLUMNS);
  machine.share("rotations", shares, 6 * count * n, list, count, at, n);
}
