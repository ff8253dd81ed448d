import {
  assertSquare,
  type Eigh,
  type EighOptions,
  keptCount,
  type Matrix,
  matrix,
} from "@svcca/linalg";
import type { Engine } from "../engine/engine.js";
import { Scope, scoped } from "../engine/scope.js";
import { rowsAsColumns, scaleOf, upperTriangle } from "../product/copy.js";
import { Multiplier } from "../product/in-memory.js";
import { padded } from "../product/operand.js";
import { applyReflections } from "../product/reflections.js";
import { divideAndConquer } from "./divide.js";
import { type Tridiagonal, tridiagonalise, tridiagonaliseMany } from "./tridiagonalise.js";

/** Values of the matrices that are decomposed together, 32 MB: two larger ones gain nothing. */
const MOST_VALUES = 2 ** 22;

/** A decomposition that waits for its turn. */
interface Request {
  readonly a: Matrix;
  readonly scale: number;
  readonly options: EighOptions;
  resolve(result: Eigh): void;
  reject(reason: unknown): void;
}

/**
 * Eigendecompositions of symmetric d x d matrices, of which only the lower triangle is read:
 * blocked tridiagonalisation, divide-and-conquer, and back-transformation of the eigenvectors that
 * `keep` asks for. Backward stable: A = V diag(values) V' to about d u max|A|.
 *
 * Those that wait at the same time are tridiagonalised together, one on each thread: threads that
 * share one matrix meet after every row. Results are the same to the last bit.
 */
export class Eighs {
  private readonly waiting: Request[] = [];

  constructor(private readonly engine: Engine) {}

  /**
   * @throws SvccaError `shape-mismatch` when `a` is not square, `non-finite` for NaN or infinity,
   *   `invalid-argument` when `keep` returns what is no count.
   */
  async eigh(a: Matrix, options: EighOptions = {}): Promise<Eigh> {
    options.signal?.throwIfAborted();
    assertSquare(a);
    if (a.rows === 0) {
      const values = new Float64Array(0);
      return { values, vectors: matrix(0, keptCount(values, options.keep)) };
    }
    const scale = scaleOf(a, "eigh");
    return new Promise((resolve, reject) => {
      this.waiting.push({ a, scale, options, resolve, reject });
      // Whoever comes until the turn comes is taken along.
      if (this.waiting.length === 1) void this.run();
    });
  }

  private async run(): Promise<void> {
    const { engine } = this;
    await scoped(engine, undefined, async (scope) => {
      const requests = this.taken();
      if (this.waiting.length > 0) void this.run();
      try {
        const problems = await reduce(engine, scope, requests);
        for (const [i, request] of requests.entries()) {
          const own = new Scope(engine);
          try {
            request.resolve(await conclude(engine, own, problems[i]!, request));
          } catch (reason) {
            request.reject(reason);
          } finally {
            own.release();
          }
        }
      } catch (reason) {
        for (const { reject } of requests) reject(reason);
      }
    });
  }

  /** Those that wait, in their order, as far as memory is to be used; one in any case. */
  private taken(): Request[] {
    let values = 0;
    const end = this.waiting.findIndex(({ a }, i) => {
      values += a.data.length;
      return i > 0 && values > MOST_VALUES;
    });
    return this.waiting.splice(0, end < 0 ? this.waiting.length : end);
  }
}

/** The tridiagonal matrices; where all requests were aborted, it throws the first one's reason. */
async function reduce(
  engine: Engine,
  scope: Scope,
  requests: readonly Request[],
): Promise<Tridiagonal[]> {
  const matrices = requests.map(({ a, scale }) => {
    const stride = padded(a.rows);
    const at = scope.zeros(stride * stride);
    upperTriangle(a, 1 / scale, engine.float64(at, stride * stride), stride);
    return { at, n: a.rows };
  });
  const between = async () => {
    await engine.breath.take(undefined);
    if (requests.every(({ options }) => options.signal?.aborted)) {
      requests[0]!.options.signal!.throwIfAborted();
    }
  };
  return matrices.length === 1
    ? [await tridiagonalise(engine, scope, matrices[0]!, between)]
    : tridiagonaliseMany(engine, scope, matrices, between);
}

async function conclude(
  engine: Engine,
  scope: Scope,
  tridiagonal: Tridiagonal,
  { scale, options: { keep, signal } }: Request,
): Promise<Eigh> {
  signal?.throwIfAborted();
  const { n, stride, a: at } = tridiagonal;
  const multiplier = new Multiplier(engine, scope, stride);
  let values = new Float64Array(0);
  const count = (sorted: Float64Array) => {
    values = sorted.map((value) => value * scale);
    return keptCount(values, keep);
  };
  const parts = await divideAndConquer(engine, scope, multiplier, tridiagonal, count, signal);
  const { vectors, rows, used } = parts;
  const reflections = { ...tridiagonal, at, count: n, offset: 1 } as const;
  await applyReflections(engine, scope, multiplier, reflections, vectors, used, signal);
  const whole = engine.float64(vectors, stride * stride);
  return {
    values,
    vectors: { data: rowsAsColumns(whole, stride, n, rows), rows: n, cols: rows.length },
  };
}
