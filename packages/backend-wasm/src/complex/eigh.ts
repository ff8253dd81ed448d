import {
  assertSquare,
  type ComplexEigh,
  type ComplexMatrix,
  complexMatrix,
  type HermitianEighsOptions,
  keptCount,
} from "@svcca/linalg";
import type { Engine } from "../engine/engine.js";
import { type Scope, scoped } from "../engine/scope.js";
import { LANES, putMatrix, takeColumns } from "./interleave.js";
import { PAIR } from "./jobs.js";
import { lanesOf, pairsOf, partsOf } from "./pairs.js";
import { complexScale } from "./scale.js";

/**
 * Eigendecompositions of Hermitian matrices, two of a size at once, pairs spread over threads:
 * complex reflections to a real tridiagonal matrix, implicit QL of that, and the reflections of the
 * eigenvectors that are kept. A matrix has the same result beside any other.
 *
 * @throws SvccaError as `Backend.hermitianEighs`.
 */
export async function hermitianEighs(
  engine: Engine,
  matrices: readonly ComplexMatrix[],
  { keep, signal }: HermitianEighsOptions = {},
): Promise<ComplexEigh[]> {
  signal?.throwIfAborted();
  const scales = matrices.map((a) => {
    const scale = complexScale(a, "complexEigh");
    assertSquare({ data: a.re, rows: a.rows, cols: a.cols });
    return scale;
  });
  const found: ComplexEigh[] = [];
  /** Notes the eigenvalues of a matrix, and says in which places those are that are kept. */
  const note = (place: number, values: Float64Array): number[] => {
    const order = Array.from(values.keys()).sort((i, j) => values[j]! - values[i]!);
    const sorted = Float64Array.from(order, (from) => values[from]! * scales[place]!);
    const count = keptCount(sorted, keep && ((all) => keep(all, place)));
    found[place] = { values: sorted, vectors: complexMatrix(values.length, count) };
    return order.slice(0, count);
  };
  return scoped(engine, signal, async (scope) => {
    for (const { rows: n, pairs } of pairsOf(matrices)) {
      const operations = 80 * n ** 3;
      for (const some of partsOf(pairs, operations, engine.threads)) {
        await engine.breath.take(signal);
        const table = scope.float64(PAIR * some.length);
        const placed = some.map(() => place(scope, n));
        const put = (i: number) => {
          const { a, d, e, scales: s, phases, scratch, z, order, count, vectors } = placed[i]!;
          const fields = [a, d, e, s, phases, scratch, z, order, count, vectors];
          engine.float64(table, PAIR * some.length).set(fields, PAIR * i);
        };
        for (const [i, pair] of some.entries()) {
          put(i);
          const out = engine.float64(placed[i]!.a, 4 * n * n);
          // Columns of the lower triangle as rows.
          for (const lane of LANES)
            putMatrix(out, matrices[pair[lane]]!, scales[pair[lane]]!, lane, true);
        }
        const args = [table, n, strideOf(n)];
        engine.share("pairEigen", some.length, some.length * operations, ...args);
        for (const [i, pair] of some.entries()) {
          const { d } = placed[i]!;
          const orders = lanesOf(pair).map((lane) =>
            note(pair[lane], engine.float64(d + 8 * lane * n, n).slice()),
          );
          want(engine, scope, placed[i]!, orders, n);
          put(i);
        }
        engine.share("pairEigenvectors", some.length, some.length * operations, ...args);
        for (const [i, pair] of some.entries()) {
          const { vectors, count } = placed[i]!;
          const values = engine.float64(vectors, 4 * n * count);
          for (const lane of lanesOf(pair)) takeColumns(values, lane, found[pair[lane]]!.vectors);
        }
        scope.release();
      }
    }
    return found;
  });
}

/** Where one pair of matrices is, with all that it is decomposed with: assembly/complex/eigen.ts. */
interface Placed {
  readonly a: number;
  readonly d: number;
  readonly e: number;
  readonly scales: number;
  readonly phases: number;
  readonly scratch: number;
  readonly z: number;
  order: number;
  count: number;
  vectors: number;
}

function strideOf(n: number): number {
  return n + (n % 2);
}

function place(scope: Scope, n: number): Placed {
  return {
    a: scope.float64(4 * n * n),
    d: scope.float64(2 * n),
    e: scope.float64(2 * n),
    scales: scope.float64(2 * n),
    phases: scope.float64(4 * n),
    scratch: scope.float64(4 * (n + 2)),
    z: scope.float64(2 * n * strideOf(n)),
    order: 0,
    count: 0,
    vectors: 0,
  };
}

/** Which eigenvectors of each of the two are wanted: equally many of both, an even number. */
function want(
  engine: Engine,
  scope: Scope,
  placed: Placed,
  orders: readonly (readonly number[])[],
  n: number,
): void {
  const most = Math.max(...orders.map((order) => order.length));
  const count = most + (most % 2);
  placed.count = count;
  placed.order = scope.zeros(2 * count);
  placed.vectors = scope.float64(4 * n * count);
  orders.forEach((order, lane) => {
    engine.float64(placed.order, 2 * count).set(order, lane * count);
  });
}
