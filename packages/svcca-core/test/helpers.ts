import { type Matrix64, qr, referenceBackend } from "@svcca/linalg";
import { gaussianMatrix } from "@svcca/linalg/testing";

export { gaussianMatrix };

export async function product(a: Matrix64, b: Matrix64): Promise<Matrix64> {
  return referenceBackend.matmul(a, b);
}

/** Matrices side by side. */
export function beside(...parts: Matrix64[]): Matrix64 {
  const rows = parts[0]!.rows;
  const cols = parts.reduce((sum, part) => sum + part.cols, 0);
  const data = new Float64Array(rows * cols);
  let offset = 0;
  for (const part of parts) {
    for (let i = 0; i < rows; i++) {
      data.set(part.data.subarray(i * part.cols, (i + 1) * part.cols), i * cols + offset);
    }
    offset += part.cols;
  }
  return { rows, cols, data };
}

/** The rows of `a` in the order of `order`. */
export function rowsOf(a: Matrix64, order: readonly number[]): Matrix64 {
  const data = new Float64Array(order.length * a.cols);
  order.forEach((from, to) => {
    data.set(a.data.subarray(from * a.cols, (from + 1) * a.cols), to * a.cols);
  });
  return { rows: order.length, cols: a.cols, data };
}

/** The columns of `a` in the order of `order`. */
export function columnsOf(a: Matrix64, order: readonly number[]): Matrix64 {
  const data = new Float64Array(a.rows * order.length);
  for (let i = 0; i < a.rows; i++) {
    order.forEach((from, to) => {
      data[i * order.length + to] = a.data[i * a.cols + from]!;
    });
  }
  return { rows: a.rows, cols: order.length, data };
}

/** A random rotation (d x d). */
export async function rotation(d: number, seed: number): Promise<Matrix64> {
  return (await qr(gaussianMatrix(d, d, seed))).q;
}

/** `count` directions of sizes that fall like those of a trained layer, mixed into d neurons. */
export function layerLike(n: number, count: number, d: number, seed: number): Promise<Matrix64> {
  const signals = gaussianMatrix(n, count, seed);
  for (let p = 0; p < signals.data.length; p++) signals.data[p]! *= 0.8 ** (p % count);
  return product(signals, gaussianMatrix(count, d, seed + 1));
}

export function maxDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let max = a.length === b.length ? 0 : Number.NaN;
  for (let i = 0; i < a.length; i++) max = Math.max(max, Math.abs(a[i]! - b[i]!));
  return max;
}
