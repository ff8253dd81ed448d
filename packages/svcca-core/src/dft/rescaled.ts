import { type ComplexMatrix, complexMatrix } from "@svcca/linalg";

/** Entry (i, j) times `down[i]` and `across[j]`; the matrix itself where nothing changes. */
export function rescaled(
  a: ComplexMatrix,
  down: Float64Array,
  across: Float64Array,
): ComplexMatrix {
  const { re, im, rows, cols } = a;
  if ([down, across].every((factors) => factors.every((factor) => factor === 1))) return a;
  const out = complexMatrix(rows, cols);
  for (let i = 0, p = 0; i < rows; i++) {
    const factor = down[i]!;
    for (let j = 0; j < cols; j++, p++) {
      const both = factor * across[j]!;
      out.re[p] = re[p]! * both;
      out.im[p] = im[p]! * both;
    }
  }
  return out;
}
