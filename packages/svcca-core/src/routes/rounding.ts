/**
 * Whether a backend computes in float32. It adds up in float64 then, block by block (the contract of
 * `Backend.matmul`), so its rounding does not grow with the size of the problem; and it has no room
 * for bounds of the worst case, which would drop directions that hold content.
 */
function isFloat32(unitRoundoff: number): boolean {
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
export function gramRounding(size: number, unitRoundoff: number): number {
  return (isFloat32(unitRoundoff) ? 8 : 4 * Math.sqrt(size)) * unitRoundoff;
}

/** Error of a coefficient that a reader should be told of: what float32 promises is 1e-4. */
export function visibleError(unitRoundoff: number): number {
  return isFloat32(unitRoundoff) ? 1e-4 : 1e-6;
}
