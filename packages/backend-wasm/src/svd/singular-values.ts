import { assertMatrix, type CallOptions, type Matrix } from "@svcca/linalg";
import type { Engine } from "../engine/engine.js";
import { Scope } from "../engine/scope.js";
import { inTurns } from "../engine/steps.js";
import { breatheFor, Together, type Waiting } from "../engine/together.js";
import { scaleOf } from "../product/copy.js";
import { Multiplier } from "../product/in-memory.js";
import { bidiagonalise, type TallShape } from "./bidiagonalise.js";
import { diagonalise } from "./diagonalise.js";
import { VALUES_OF, workspaceValues } from "./jobs.js";
import { copyIn, tallShape } from "./tall.js";

/** Values of the matrices that are decomposed together: 32 MB. */
const MOST_VALUES = 2 ** 22;
/** Matrices up to this size are decomposed on one thread each where there are several. */
const SMALL = 512;
/** Under this size, threads would be over before they have met. */
const WORTH_A_THREAD = 64;

interface Call extends Waiting<Float64Array> {
  readonly a: Matrix;
  readonly scale: number;
  readonly shape: TallShape;
}

export type SingularValues = (a: Matrix, options?: CallOptions) => Promise<Float64Array>;

/**
 * The singular values of `svd` alone: without vectors there is next to nothing to rotate. Those of small
 * matrices that are asked for at the same time are found side by side, one on each thread.
 *
 * They throw an SvccaError `non-finite` for NaN or infinity.
 */
export function singularValuesOn(engine: Engine): SingularValues {
  const together = new Together<Float64Array, Call>(engine, MOST_VALUES, async (scope, calls) => {
    const isSmall = ({ shape: { m, n } }: Call) => m <= SMALL && n >= WORTH_A_THREAD;
    const small = engine.threads > 1 ? calls.filter(isSmall) : [];
    if (small.length > 1) await sideBySide(engine, scope, small);
    for (const call of calls) {
      if (small.length < 2 || !isSmall(call)) await one(engine, call);
    }
  });
  return async (a, { signal } = {}) => {
    signal?.throwIfAborted();
    assertMatrix(a, "singularValues");
    const scale = scaleOf(a, "singularValues");
    const shape = tallShape(a);
    if (shape.n === 0) return new Float64Array(0);
    const values = a.data.length;
    return together.call((settle) => ({ a, scale, shape, signal, values, ...settle }));
  };
}

async function sideBySide(engine: Engine, scope: Scope, calls: readonly Call[]): Promise<void> {
  const table = scope.float64(VALUES_OF * calls.length);
  const bytes = 8 * Math.max(...calls.map(({ shape }) => workspaceValues(shape)));
  const regions = scope.float64((engine.threads * bytes) / 8);
  const outs = calls.map(({ a, scale, shape }, i) => {
    const { m, n, rows, stride } = shape;
    const at = copyIn(engine, scope, a, scale, shape);
    const out = scope.float64(n);
    const place = table + 8 * VALUES_OF * i;
    engine.float64(place, VALUES_OF).set([m, n, rows, stride, at, out]);
    return out;
  });
  await breatheFor(engine, calls);
  const flops = calls.reduce((sum, { shape: { m, n } }) => sum + 4 * m * n * n, 0);
  const args = [table, Number(engine.wide), regions, bytes];
  engine.share("singularValuesShare", calls.length, flops, ...args);
  for (const [i, { shape, scale, signal, resolve, reject }] of calls.entries()) {
    if (signal?.aborted) reject(signal.reason);
    else resolve(sorted(engine.float64(outs[i]!, shape.n), scale));
  }
}

/** Those of one matrix, with all threads; they, or what went wrong, are the answer to its call. */
async function one(
  engine: Engine,
  { a, scale, shape, signal, resolve, reject }: Call,
): Promise<void> {
  const scope = new Scope(engine);
  try {
    signal?.throwIfAborted();
    const multiplier = new Multiplier(engine, scope, shape.rows);
    const at = copyIn(engine, scope, a, scale, shape);
    const reducing = bidiagonalise(engine, scope, multiplier, at, shape, undefined);
    const parts = await inTurns(engine, reducing, signal);
    const steps = diagonalise(engine, scope, parts, shape.n, undefined);
    resolve(sorted(await inTurns(engine, steps, signal), scale));
  } catch (reason) {
    reject(reason);
  } finally {
    scope.release();
  }
}

function sorted(values: Float64Array, scale: number): Float64Array {
  return values.map((value) => Math.abs(value) * scale).sort((x, y) => y - x);
}
