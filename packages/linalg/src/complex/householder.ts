/**
 * H = I - scale v v^H, which is unitary and its own inverse. `v` acts on the places from `first`
 * on; a scale of 0 is the identity.
 */
export interface Reflector {
  readonly vr: Float64Array;
  readonly vi: Float64Array;
  readonly first: number;
  readonly scale: number;
  /** What H makes of the vector it was made for: this value in the first place, zeros after it. */
  readonly pivotR: number;
  readonly pivotI: number;
}

/**
 * The reflector that sends x to a multiple of the first unit vector.
 *
 * The multiple is -|x| times the phase of x[0], so that v = x + phase |x| e1 is a sum without
 * cancellation. Source: Golub & Van Loan, Matrix Computations, 5.1.13.
 *
 * @param xr x, which becomes v.
 */
export function reflectorFor(xr: Float64Array, xi: Float64Array, first: number): Reflector {
  let squares = 0;
  for (let i = 0; i < xr.length; i++) squares += xr[i]! * xr[i]! + xi[i]! * xi[i]!;
  const norm = Math.sqrt(squares);
  const head = Math.hypot(xr[0]!, xi[0]!);
  if (norm === 0) return { vr: xr, vi: xi, first, scale: 0, pivotR: 0, pivotI: 0 };
  const [phaseR, phaseI] = head === 0 ? [1, 0] : [xr[0]! / head, xi[0]! / head];
  xr[0]! += phaseR * norm;
  xi[0]! += phaseI * norm;
  const scale = 1 / (norm * (norm + head));
  return { vr: xr, vi: xi, first, scale, pivotR: -phaseR * norm, pivotI: -phaseI * norm };
}

/**
 * Applies reflectors, the last one first, to each row of y as a column vector: y becomes
 * H_0 H_1 ... H_last y. Rows are contiguous, so this runs along memory.
 */
export function reflectEach(
  reflectors: readonly Reflector[],
  yr: Float64Array,
  yi: Float64Array,
  cols: number,
): void {
  const rows = cols === 0 ? 0 : yr.length / cols;
  for (let k = reflectors.length - 1; k >= 0; k--) {
    const { vr, vi, first, scale } = reflectors[k]!;
    if (scale === 0) continue;
    const length = vr.length;
    for (let i = 0; i < rows; i++) {
      const start = i * cols + first;
      let dotR = 0;
      let dotI = 0;
      for (let j = 0, p = start; j < length; j++, p++) {
        dotR += vr[j]! * yr[p]! + vi[j]! * yi[p]!;
        dotI += vr[j]! * yi[p]! - vi[j]! * yr[p]!;
      }
      dotR *= scale;
      dotI *= scale;
      for (let j = 0, p = start; j < length; j++, p++) {
        yr[p]! -= vr[j]! * dotR - vi[j]! * dotI;
        yi[p]! -= vr[j]! * dotI + vi[j]! * dotR;
      }
    }
  }
}
