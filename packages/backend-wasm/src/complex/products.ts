import {
  assertComplex,
  type Backend,
  type CallOptions,
  type ComplexFactors,
  type ComplexMatrix,
  complexMatmul,
  complexMatrix,
  productShape,
} from "@svcca/linalg";
import type { Engine } from "../engine/engine.js";
import { type Scope, scoped } from "../engine/scope.js";
import { padded } from "../product/operand.js";
import { copyOut } from "../product/result.js";
import { kindOf } from "../product/tiles.js";
import { PRODUCT } from "./jobs.js";
import { partsOf } from "./pairs.js";

/** Operations of a product that is shared between threads itself, as four real ones. */
const LARGE = 2 ** 25;

/**
 * Some complex products op(a) b: small ones one by one, spread over threads, large ones as four
 * real products each.
 *
 * @throws SvccaError `shape-mismatch` when inner sizes differ.
 */
export async function complexProducts(
  engine: Engine,
  matmul: Backend["matmul"],
  factors: readonly ComplexFactors[],
  { signal }: CallOptions = {},
): Promise<ComplexMatrix[]> {
  signal?.throwIfAborted();
  const call = signal ? { signal } : {};
  const shapes = factors.map(({ a, b, adjointA: transA = false }) => {
    assertComplex(a, "complexProducts");
    assertComplex(b, "complexProducts");
    return productShape({ ...a, data: a.re }, { ...b, data: b.re }, { transA });
  });
  const operations = shapes.map(({ rows, inner, cols }) => 8 * rows * inner * cols);
  const found: ComplexMatrix[] = [];
  for (const [i, { a, b, adjointA = false }] of factors.entries()) {
    if (operations[i]! < LARGE) continue;
    found[i] = await complexMatmul(a, b, { backend: { matmul }, adjointA, ...call });
  }
  const small = [...factors.keys()].filter((i) => operations[i]! < LARGE);
  const most = small.reduce((max, i) => Math.max(max, operations[i]!), 1);
  const bytes = small.reduce((max, i) => {
    const { rows, inner, cols } = shapes[i]!;
    return Math.max(max, 8 * inner * (3 * padded(rows) + 2 * padded(cols)));
  }, 0);
  return scoped(engine, signal, async (scope) => {
    for (const some of partsOf(small, most, engine.threads)) {
      await engine.breath.take(signal);
      const scratch = scope.float64((engine.threads * bytes) / 8);
      const tasks = scope.float64(PRODUCT * some.length);
      const outs = some.map((i, k) => {
        const { a, b, adjointA = false } = factors[i]!;
        const { rows, inner, cols } = shapes[i]!;
        const [left, right] = [copyIn(engine, scope, a), copyIn(engine, scope, b)];
        const out = scope.float64(2 * padded(rows) * padded(cols));
        const task = [left, right, out, rows, inner, cols, Number(adjointA)];
        engine.float64(tasks, PRODUCT * some.length).set(task, PRODUCT * k);
        return out;
      });
      const args = [tasks, scratch, bytes, kindOf(engine, { triangle: false })];
      engine.share("complexProduct", some.length, most * some.length, ...args);
      for (const [k, i] of some.entries()) {
        const { rows, cols } = shapes[i]!;
        const product = complexMatrix(rows, cols);
        const stride = padded(cols);
        const imaginary = outs[k]! + 8 * padded(rows) * stride;
        copyOut(engine, outs[k]!, stride, product.re, 0, rows, cols);
        copyOut(engine, imaginary, stride, product.im, 0, rows, cols);
        found[i] = product;
      }
      scope.release();
    }
    return found;
  });
}

/** A matrix in memory: its real parts, then its imaginary parts. */
function copyIn(engine: Engine, scope: Scope, { re, im }: ComplexMatrix): number {
  const at = scope.float64(2 * re.length);
  const both = engine.float64(at, 2 * re.length);
  both.set(re);
  both.set(im, re.length);
  return at;
}
