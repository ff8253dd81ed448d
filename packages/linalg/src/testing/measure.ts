import type { Matrix, Matrix64 } from "../matrix.js";

/** op(a) op(b) by the schoolbook triple loop in float64, and the same product of absolute values. */
export function naiveProduct(
  a: Matrix,
  b: Matrix,
  transA: boolean,
  transB: boolean,
): { product: Matrix64; magnitude: Float64Array; inner: number } {
  const rows = transA ? a.cols : a.rows;
  const inner = transA ? a.rows : a.cols;
  const cols = transB ? b.rows : b.cols;
  const product = new Float64Array(rows * cols);
  const magnitude = new Float64Array(rows * cols);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      for (let p = 0; p < inner; p++) {
        const term =
          a.data[transA ? p * a.cols + i : i * a.cols + p]! *
          b.data[transB ? j * b.cols + p : p * b.cols + j]!;
        product[i * cols + j]! += term;
        magnitude[i * cols + j]! += Math.abs(term);
      }
    }
  }
  return { product: { rows, cols, data: product }, magnitude, inner };
}

/** The largest absolute difference of two equally long arrays; NaN when a value is NaN. */
export function maxDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let max = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    if (!(difference <= max)) max = difference;
    if (Number.isNaN(max)) return max;
  }
  return max;
}

/** How far the columns of `q` are from orthonormal: max |Q'Q - I|. */
export function orthogonalityError(q: Matrix): number {
  const { product } = naiveProduct(q, q, true, false);
  for (let i = 0; i < q.cols; i++) product.data[i * q.cols + i]! -= 1;
  return maxDifference(product.data, new Float64Array(q.cols * q.cols));
}
