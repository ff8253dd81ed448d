import { type Eigh, keptCount } from "@svcca/linalg";
import type { Engine } from "../engine/engine.js";
import type { Scope } from "../engine/scope.js";
import { breatheFor } from "../engine/together.js";
import { rowsAsColumns } from "../product/copy.js";
import type { Call } from "./eigh.js";
import { type Described, FIELDS, workspaceValues } from "./jobs.js";
import type { Tridiagonal } from "./tridiagonalise.js";

/**
 * What follows upon several tridiagonalisations, each on one thread. All vectors of a tridiagonal matrix
 * are made, as how many are wanted is asked here in between; only these are turned back.
 */
export async function concludeSideBySide(
  engine: Engine,
  scope: Scope,
  calls: readonly Call[],
  problems: readonly Tridiagonal[],
): Promise<void> {
  const descriptions = scope.float64(FIELDS.length * problems.length);
  const bytes = 8 * Math.max(...problems.map(({ stride }) => workspaceValues(stride)));
  const regions = scope.float64((engine.threads * bytes) / 8);
  const described = problems.map(({ n, stride, a, d, e, tau }): Described => {
    const vectors = scope.zeros((stride + 4) * stride);
    const [values, rows] = [scope.float64(n), scope.float64(n)];
    return { n, stride, a, tau, d, e, vectors, values, rows, count: 0 };
  });
  const run = async (job: "divideShare" | "turnShare", list: readonly Described[]) => {
    await breatheFor(engine, calls);
    const table = engine.float64(descriptions, FIELDS.length * list.length);
    table.set(list.flatMap((one) => FIELDS.map((name) => one[name])));
    const flops = list.reduce((sum, { n }) => sum + n ** 3, 0);
    engine.share(job, list.length, flops, descriptions, Number(engine.wide), regions, bytes);
  };
  await run("divideShare", described);
  const wanted = described.map((one, i) => choose(engine, one, calls[i]!));
  const turned = wanted.flatMap((one) => one ?? []);
  await run(
    "turnShare",
    turned.map(({ problem }) => problem),
  );
  for (const [i, one] of wanted.entries()) {
    if (!one) continue;
    const { n, stride, vectors, count } = one.problem;
    const whole = engine.float64(vectors, count * stride);
    const data = rowsAsColumns(
      whole,
      stride,
      n,
      Array.from({ length: count }, (_, k) => k),
    );
    calls[i]!.resolve({ values: one.values, vectors: { data, rows: n, cols: count } });
  }
}

/** The vectors that are wanted, in the first rows; undefined where the call was answered by an error. */
function choose(
  engine: Engine,
  problem: Described,
  { scale, keep, signal, reject }: Call,
): { problem: Described; values: Eigh["values"] } | undefined {
  const { n, stride, vectors } = problem;
  const values = engine.float64(problem.values, n).map((value) => value * scale);
  try {
    signal?.throwIfAborted();
    const count = keptCount(values, keep);
    const rows = Array.from(engine.float64(problem.rows, count));
    const all = engine.float64(vectors, n * stride);
    const chosen = rows.map((row) => all.slice(row * stride, (row + 1) * stride));
    chosen.forEach((row, k) => {
      all.set(row, k * stride);
    });
    return { problem: { ...problem, count }, values };
  } catch (reason) {
    reject(reason);
    return undefined;
  }
}
