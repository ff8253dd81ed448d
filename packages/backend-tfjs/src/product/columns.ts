import type { Matrix } from "@svcca/linalg";
import type { Operand } from "./operand.js";
import { scaleFor } from "./scale.js";

/** The columns of a layer, centred by their means or by those given. */
export function centredColumns(matrix: Matrix, given?: Float64Array): Operand {
  const { means, deviations } = columnsOf(matrix, given);
  const { rows, cols } = matrix;
  return {
    matrix,
    alongRows: false,
    lines: cols,
    inner: rows,
    means,
    scales: deviations.map(scaleFor),
  };
}

/** The mean of each column, and how far the value furthest from it is. */
function columnsOf({ data, rows, cols }: Matrix, given: Float64Array | undefined) {
  const lowest = Float64Array.from(data.subarray(0, cols));
  const highest = lowest.slice();
  // Differences from the first row: a column of one value everywhere has exactly that mean.
  const sums = new Float64Array(cols);
  for (let i = 1, p = cols; i < rows; i++) {
    for (let j = 0; j < cols; j++, p++) {
      const value = data[p]!;
      sums[j]! += value - data[j]!;
      if (value < lowest[j]!) lowest[j] = value;
      if (value > highest[j]!) highest[j] = value;
    }
  }
  const means = given ?? sums.map((sum, j) => data[j]! + sum / rows);
  const deviations = means.map((mean, j) =>
    Math.max(Math.abs(highest[j]! - mean), Math.abs(lowest[j]! - mean)),
  );
  return { means, deviations };
}
