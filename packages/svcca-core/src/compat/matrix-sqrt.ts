import {
  type Eigh,
  eigh,
  type Matrix,
  type Matrix64,
  matrix,
  SvccaError,
  transpose,
} from "@svcca/linalg";
import { contextOf } from "../measures/measure.js";
import { gramTolerance } from "../routes/rounding.js";
import type { CompatOptions } from "./acts.js";

/**
 * The symmetric square root of a positive semidefinite d x d matrix: google/svcca's
 * `positivedef_matrix_sqrt`, for real matrices.
 *
 * An eigenvalue that rounding made negative counts as 0; google/svcca has NaN there, and then "SVD
 * did not converge".
 *
 * @throws SvccaError `not-positive-definite` when an eigenvalue is negative beyond rounding,
 *   `shape-mismatch` when the matrix is not square, `non-finite`.
 */
export async function positivedefMatrixSqrt(
  array: Matrix,
  options: CompatOptions = {},
): Promise<Matrix64> {
  const { backend, call } = contextOf(options);
  const found = await eigh(array, call);
  const floor = gramTolerance(array.rows, backend.unitRoundoff) * Math.abs(found.values[0] ?? 0);
  const lowest = found.values.at(-1) ?? 0;
  if (lowest < -floor) {
    throw new SvccaError(
      "not-positive-definite",
      `positivedefMatrixSqrt: an eigenvalue is ${lowest}; only a positive semidefinite matrix has a real root`,
      { received: lowest },
    );
  }
  return symmetricFunction(found, (value) => Math.sqrt(Math.max(0, value)));
}

/** V diag(f(values)) V', exactly symmetric. */
export function symmetricFunction(
  { values, vectors }: Eigh,
  f: (value: number) => number,
): Matrix64 {
  const d = values.length;
  const factors = values.map(f);
  const rows = transpose(vectors);
  const out = matrix(d, d);
  for (let k = 0; k < d; k++) {
    const v = rows.data.subarray(k * d, (k + 1) * d);
    for (let i = 0; i < d; i++) {
      for (let j = 0; j <= i; j++) out.data[i * d + j]! += factors[k]! * (v[i]! * v[j]!);
    }
  }
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < i; j++) out.data[j * d + i] = out.data[i * d + j]!;
  }
  return out;
}
