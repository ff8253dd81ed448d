import { assertComplex, assertFinite, type ComplexMatrix, maxAbs } from "@svcca/linalg";

/**
 * The power of two near the largest part of an entry: squares of what is divided by it stay in the
 * range of float64.
 *
 * @throws SvccaError `non-finite` for NaN or infinity.
 */
export function complexScale(a: ComplexMatrix, where: string): number {
  assertComplex(a, where);
  const { re, im, rows, cols } = a;
  const largest = Math.max(maxAbs(re), maxAbs(im));
  if (!Number.isFinite(largest)) {
    for (const data of [re, im]) assertFinite({ data, rows, cols }, where);
  }
  return largest === 0 ? 1 : 2 ** Math.max(-1000, Math.floor(Math.log2(largest)));
}
