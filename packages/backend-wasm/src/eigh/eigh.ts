import {
  assertSquare,
  type Eigh,
  type EighOptions,
  keptCount,
  type Matrix,
  matrix,
} from "@svcca/linalg";
import type { Engine } from "../engine/engine.js";
import { Scope } from "../engine/scope.js";
import { inTurns } from "../engine/steps.js";
import { breatheFor, Together, type Waiting } from "../engine/together.js";
import { rowsAsColumns, scaleOf, upperTriangle } from "../product/copy.js";
import { Multiplier } from "../product/in-memory.js";
import { padded } from "../product/operand.js";
import { applyReflections } from "../product/reflections.js";
import { divideAndConquer } from "./divide.js";
import { concludeSideBySide } from "./side-by-side.js";
import { type Tridiagonal, tridiagonalise, tridiagonaliseMany } from "./tridiagonalise.js";

/** Values of the matrices that are decomposed together, 32 MB: two larger ones gain nothing. */
const MOST_VALUES = 2 ** 22;
/** Matrices up to this size are decomposed on one thread each where there are several. */
const SMALL = 512;

/** Those of matrices up to this size are over before threads have met. */
const TINY = 64;

/** A decomposition that waits for its turn. */
export interface Call extends Waiting<Eigh> {
  readonly a: Matrix;
  readonly scale: number;
  readonly keep: EighOptions["keep"];
}

export type Eighs = (a: Matrix, options?: EighOptions) => Promise<Eigh>;

/**
 * Eigendecompositions of symmetric d x d matrices, of which only the lower triangle is read:
 * blocked tridiagonalisation, divide-and-conquer, and back-transformation of the eigenvectors that
 * `keep` asks for. Backward stable: A = V diag(values) V' to about d u max|A|. Those that are asked for
 * at the same time are computed together.
 *
 * They throw an SvccaError `shape-mismatch` when `a` is not square, `non-finite` for NaN or infinity,
 * `invalid-argument` when `keep` returns what is no count.
 */
export function eighsOn(engine: Engine): Eighs {
  const together = new Together<Eigh, Call>(engine, MOST_VALUES, (scope, calls) =>
    decompose(engine, scope, calls),
  );
  return async (a, { keep, signal } = {}) => {
    signal?.throwIfAborted();
    assertSquare(a);
    if (a.rows === 0) {
      const values = new Float64Array(0);
      return { values, vectors: matrix(0, keptCount(values, keep)) };
    }
    const scale = scaleOf(a, "eigh");
    const values = a.data.length;
    return together.call((settle) => ({ a, scale, keep, signal, values, ...settle }));
  };
}

async function decompose(engine: Engine, scope: Scope, calls: readonly Call[]): Promise<void> {
  const matrices = calls.map(({ a, scale }) => {
    const stride = padded(a.rows);
    const at = scope.zeros(stride * stride);
    upperTriangle(a, 1 / scale, engine.float64(at, stride * stride), stride);
    return { at, n: a.rows };
  });
  const between = () => breatheFor(engine, calls);
  const worthThreads =
    calls.length > 1 && engine.threads > 1 && calls.some(({ a }) => a.rows > TINY);
  if (!worthThreads) {
    for (const [i, one] of matrices.entries()) {
      await concludeOne(engine, calls[i]!, await tridiagonalise(engine, scope, one, between));
    }
    return;
  }
  const problems = await tridiagonaliseMany(engine, scope, matrices, between);
  const small = problems.filter(({ n }) => n <= SMALL);
  if (small.length > 1) {
    const own = calls.filter(({ a }) => a.rows <= SMALL);
    await concludeSideBySide(engine, scope, own, small);
  }
  for (const [i, problem] of problems.entries()) {
    if (small.length > 1 && problem.n <= SMALL) continue;
    await concludeOne(engine, calls[i]!, problem);
  }
}

/** The eigenpairs of one, with all threads; they, or what went wrong, are the answer to its call. */
async function concludeOne(
  engine: Engine,
  { scale, keep, signal, resolve, reject }: Call,
  tridiagonal: Tridiagonal,
): Promise<void> {
  const scope = new Scope(engine);
  try {
    signal?.throwIfAborted();
    const { n, stride, a: at } = tridiagonal;
    const multiplier = new Multiplier(engine, scope, stride);
    let values = new Float64Array(0);
    const count = (sorted: Float64Array) => {
      values = sorted.map((value) => value * scale);
      return keptCount(values, keep);
    };
    const vectors = scope.zeros((stride + 4) * stride);
    const steps = divideAndConquer(engine, scope, multiplier, tridiagonal, vectors, count);
    const { rows, used } = await inTurns(engine, steps, signal);
    const reflections = { ...tridiagonal, at, count: n, offset: 1 } as const;
    const turning = applyReflections(engine, scope, multiplier, reflections, vectors, used);
    await inTurns(engine, turning, signal);
    const data = rowsAsColumns(engine.float64(vectors, stride * stride), stride, n, rows);
    resolve({ values, vectors: { data, rows: n, cols: rows.length } });
  } catch (reason) {
    reject(reason);
  } finally {
    scope.release();
  }
}
