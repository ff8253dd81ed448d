import type { Matrix } from "@svcca/linalg";
import type { Engine } from "../engine/engine.js";
import type { Scope } from "../engine/scope.js";
import { tallCopy } from "../product/copy.js";
import { padded } from "../product/operand.js";
import type { TallShape } from "./bidiagonalise.js";

/** The shape of `a`, or of its transpose where that is the taller one. */
export function tallShape(a: Matrix): TallShape {
  const m = Math.max(a.rows, a.cols);
  const n = Math.min(a.rows, a.cols);
  return { m, n, rows: padded(m), stride: padded(n) };
}

/** Copies `a`, divided by `scale`, into memory in that shape. */
export function copyIn(
  engine: Engine,
  scope: Scope,
  a: Matrix,
  scale: number,
  { rows, stride }: TallShape,
): number {
  const at = scope.zeros(rows * stride);
  tallCopy(a, 1 / scale, engine.float64(at, rows * stride), stride);
  return at;
}
