import { type Reflector, reflectorFor } from "./householder.js";

/** A = L B R^H with L = H_0 H_1 ... D, R = H'_0 H'_1 ... D', B real and upper bidiagonal. */
export interface Bidiagonal {
  /** The n entries on the diagonal of B, and the n - 1 above it; none negative. */
  readonly diagonal: Float64Array;
  readonly above: Float64Array;
  readonly left: readonly Reflector[];
  readonly right: readonly Reflector[];
  /** The diagonals of D (n places that matter) and D': numbers of absolute value 1. */
  readonly leftPhase: Phases;
  readonly rightPhase: Phases;
}

export interface Phases {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/**
 * Reduces an m x n matrix, m >= n, which is overwritten, to a real bidiagonal one: reflections
 * from the left and the right in turn, then the phases are taken out.
 *
 * Source: Golub & Van Loan, Matrix Computations, 5.4.8 (Golub and Kahan), and LAPACK's zgebd2.
 */
export function bidiagonalise(
  re: Float64Array,
  im: Float64Array,
  m: number,
  n: number,
): Bidiagonal {
  const left: Reflector[] = [];
  const right: Reflector[] = [];
  for (let k = 0; k < n; k++) {
    const column = (part: Float64Array) =>
      Float64Array.from({ length: m - k }, (_, i) => part[(k + i) * n + k]!);
    const fromLeft = reflectorFor(column(re), column(im), k);
    left.push(fromLeft);
    applyLeft(re, im, n, k + 1, fromLeft);
    if (k === n - 1) break;
    const start = k * n + k + 1;
    // The conjugate of the row: the reflection acts on its adjoint.
    const xr = re.slice(start, (k + 1) * n);
    const xi = im.slice(start, (k + 1) * n).map((value) => -value);
    const fromRight = reflectorFor(xr, xi, k + 1);
    right.push(fromRight);
    applyRight(re, im, m, n, k + 1, fromRight);
  }
  return { left, right, ...withoutPhases(left, right) };
}

/** A becomes H A in the columns from `from` on. */
function applyLeft(
  re: Float64Array,
  im: Float64Array,
  n: number,
  from: number,
  { vr, vi, first, scale }: Reflector,
): void {
  const width = n - from;
  if (scale === 0 || width === 0) return;
  const wr = new Float64Array(width);
  const wi = new Float64Array(width);
  for (let i = 0; i < vr.length; i++) {
    const [ur, ui] = [vr[i]! * scale, vi[i]! * scale];
    for (let j = 0, p = (first + i) * n + from; j < width; j++, p++) {
      wr[j]! += ur * re[p]! + ui * im[p]!;
      wi[j]! += ur * im[p]! - ui * re[p]!;
    }
  }
  for (let i = 0; i < vr.length; i++) {
    const [ur, ui] = [vr[i]!, vi[i]!];
    for (let j = 0, p = (first + i) * n + from; j < width; j++, p++) {
      re[p]! -= ur * wr[j]! - ui * wi[j]!;
      im[p]! -= ur * wi[j]! + ui * wr[j]!;
    }
  }
}

/** A becomes A H in the rows from `from` on. */
function applyRight(
  re: Float64Array,
  im: Float64Array,
  m: number,
  n: number,
  from: number,
  { vr, vi, first, scale }: Reflector,
): void {
  if (scale === 0) return;
  for (let i = from; i < m; i++) {
    const start = i * n + first;
    let dotR = 0;
    let dotI = 0;
    for (let j = 0, p = start; j < vr.length; j++, p++) {
      dotR += re[p]! * vr[j]! - im[p]! * vi[j]!;
      dotI += re[p]! * vi[j]! + im[p]! * vr[j]!;
    }
    dotR *= scale;
    dotI *= scale;
    for (let j = 0, p = start; j < vr.length; j++, p++) {
      re[p]! -= dotR * vr[j]! + dotI * vi[j]!;
      im[p]! -= dotI * vr[j]! - dotR * vi[j]!;
    }
  }
}

/** The sizes of the entries of the bidiagonal matrix, and the phases that make them real. */
function withoutPhases(left: readonly Reflector[], right: readonly Reflector[]) {
  const n = left.length;
  const diagonal = new Float64Array(n);
  const above = new Float64Array(Math.max(0, n - 1));
  const leftPhase = { re: new Float64Array(n).fill(1), im: new Float64Array(n) };
  const rightPhase = { re: new Float64Array(n).fill(1), im: new Float64Array(n) };
  for (let k = 0; k < n; k++) {
    const { pivotR, pivotI } = left[k]!;
    diagonal[k] = Math.hypot(pivotR, pivotI);
    turn(leftPhase, k, pivotR, pivotI, rightPhase, k);
    if (k === n - 1) break;
    // The entry itself is the conjugate of what the reflection made of the adjoint row.
    above[k] = Math.hypot(right[k]!.pivotR, right[k]!.pivotI);
    turn(rightPhase, k + 1, right[k]!.pivotR, right[k]!.pivotI, leftPhase, k);
  }
  return { diagonal, above, leftPhase, rightPhase };
}

/** phases[i] becomes the phase of (valueR + i valueI) times other[j]. */
function turn(
  phases: Phases,
  i: number,
  valueR: number,
  valueI: number,
  other: Phases,
  j: number,
): void {
  const size = Math.hypot(valueR, valueI);
  const [r, s] = size === 0 ? [1, 0] : [valueR / size, valueI / size];
  phases.re[i] = r * other.re[j]! - s * other.im[j]!;
  phases.im[i] = r * other.im[j]! + s * other.re[j]!;
}
