import { assertFinite, type Matrix, maxAbs } from "@svcca/linalg";

/** Side of the squares in which a matrix is transposed: eight values are a cache line. */
const SQUARE = 8;

/**
 * A power of two that brings the largest entry of `a` near 1: squares of entries beyond 1e154 or
 * under 1e-162 would leave the range of float64, and a power of two costs no bits.
 *
 * @throws SvccaError `non-finite` for NaN or infinity.
 */
export function scaleOf(a: Matrix, where: string): number {
  const largest = maxAbs(a.data);
  if (!Number.isFinite(largest)) assertFinite(a, where);
  // Its inverse must be finite too.
  return largest === 0 ? 1 : 2 ** Math.max(-1000, Math.floor(Math.log2(largest)));
}

/** The lower triangle of `a` times `factor`, mirrored into rows of `stride` values. */
export function upperTriangle(a: Matrix, factor: number, out: Float64Array, stride: number): void {
  const n = a.rows;
  for (let i0 = 0; i0 < n; i0 += SQUARE) {
    const iEnd = Math.min(i0 + SQUARE, n);
    for (let j = 0; j < iEnd; j++) {
      for (let i = Math.max(i0, j); i < iEnd; i++)
        out[j * stride + i] = a.data[i * n + j]! * factor;
    }
  }
}

/** `a` times `factor`, or its transpose where that is the taller one, in rows of `stride` values. */
export function tallCopy(a: Matrix, factor: number, out: Float64Array, stride: number): void {
  const { data, rows, cols } = a;
  if (rows >= cols) {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < cols; j++) out[i * stride + j] = data[i * cols + j]! * factor;
    }
    return;
  }
  for (let i0 = 0; i0 < rows; i0 += SQUARE) {
    const iEnd = Math.min(i0 + SQUARE, rows);
    for (let j = 0; j < cols; j++) {
      for (let i = i0; i < iEnd; i++) out[j * stride + i] = data[i * cols + j]! * factor;
    }
  }
}

/** A k x n matrix whose row c is row `rows[c]` of `source`. */
export function rowsAsRows(
  source: Float64Array,
  stride: number,
  n: number,
  rows: readonly number[],
): Float64Array {
  const out = new Float64Array(n * rows.length);
  rows.forEach((row, c) => {
    out.set(source.subarray(row * stride, row * stride + n), c * n);
  });
  return out;
}

/** An n x k matrix whose column c is row `rows[c]` of `source`, which are `stride` values apart. */
export function rowsAsColumns(
  source: Float64Array,
  stride: number,
  n: number,
  rows: readonly number[],
): Float64Array {
  const k = rows.length;
  const out = new Float64Array(n * k);
  for (let c0 = 0; c0 < k; c0 += SQUARE) {
    const starts = rows.slice(c0, c0 + SQUARE).map((row) => row * stride);
    for (let i = 0; i < n; i++) {
      for (let c = 0; c < starts.length; c++) out[i * k + c0 + c] = source[starts[c]! + i]!;
    }
  }
  return out;
}
