import type { Matrix } from "@svcca/linalg";

/** The columns of a matrix as lists. */
export function columnsOf({ data, rows, cols }: Matrix): number[][] {
  return Array.from({ length: cols }, (_, j) =>
    Array.from({ length: rows }, (_, i) => data[i * cols + j]!),
  );
}
