import type { Machine } from "../engine/machine.js";
import type { Scope } from "../engine/scope.js";
import { VECTORS } from "../engine/shares.js";
import type { Steps } from "../engine/steps.js";
import type { Multiplier } from "../product/in-memory.js";
import { type Choice, merge, type Workspace } from "./merge.js";
import type { Tridiagonal } from "./tridiagonalise.js";

/** Under this size, rotations are faster than a rank-one update of two halves. */
const LEAF = 32;

/** All eigenvalues of T, largest first, and where those of their vectors are that are kept. */
export interface TridiagonalEigen {
  readonly values: Float64Array;
  /** Row of eigenvector i. */
  readonly rows: readonly number[];
  /** Rows that are in use. */
  readonly used: number;
}

/**
 * Eigenvalues of T and as many eigenvectors as `keep` asks for, by divide-and-conquer: T is two
 * smaller ones and a change of rank one. All vectors are orthogonal to rounding whatever the
 * spectrum, and the work is products of matrices, less of them where values cluster.
 *
 * @param vectors zeros, n + 4 rows of `stride` values: where the vectors go.
 *
 * Source: Cuppen 1981; Gu & Eisenstat 1995, A divide-and-conquer algorithm for the symmetric
 * tridiagonal eigenproblem; LAPACK's dstedc.
 */
export function* divideAndConquer(
  machine: Machine,
  scope: Scope,
  multiplier: Multiplier,
  { n, stride, d, e }: Tridiagonal,
  vectors: number,
  keep: (values: Float64Array) => number,
): Steps<TridiagonalEigen> {
  const square = (stride + 4) * stride;
  const own = { vectors, stride, d, e, beside: scope.float64(LEAF + 4) };
  if (n <= LEAF) {
    leaf(machine, own, 0, n);
    const values = machine.float64(d, n);
    const rows = Array.from(values.keys()).sort((i, j) => values[j]! - values[i]! || i - j);
    const sorted = Float64Array.from(rows, (row) => values[row]!);
    return { values: sorted, rows: rows.slice(0, keep(sorted)), used: n };
  }
  const row = () => scope.float64(stride);
  const space = {
    ...own,
    updates: scope.float64(square),
    gathered: scope.float64(square),
    scratch: scope.float64((Math.ceil(n / VECTORS) + 1) * stride),
    ...{ poles: row(), squares: row(), weights: row(), places: row(), roots: row() },
  };
  // Views come after the last piece of memory was taken: growing would leave them empty.
  const values = machine.float64(d, n);
  const beside = machine.float64(e, n);
  let result: TridiagonalEigen | undefined;
  // Each part, before it is solved, loses what couples it to its neighbour.
  function* solve(start: number, size: number): Steps<void> {
    if (size <= LEAF) return leaf(machine, space, start, size);
    const split = Math.ceil(size / 8) * 4;
    const border = start + split;
    const weight = Math.abs(beside[border - 1]!);
    values[border - 1]! -= weight;
    values[border]! -= weight;
    yield* solve(start, split);
    yield* solve(border, size - split);
    yield;
    if (size < n) merge(machine, multiplier, space, start, split, size);
    else {
      const choose: Choice = (roots, known) => {
        const { choice, ...rest } = chooseLargest(roots, known, keep);
        result = rest;
        return choice;
      };
      merge(machine, multiplier, space, 0, split, n, choose);
    }
  }
  yield* solve(0, n);
  return result!;
}

/** The largest values of both lists, and which rows their vectors will be in. */
function chooseLargest(
  roots: Float64Array,
  known: Float64Array,
  keep: (values: Float64Array) => number,
) {
  const all = [...roots, ...known];
  const order = Array.from(all.keys()).sort((i, j) => all[j]! - all[i]! || i - j);
  const values = Float64Array.from(order, (i) => all[i]!);
  const kept = order.slice(0, keep(values));
  const chosenKnown = kept.filter((i) => i >= roots.length);
  const chosenRoots = kept.length - chosenKnown.length;
  const first = roots.length - chosenRoots;
  const rowOfKnown = new Map(chosenKnown.map((i, row) => [i, chosenRoots + row]));
  return {
    values,
    rows: kept.map((i) => rowOfKnown.get(i) ?? i - first),
    used: kept.length,
    choice: { roots: chosenRoots, known: chosenKnown.map((i) => i - roots.length) },
  };
}

function leaf(
  machine: Machine,
  {
    vectors,
    stride,
    d,
    e,
    beside,
  }: Pick<Workspace, "vectors" | "stride" | "d" | "e"> & { readonly beside: number },
  start: number,
  size: number,
): void {
  const corner = vectors + 8 * (start * stride + start);
  for (let i = 0; i < size; i++) machine.float64(corner + 8 * i * (stride + 1), 1)[0] = 1;
  // The value that couples the last row to the next part is not of this one.
  const copy = machine.float64(beside, size + 4).fill(0);
  copy.set(machine.float64(e + 8 * start, size - 1));
  const width = size + (size & 1);
  machine.kernels.implicitQl(size, d + 8 * start, beside, corner, stride, width);
}
