import type { ComplexMatrix } from "@svcca/linalg";

/** Which of the two matrices of a pair. */
export type Lane = 0 | 1;
export const LANES: readonly Lane[] = [0, 1];

/** Puts a matrix, or its transpose, divided by `scale`, into one lane of `out`. */
export function putMatrix(
  out: Float64Array,
  { re, im, rows, cols }: ComplexMatrix,
  scale: number,
  lane: Lane,
  transposed: boolean,
): void {
  const [down, right] = transposed ? [4, 4 * rows] : [4 * cols, 4];
  for (let i = 0, p = 0; i < rows; i++) {
    for (let j = 0, to = i * down + lane; j < cols; j++, p++, to += right) {
      out[to] = re[p]! / scale;
      out[to + 2] = im[p]! / scale;
    }
  }
}

/** The rows of one lane of `values` become the columns of a matrix. */
export function takeColumns(
  values: Float64Array,
  lane: Lane,
  { re, im, rows, cols }: ComplexMatrix,
) {
  for (let j = 0; j < cols; j++) {
    for (let i = 0, p = j, from = 4 * j * rows + lane; i < rows; i++, p += cols, from += 4) {
      re[p] = values[from]!;
      im[p] = values[from + 2]!;
    }
  }
}
