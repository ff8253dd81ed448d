import { assertFinite, assertMatrix, maxAbs, transpose } from "../matrix.js";

/**
 * A dense complex matrix, row-major, its real and imaginary parts apart: each part can go through
 * a real product as it is. A function that receives one never changes it.
 */
export interface ComplexMatrix {
  readonly re: Float64Array;
  readonly im: Float64Array;
  readonly rows: number;
  readonly cols: number;
}

/**
 * A `rows` x `cols` complex matrix of zeros.
 *
 * @throws SvccaError `invalid-argument` for sizes that are not whole numbers >= 0.
 */
export function complexMatrix(rows: number, cols: number): ComplexMatrix {
  const valid = [rows, cols].every((size) => Number.isSafeInteger(size) && size >= 0);
  const count = valid ? rows * cols : 0;
  const a = { re: new Float64Array(count), im: new Float64Array(count), rows, cols };
  assertComplex(a, "complexMatrix");
  return a;
}

/** The conjugate transpose, as a new matrix. */
export function adjoint(a: ComplexMatrix): ComplexMatrix {
  const { re, im, ...sizes } = complexTranspose(a);
  return { re, im: im.map((value) => -value), ...sizes };
}

/** The transpose, not conjugated, as a new matrix. */
export function complexTranspose({ re, im, rows, cols }: ComplexMatrix): ComplexMatrix {
  const part = (data: Float64Array) => transpose({ data, rows, cols }).data;
  return { re: part(re), im: part(im), rows: cols, cols: rows };
}

/** @throws SvccaError `invalid-argument` or `shape-mismatch` unless both parts fit the sizes. */
export function assertComplex({ re, im, rows, cols }: ComplexMatrix, where: string): void {
  assertMatrix({ data: re, rows, cols }, where);
  assertMatrix({ data: im, rows, cols }, where);
}

/**
 * Both parts divided by the power of two that brings the largest entry near 1, so that no square
 * of an entry leaves the range of float64, and that power.
 *
 * @throws SvccaError `non-finite` for NaN or infinity.
 */
export function scaledCopy(
  a: ComplexMatrix,
  where: string,
): { re: Float64Array; im: Float64Array; scale: number } {
  assertFinite({ data: a.re, rows: a.rows, cols: a.cols }, where);
  assertFinite({ data: a.im, rows: a.rows, cols: a.cols }, where);
  const largest = Math.max(maxAbs(a.re), maxAbs(a.im));
  // Beyond 2^1022 a reciprocal would leave the range, so divide.
  const scale = largest === 0 ? 1 : 2 ** Math.floor(Math.log2(largest));
  return { re: a.re.map((v) => v / scale), im: a.im.map((v) => v / scale), scale };
}
