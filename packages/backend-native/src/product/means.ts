import type { Matrix } from "@svcca/linalg";

/** Values that are added up before the event loop gets its turn. */
const STEP = 2 ** 21;

/**
 * The mean of each column of a matrix with at least one row, from the differences from the first row:
 * exact for a constant column, not finite for one that holds such a value.
 */
export async function columnMeans(
  { data, rows, cols }: Matrix,
  breathe: () => Promise<void> | undefined,
): Promise<Float64Array> {
  const sums = new Float64Array(cols);
  const step = Math.max(1, Math.floor(STEP / (cols || 1)));
  for (let start = 1; start < rows; start += step) {
    await breathe();
    for (let i = start; i < Math.min(rows, start + step); i++) {
      for (let j = 0, p = i * cols; j < cols; j++, p++) sums[j]! += data[p]! - data[j]!;
    }
  }
  return sums.map((sum, j) => data[j]! + sum / rows);
}
