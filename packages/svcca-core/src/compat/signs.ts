import type { Matrix64 } from "@svcca/linalg";

/** For each row the sign of its largest entry. */
export function largestSigns({ data, rows, cols }: Matrix64): number[] {
  return Array.from({ length: rows }, (_, i) => {
    const row = data.subarray(i * cols, (i + 1) * cols);
    return Math.sign(
      row.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most)),
    );
  });
}
