import type { ComplexMatrix } from "@svcca/linalg";
import type { FrequencyComparison } from "./frequency.js";

/** Bytes that one frequency takes while the layers are read along its directions. */
export function alongBytes({ x, y }: Pick<FrequencyComparison, "x" | "y">): number {
  const embedded = (w: ComplexMatrix) => 4 * w.rows * w.cols;
  const sums = 4 * (x.weights.cols + y.weights.cols) ** 2;
  return 8 * (1.5 * (embedded(x.weights) + embedded(y.weights)) + sums);
}
