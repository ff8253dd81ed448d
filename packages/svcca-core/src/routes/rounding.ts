import type { CompleteBackend, Matrix64 } from "@svcca/linalg";

/** What rounding leaves in the eigenvalues of a Gram matrix, given the largest of them. */
export interface Rounding {
  /** Under this, an eigenvalue counts as zero. */
  floor(largest: number): number;
  /** Typical error of an eigenvalue. */
  error(largest: number): number;
}

/**
 * Whether a backend computes in float32. It adds up in float64 then, block by block (the contract of
 * `Backend.matmul`), so its rounding does not grow with the size of the problem; and it has no room
 * for bounds of the worst case, which would drop directions that hold content.
 */
export function isFloat32(unitRoundoff: number): boolean {
  return unitRoundoff > 2 ** -50;
}

/**
 * Where the rounding of a Gram matrix ends and its content begins, as a share of the largest
 * eigenvalue. In float64 rounding leaves about d u, and the factor keeps a direction only if it has a
 * digit or two of its own. In float32 it leaves 7 u at most, whatever d is: measured on layers of rank
 * one whose values are all of one size, where every rounding goes the same way.
 */
export function gramTolerance(size: number, unitRoundoff: number): number {
  return 64 * (isFloat32(unitRoundoff) ? 1 : Math.max(size, 8)) * unitRoundoff;
}

/** Estimated rounding of a Gram matrix of that size, as a share of its largest eigenvalue. */
function gramRounding(size: number, unitRoundoff: number): number {
  return (isFloat32(unitRoundoff) ? 8 : 4 * Math.sqrt(size)) * unitRoundoff;
}

/**
 * Error of a coefficient that a reader should be told of: one that four digits show; where products
 * of float32 were chosen, about what these reach with a second reading; and 1e-4 where all is float32,
 * which promises no more.
 *
 * @param coarse the second moments are products of float32.
 */
export function visibleError(unitRoundoff: number, coarse = false): number {
  if (isFloat32(unitRoundoff)) return 1e-4;
  return coarse ? 2e-5 : 1e-6;
}

/** Of products as accurate as everything else of the backend. */
export function fullRounding(
  size: number,
  { unitRoundoff }: Pick<CompleteBackend, "unitRoundoff">,
): Rounding {
  return {
    floor: (largest) => gramTolerance(size, unitRoundoff) * largest,
    error: (largest) => gramRounding(size, unitRoundoff) * largest,
  };
}

/** Whether second moments come in a coarser arithmetic than all else. */
export function isCoarse({ momentsRoundoff, unitRoundoff }: CompleteBackend): boolean {
  return momentsRoundoff > unitRoundoff;
}

/**
 * Of second moments of so many datapoints. Where they are coarse there is no room for the margin of
 * {@link gramTolerance}, which would take a thousandth of the variance for rounding: the errors of
 * entries, short sums in float32, are independent over blocks of 64 datapoints and over the entries,
 * so they add up to a matrix of norm 2 sqrt(d) times theirs, and less where they are products of
 * either sign. bench/cpu/precision.mjs prints `error` beside what the worst coefficient is off by,
 * which was a fifth to a tenth of it.
 */
export function momentsRounding(
  gram: Matrix64,
  datapoints: number,
  backend: CompleteBackend,
): Rounding {
  const { data, rows } = gram;
  if (!isCoarse(backend)) return fullRounding(rows, backend);
  let square = 0;
  for (let j = 0; j < rows; j++) square = Math.max(square, data[j * (rows + 1)]!);
  const entry = entryRounding(datapoints, backend) * square;
  const error = Math.sqrt(rows) * entry;
  return { floor: () => 64 * error, error: () => error };
}

/** Typical error of second moments between columns of norm 1. */
export function entryRounding(datapoints: number, backend: CompleteBackend): number {
  if (!isCoarse(backend)) return backend.unitRoundoff;
  return backend.momentsRoundoff * Math.min(1, 8 / Math.sqrt(datapoints));
}
