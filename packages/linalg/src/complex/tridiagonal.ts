import { type Reflector, reflectorFor } from "./householder.js";

/** A = Q T Q^H with Q = H_0 H_1 ... D, T real symmetric and tridiagonal. */
export interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** The n - 1 entries beside the diagonal of T, none negative. */
  readonly beside: Float64Array;
  readonly reflectors: readonly Reflector[];
  /** The diagonal of D: numbers of absolute value 1. */
  readonly phaseR: Float64Array;
  readonly phaseI: Float64Array;
}

/**
 * Reduces a Hermitian n x n matrix, of which only the lower triangle is read, and which is
 * overwritten, to a real tridiagonal one: Householder reflections, then the phases of what is
 * left beside the diagonal are taken out.
 *
 * Source: Golub & Van Loan, Matrix Computations, 8.3.1, and LAPACK's zhetd2.
 */
export function tridiagonalise(re: Float64Array, im: Float64Array, n: number): Tridiagonal {
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(Math.max(0, n - 1));
  const phaseR = new Float64Array(n).fill(1);
  const phaseI = new Float64Array(n);
  const reflectors: Reflector[] = [];
  for (let k = 0; k < n; k++) {
    diagonal[k] = re[k * n + k]!;
    if (k === n - 1) break;
    const first = k + 1;
    const xr = Float64Array.from({ length: n - first }, (_, i) => re[(first + i) * n + k]!);
    const xi = Float64Array.from({ length: n - first }, (_, i) => im[(first + i) * n + k]!);
    const reflector = reflectorFor(xr, xi, first);
    reflectors.push(reflector);
    const { pivotR, pivotI } = reflector;
    const size = Math.hypot(pivotR, pivotI);
    beside[k] = size;
    const [turnR, turnI] = size === 0 ? [1, 0] : [pivotR / size, pivotI / size];
    phaseR[first] = phaseR[k]! * turnR - phaseI[k]! * turnI;
    phaseI[first] = phaseR[k]! * turnI + phaseI[k]! * turnR;
    if (reflector.scale > 0) applyBothSides(re, im, n, reflector);
  }
  return { diagonal, beside, reflectors, phaseR, phaseI };
}

/** A becomes H A H, in its lower triangle from row `first` on: A - v w^H - w v^H. */
function applyBothSides(
  re: Float64Array,
  im: Float64Array,
  n: number,
  { vr, vi, first, scale }: Reflector,
): void {
  const m = vr.length;
  const wr = new Float64Array(m);
  const wi = new Float64Array(m);
  for (let i = 0; i < m; i++) {
    // Row i of the lower triangle stands for column i of the upper one too.
    let sumR = re[(first + i) * n + first + i]! * vr[i]!;
    let sumI = re[(first + i) * n + first + i]! * vi[i]!;
    const ur = vr[i]!;
    const ui = vi[i]!;
    for (let j = 0, p = (first + i) * n + first; j < i; j++, p++) {
      const ar = re[p]!;
      const ai = im[p]!;
      sumR += ar * vr[j]! - ai * vi[j]!;
      sumI += ar * vi[j]! + ai * vr[j]!;
      wr[j]! += ar * ur + ai * ui;
      wi[j]! += ar * ui - ai * ur;
    }
    wr[i]! += sumR;
    wi[i]! += sumI;
  }
  let dot = 0;
  for (let i = 0; i < m; i++) dot += wr[i]! * vr[i]! + wi[i]! * vi[i]!;
  const half = 0.5 * scale * scale * dot;
  for (let i = 0; i < m; i++) {
    wr[i] = scale * wr[i]! - half * vr[i]!;
    wi[i] = scale * wi[i]! - half * vi[i]!;
  }
  for (let i = 0; i < m; i++) {
    const [ur, ui, xr, xi] = [vr[i]!, vi[i]!, wr[i]!, wi[i]!];
    for (let j = 0, p = (first + i) * n + first; j <= i; j++, p++) {
      re[p]! -= ur * wr[j]! + ui * wi[j]! + xr * vr[j]! + xi * vi[j]!;
      im[p]! -= ui * wr[j]! - ur * wi[j]! + xi * vr[j]! - xr * vi[j]!;
    }
  }
}
