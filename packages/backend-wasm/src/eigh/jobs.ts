import type { Job, Thread } from "../engine/job.js";
import type { Kernels } from "../engine/kernels.js";
import { OneThread } from "../engine/machine.js";
import { Scope } from "../engine/scope.js";
import { atOnce } from "../engine/steps.js";
import { Multiplier } from "../product/in-memory.js";
import { applyReflections } from "../product/reflections.js";
import { divideAndConquer } from "./divide.js";

/** What is described of a problem that one thread solves: its sizes, and where all of it is. */
export interface Described {
  readonly n: number;
  readonly stride: number;
  /** The reflections, in the rows of the matrix that was reduced, and their factors. */
  readonly a: number;
  readonly tau: number;
  /** The tridiagonal matrix. */
  readonly d: number;
  readonly e: number;
  /** n + 4 rows of `stride` values. */
  readonly vectors: number;
  /** n values, largest first, and the row of the vector of each. */
  readonly values: number;
  readonly rows: number;
  /** Rows of `vectors` that are turned back. */
  readonly count: number;
}

/** Their order in memory, as float64. */
export const FIELDS = [
  ...(["n", "stride", "a", "tau", "d", "e"] as const),
  ...(["vectors", "values", "rows", "count"] as const),
] as const satisfies readonly (keyof Described)[];

/** Values of memory that a thread works in, for problems of rows of `stride` values. */
export function workspaceValues(stride: number): number {
  // Two squares of vectors; packed operands 256 deep; blocks of 64 reflections; rows of scratch.
  return 2 * (stride + 4) * stride + 2 * 260 * (stride + 8) + 256 * (stride + 8) + 2 ** 15;
}

/** All eigenpairs of a tridiagonal matrix. */
export const divideShare: Job = (kernels, index, args, thread) => {
  const { machine, problem, scope } = open(kernels, index, args, thread);
  const { n, stride, vectors } = problem;
  const multiplier = new Multiplier(machine, scope, stride);
  const all = (values: Float64Array) => values.length;
  const steps = divideAndConquer(machine, scope, multiplier, problem, vectors, all);
  const { values, rows } = atOnce(steps);
  machine.float64(problem.values, n).set(values);
  machine.float64(problem.rows, n).set(rows);
};

/** Eigenvectors of the tridiagonal matrix become those of the matrix that it was made of. */
export const turnShare: Job = (kernels, index, args, thread) => {
  const { machine, problem, scope } = open(kernels, index, args, thread);
  const { n, stride, a, tau, vectors, count } = problem;
  const multiplier = new Multiplier(machine, scope, stride);
  const reflections = { stride, tau, at: a, count: n, offset: 1 } as const;
  atOnce(applyReflections(machine, scope, multiplier, reflections, vectors, count));
};

function open(kernels: Kernels, index: number, args: ArrayLike<number>, thread: Thread) {
  const [descriptions, wide, regions, bytes] = args as number[];
  const region = { at: regions! + thread.number * bytes!, bytes: bytes! };
  const machine = new OneThread(kernels, thread, wide === 1, region);
  const fields = machine.float64(descriptions! + 8 * FIELDS.length * index, FIELDS.length);
  const problem = Object.fromEntries(FIELDS.map((name, i) => [name, fields[i]])) as unknown;
  return { machine, problem: problem as Described, scope: new Scope(machine) };
}
