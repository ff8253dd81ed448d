import { type Matrix64, maxAbs } from "@svcca/linalg";
import { diagonalOf } from "../routes/gram.js";

/** The root of the sum of squares, also where the squares of the values overflow or vanish. */
export function frobenius(a: Matrix64): number {
  const scale = maxAbs(a.data);
  if (scale === 0) return 0;
  let sum = 0;
  for (const value of a.data) sum += (value / scale) ** 2;
  return scale * Math.sqrt(sum);
}

/** The root of the sum of squares of a centred layer, from its Xc'Xc. */
export function layerNorm(gram: Matrix64): number {
  return Math.sqrt(diagonalOf(gram).reduce((sum, value) => sum + value, 0));
}
