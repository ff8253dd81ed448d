import type { Machine } from "../engine/machine.js";
import type { Scope } from "../engine/scope.js";
import type { Steps } from "../engine/steps.js";
import type { Multiplier } from "../product/in-memory.js";

/** Reflections on each side that are collected before the rest of the matrix is brought up to date. */
const PANEL = 32;

/** A = Q B P', B upper bidiagonal with d on the diagonal and e beside it. */
export interface Bidiagonal {
  readonly d: number;
  readonly e: number;
  readonly tauLeft: number;
  readonly tauRight: number;
}

/** Where the reflections of Q and P go, a row each, when they are wanted. */
export interface Kept {
  readonly left: number;
  readonly right: number;
}

/** Shape of a matrix in memory: m >= n, both padded to multiples of four. */
export interface TallShape {
  readonly m: number;
  readonly n: number;
  readonly rows: number;
  readonly stride: number;
}

/**
 * Reduces the matrix at `a` (rows of `stride` values, padded with zeros) to bidiagonal form by
 * reflections from both sides. In a panel, V and U are the reflections, and A - V'Y - X'U is what
 * they make of the matrix, one row each.
 *
 * Source: Dongarra, Sorensen, Hammarling 1989; LAPACK's dlabrd.
 */
export function* bidiagonalise(
  machine: Machine,
  scope: Scope,
  multiplier: Multiplier,
  a: number,
  shape: TallShape,
  kept: Kept | undefined,
): Steps<Bidiagonal> {
  const { n, rows, stride } = shape;
  const [d, e] = [scope.zeros(n + 4), scope.zeros(n + 4)];
  const [tauLeft, tauRight] = [scope.zeros(n + 4), scope.zeros(n + 4)];
  const vx = scope.float64(2 * PANEL * rows);
  const yu = scope.float64(2 * PANEL * stride);
  const scratch = scope.float64(2 * PANEL);
  for (let start = 0; start < n; start += PANEL) {
    yield;
    const size = Math.min(PANEL, n - start);
    const panel: Panel = {
      v: vx,
      x: vx + 8 * size * rows,
      y: yu,
      u: yu + 8 * size * stride,
      scratch,
    };
    machine.float64(vx, 2 * size * rows).fill(0);
    machine.float64(yu, 2 * size * stride).fill(0);
    for (let count = 0; count < size; count++) {
      const i = start + count;
      const addresses = { d: d + 8 * i, e: e + 8 * i, p: tauRight + 8 * i, q: tauLeft + 8 * i };
      reduce(machine, a, shape, i, count, panel, addresses);
    }
    if (kept) {
      copyRows(machine, vx, kept.left + 8 * start * rows, size * rows);
      copyRows(machine, panel.u, kept.right + 8 * start * stride, size * stride);
    }
    const next = start + size;
    if (next >= n) break;
    const linesLeft = { at: vx + 8 * next, stride: rows, alongRows: false, lines: rows - next };
    const linesRight = { at: yu + 8 * next, stride, alongRows: false, lines: stride - next };
    const rest = a + 8 * (next * stride + next);
    multiplier.add(linesLeft, linesRight, 2 * size, rest, stride, { factor: -1 });
  }
  return { d, e, tauLeft, tauRight };
}

function copyRows(machine: Machine, from: number, to: number, count: number): void {
  machine.float64(to, count).set(machine.float64(from, count));
}

interface Panel {
  readonly v: number;
  readonly x: number;
  readonly y: number;
  readonly u: number;
  readonly scratch: number;
}

/** Column i and then row i: the reflections, and what they do to the rest of the matrix. */
function reduce(
  machine: Machine,
  a: number,
  { m, n, rows, stride }: TallShape,
  i: number,
  count: number,
  { v, x, y, u, scratch }: Panel,
  { d, e, p, q }: { d: number; e: number; p: number; q: number },
): void {
  const { combine, dots, reflector, scale } = machine.kernels;
  const even = i - (i % 2);
  const after = i + 1 - ((i + 1) % 2);
  const [vi, xi] = [v + 8 * count * rows, x + 8 * count * rows];
  const [yi, ui] = [y + 8 * count * stride, u + 8 * count * stride];
  /** The values of column `place` of the panel's rows so far, as coefficients. */
  const column = (at: number, width: number, place: number, lines: number) => {
    const out = machine.float64(scratch, lines);
    const all = machine.float64(at, (lines - 1) * width + place + 1);
    for (let line = 0; line < lines; line++) out[line] = all[line * width + place]!;
  };
  const zeroAt = (at: number) => {
    machine.float64(at, 1)[0] = 0;
  };

  const values = machine.float64(a, rows * stride);
  const target = machine.float64(vi, rows);
  for (let row = i; row < m; row++) target[row] = values[row * stride + i]!;
  if (count > 0) {
    column(y, stride, i, count);
    combine(v, rows, count, scratch, -1, vi, even, rows);
    column(u, stride, i, count);
    combine(x, rows, count, scratch, -1, vi, even, rows);
  }
  reflector(vi, i, rows, q, d);
  const tauQ = machine.float64(q, 1)[0]!;
  if (i + 1 >= n) return;

  combine(a + 8 * i * stride, stride, m - i, vi + 8 * i, 1, yi, after, stride);
  dots(v, rows, count, vi, scratch, even, rows);
  combine(y, stride, count, scratch, -1, yi, after, stride);
  dots(x, rows, count, vi, scratch, even, rows);
  combine(u, stride, count, scratch, -1, yi, after, stride);
  scale(tauQ, yi, after, stride);
  if (after === i) zeroAt(yi + 8 * i);

  const row = machine.float64(ui, stride);
  row.set(machine.float64(a + 8 * (i * stride + after), stride - after), after);
  column(v, rows, i, count + 1);
  combine(y, stride, count + 1, scratch, -1, ui, after, stride);
  if (count > 0) {
    column(x, rows, i, count);
    combine(u, stride, count, scratch, -1, ui, after, stride);
  }
  reflector(ui, i + 1, stride, p, e);
  const tauP = machine.float64(p, 1)[0]!;

  dots(a + 8 * (i + 1) * stride, stride, m - i - 1, ui, xi + 8 * (i + 1), after, stride);
  dots(y, stride, count + 1, ui, scratch, after, stride);
  combine(v, rows, count + 1, scratch, -1, xi, after, rows);
  dots(u, stride, count, ui, scratch, after, stride);
  combine(x, rows, count, scratch, -1, xi, after, rows);
  scale(tauP, xi, after, rows);
  if (after === i) zeroAt(xi + 8 * i);
}
