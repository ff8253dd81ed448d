import type { Machine } from "../engine/machine.js";
import { ROOTS, VECTORS, WEIGHTS } from "../engine/shares.js";
import type { Multiplier } from "../product/in-memory.js";
import { BOTH, BOTTOM, type Deflated, deflate, TOP } from "./deflate.js";

/** Memory of the divide-and-conquer: all matrices have rows of `stride` values. */
export interface Workspace {
  readonly stride: number;
  /** Row i is an eigenvector of the part of T that it belongs to; values outside it are zeros. */
  readonly vectors: number;
  readonly d: number;
  readonly e: number;
  /** Room for eigenvectors of rank-one updates, and for the ones that they combine. */
  readonly updates: number;
  readonly gathered: number;
  readonly scratch: number;
  readonly poles: number;
  readonly squares: number;
  readonly weights: number;
  readonly places: number;
  readonly roots: number;
}

/** Which eigenvectors to make, as rows from `start` on: the last of the roots, and known ones. */
export type Choice = (
  roots: Float64Array,
  known: Float64Array,
) => { roots: number; known: readonly number[] };

const everything: Choice = (roots, known) => ({
  roots: roots.length,
  known: Array.from(known.keys()),
});

/**
 * Joins the eigenpairs of two neighbouring parts of T, rows `start` to `start + split` and on to
 * `start + size`, into those of both. The values end up in d and the vectors in the same rows:
 * the chosen roots, smallest first, then the chosen known ones.
 */
export function merge(
  machine: Machine,
  multiplier: Multiplier,
  space: Workspace,
  start: number,
  split: number,
  size: number,
  choose: Choice = everything,
): void {
  const { stride, vectors } = space;
  const corner = vectors + 8 * (start * stride + start);
  const d = machine.float64(space.d + 8 * start, size);
  const z = coupling(machine, space, start, split, size);
  const rho = 2 * Math.abs(machine.float64(space.e, start + split)[start + split - 1]!);
  const even = size + (size & 1);
  const deflated = deflate(d, z, rho, split, (i, j, c, s) => {
    machine.kernels.rotate(corner + 8 * i * stride, corner + 8 * j * stride, even, c, s);
  });
  const known = Float64Array.from(deflated.known, (i) => d[i]!);
  const sorted = gather(machine, space, corner, size, deflated);
  const count = deflated.kept.length;
  solve(machine, space, deflated, rho);
  const roots = machine.float64(space.roots, count).slice();
  const chosen = choose(roots, known);
  const first = count - chosen.roots;
  makeVectors(machine, space, deflated, first);
  const clear = machine.float64(corner, size * stride);
  for (let i = 0; i < size; i++) clear.fill(0, i * stride, i * stride + even);
  combine(multiplier, space, corner, split, size, sorted, first, chosen.roots);
  chosen.known.forEach((i, row) => {
    const from = space.gathered + 8 * (count + i) * stride;
    const to = corner + 8 * (chosen.roots + row) * stride;
    machine.float64(to, size).set(machine.float64(from, size));
  });
  d.set(roots);
  d.set(known, count);
}

/** z of the rank-one update: the last values of the first vectors, the first of the second. */
function coupling(
  machine: Machine,
  { stride, vectors, e }: Workspace,
  start: number,
  split: number,
  size: number,
): Float64Array {
  const border = start + split;
  const sign = Math.sign(machine.float64(e, border)[border - 1]!) || 1;
  const all = machine.float64(vectors, (start + size) * stride);
  return Float64Array.from({ length: size }, (_, i) => {
    const row = (start + i) * stride;
    return (i < split ? all[row + border - 1]! : sign * all[row + border]!) * Math.SQRT1_2;
  });
}

/** How many of the sorted vectors have values in the first half only, in both, in the second only. */
interface Sorted {
  readonly top: number;
  readonly both: number;
  readonly bottom: number;
}

/**
 * Copies the vectors that are combined, sorted by where their values are, and then the known ones.
 * `places` says where each pole's vector went.
 */
function gather(
  machine: Machine,
  { stride, gathered, places }: Workspace,
  corner: number,
  size: number,
  { kept, known, parts }: Deflated,
): Sorted {
  const copy = (i: number, to: number) =>
    machine
      .float64(gathered + 8 * to * stride, size)
      .set(machine.float64(corner + 8 * i * stride, size));
  const place = machine.float64(places, kept.length);
  const counts = [0, 0, 0];
  let next = 0;
  for (const part of [TOP, BOTH, BOTTOM]) {
    kept.forEach((i, pole) => {
      if (parts[i] !== part) return;
      copy(i, next);
      place[pole] = next++;
      counts[part]!++;
    });
  }
  for (const i of known) copy(i, next++);
  return { top: counts[TOP]!, both: counts[BOTH]!, bottom: counts[BOTTOM]! };
}

/** Finds the roots, the differences of poles and roots, and the weights that make both exact. */
function solve(
  machine: Machine,
  space: Workspace,
  { kept, poles, weights }: Deflated,
  rho: number,
): void {
  const { stride, updates, roots } = space;
  const k = kept.length;
  if (k === 0) return;
  machine.float64(space.poles, k).set(poles);
  machine.float64(space.squares, k).set(weights.map((weight) => weight * weight));
  const args = [k, space.poles, space.squares, rho, updates, stride, roots];
  machine.share("secularRoots", Math.ceil(k / ROOTS), 50 * k * k, ...args);
  const out = space.weights;
  const columns = Math.ceil(k / WEIGHTS);
  machine.share("secularWeights", columns, 8 * k * k, k, updates, stride, space.poles, out);
  const exact = machine.float64(out, k);
  for (let i = 0; i < k; i++) {
    exact[i] = Math.sqrt(Math.abs(exact[i]!)) * (weights[i]! < 0 ? -1 : 1);
  }
}

function makeVectors(machine: Machine, space: Workspace, { kept }: Deflated, first: number): void {
  const { stride, updates, weights, places, scratch } = space;
  const k = kept.length;
  const shares = Math.ceil((k - first) / VECTORS);
  const args = [k, first, k, updates, stride, weights, places, scratch];
  machine.share("secularVectors", shares, 8 * k * (k - first), ...args);
}

/** The new vectors: combinations of the sorted ones, each half by those that have values in it. */
function combine(
  multiplier: Multiplier,
  { stride, updates, gathered }: Workspace,
  corner: number,
  split: number,
  size: number,
  { top, both, bottom }: Sorted,
  first: number,
  lines: number,
): void {
  if (lines === 0) return;
  const left = { at: updates + 8 * first * stride, stride, alongRows: true, lines };
  const right = { at: gathered, stride, alongRows: false, lines: split };
  multiplier.add(left, right, top + both, corner, stride);
  const leftBottom = { ...left, at: left.at + 8 * top };
  const at = gathered + 8 * (top * stride + split);
  const rightBottom = { ...right, at, lines: size - split };
  multiplier.add(leftBottom, rightBottom, both + bottom, corner + 8 * split, stride);
}
