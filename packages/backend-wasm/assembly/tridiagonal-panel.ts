import { address, whole } from "./description";
import { multiply } from "./multiply";
import { pack } from "./pack";
import { finishRow, reduceRow, symmetricPart } from "./tridiagonal";
import { at } from "./vector";

/** Sides of a square of results, in strips of four lines: one of them packed is 64 KB. */
const TILE_STRIPS = 32;
/** The bit of `multiply` for a triangle. */
const TRIANGLE = 1;

/**
 * One panel of a tridiagonalisation, from row `start` on, all on this thread: many matrices are reduced
 * at the same time, where one of them would have threads meet after every row. The sums, and so the
 * results, are those of the way that shares every row.
 *
 * What is described is (matrix, stride, n, d, e, tau, scratch, sums, panel, packed, kind, rows of a
 * panel, parts of a product with a vector, rows from which on there are so many).
 */
export function tridiagonalPanel(description: usize, start: i32): void {
  const a = address(description, 0);
  const stride = whole(description, 1);
  const n = whole(description, 2);
  if (start >= n) return;
  const d = address(description, 3);
  const e = address(description, 4);
  const tau = address(description, 5);
  const scratch = address(description, 6);
  const sums = address(description, 7);
  const v = address(description, 8);
  const kind = whole(description, 10) | TRIANGLE;
  const size = min(whole(description, 11), n - start);
  const w = at(v, size * stride);
  for (let count = 0; count < size; count++) {
    const j = start + count;
    reduceRow(a, stride, n, j, count, v, w, d, e, tau, scratch);
    if (j + 1 >= n) return;
    const parts = n - j > whole(description, 13) ? whole(description, 12) : 1;
    const reflection = at(v, count * stride);
    for (let part = 0; part < parts; part++) {
      symmetricPart(a, stride, j + 1, n, parts, part, reflection, sums);
    }
    finishRow(stride, j, count, v, w, load<f64>(at(tau, j)), sums, parts, scratch);
  }
  const next = start + size;
  if (next >= n) return;
  memory.copy(at(w, size * stride), v, (<usize>(size * stride)) << 3);
  const lines = stride - next;
  const strips = lines >> 2;
  const inner = 2 * size;
  const left = address(description, 9);
  const right = at(left, inner * lines);
  pack(at(v, next), 0, 0, stride, inner, lines, 0, -1, left, 0, strips);
  pack(at(w, next), 0, 0, stride, inner, lines, 0, 1, right, 0, strips);
  const rest = at(a, next * stride + next);
  for (let column = 0; column < strips; column += TILE_STRIPS) {
    const last = min(column + TILE_STRIPS, strips);
    multiply(left, right, inner, rest, stride, 0, last, column, last, kind);
  }
}
