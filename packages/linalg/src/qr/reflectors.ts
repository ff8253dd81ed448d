import type { Matrix64 } from "../matrix.js";

/** A product of Householder reflections, I - V T V', as two matrices. */
export interface Reflectors {
  /** k x m: row i is the vector of reflection i, 1 at its own place and 0 before it. */
  readonly vt: Matrix64;
  /** k x k, upper triangular. */
  readonly t: Matrix64;
}

/**
 * Brings `count` columns to upper triangular form by reflections, column `first + i` from place
 * `first + i` on, in place, and says which reflections those were.
 *
 * Source: Golub & Van Loan, Matrix Computations, 5.1 and 5.2; the compact product of Schreiber &
 * Van Loan 1989, A storage-efficient WY representation, SIAM J. Sci. Stat. Comput. 10.
 *
 * @param columns one column after another, `length` values each.
 */
export function reflectPanel(
  columns: Float64Array,
  length: number,
  first: number,
  count: number,
): Reflectors {
  const vt = new Float64Array(count * length);
  const t = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    const place = first + i;
    const column = columns.subarray(place * length, (place + 1) * length);
    const v = vt.subarray(i * length, (i + 1) * length);
    const tau = reflectionOf(column, v, place);
    for (let j = i + 1; j < count; j++) {
      const other = columns.subarray((first + j) * length, (first + j + 1) * length);
      reflect(other, v, tau, place);
    }
    // T grows by the column -tau T (V' v) over tau.
    for (let j = 0; j < i; j++) {
      const dots = dot(vt.subarray(j * length, (j + 1) * length), v, place);
      for (let row = 0; row <= j; row++) t[row * count + i]! -= tau * t[row * count + j]! * dots;
    }
    t[i * count + i] = tau;
  }
  return {
    vt: { data: vt, rows: count, cols: length },
    t: { data: t, rows: count, cols: count },
  };
}

/** The reflection that takes a column to a multiple of unit vector `place`; done to the column. */
function reflectionOf(column: Float64Array, v: Float64Array, place: number): number {
  const head = column[place]!;
  const rest = dot(column, column, place + 1);
  v[place] = 1;
  if (rest === 0) return 0;
  const norm = Math.sqrt(head * head + rest);
  const end = head > 0 ? -norm : norm;
  const first = head - end;
  for (let p = place + 1; p < column.length; p++) {
    v[p] = column[p]! / first;
    column[p] = 0;
  }
  column[place] = end;
  return -first / end;
}

function reflect(column: Float64Array, v: Float64Array, tau: number, place: number): void {
  const share = tau * dot(v, column, place);
  for (let p = place; p < column.length; p++) column[p]! -= share * v[p]!;
}

/** Over the places from `start` on. Four sums at a time: one would wait for each addition. */
function dot(a: Float64Array, b: Float64Array, start: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let p = start;
  for (; p + 3 < a.length; p += 4) {
    s0 += a[p]! * b[p]!;
    s1 += a[p + 1]! * b[p + 1]!;
    s2 += a[p + 2]! * b[p + 2]!;
    s3 += a[p + 3]! * b[p + 3]!;
  }
  for (; p < a.length; p++) s0 += a[p]! * b[p]!;
  return s0 + s1 + (s2 + s3);
}
