import type { Backend, CallOptions } from "../backend.js";
import { subtractRow } from "../centre.js";
import type { Matrix, Matrix64 } from "../matrix.js";
import { assertCentred } from "../shapes.js";

/** (A - 1 meanA')'(B - 1 meanB') by centred copies and any backend's `matmul`. */
export async function centredProduct(
  matmul: Backend["matmul"],
  a: Matrix,
  meanA: Float64Array,
  b: Matrix,
  meanB: Float64Array,
  options: CallOptions = {},
): Promise<Matrix64> {
  options.signal?.throwIfAborted();
  assertCentred(a, meanA, b, meanB);
  const left = subtractRow(a, meanA);
  // One copy for both, since a matmul sees a Gram matrix by the identity of its operands.
  const right = a === b && meanA === meanB ? left : subtractRow(b, meanB);
  return matmul(left, right, { ...options, transA: true });
}
