/**
 * The eigenvalues of a real symmetric tridiagonal matrix, in any order, in the place of its
 * diagonal; with `rows`, which starts as the identity, its eigenvectors too, one a row, so that
 * the rotations run along memory.
 *
 * Implicit QL steps with Wilkinson's shift. An entry beside the diagonal counts as zero from u
 * times the norm on, which keeps the whole backward stable. Source: Golub & Van Loan, Matrix
 * Computations, 8.3.5; Wilkinson & Reinsch 1971, Handbook for automatic computation, II/4 (imtql2).
 *
 * @param diagonal n values; overwritten.
 * @param beside n - 1 values; left as it is.
 */
export function tridiagonalEigen(
  diagonal: Float64Array,
  beside: Float64Array,
  rows?: Float64Array,
): void {
  const n = diagonal.length;
  const d = diagonal;
  const e = new Float64Array(n);
  e.set(beside);
  let norm = 0;
  for (let i = 0; i < n; i++) norm = Math.max(norm, Math.abs(d[i]!) + Math.abs(e[i]!));
  const negligible = 2 ** -53 * norm;
  for (let first = 0; first < n; first++) {
    for (;;) {
      let last = first;
      while (last < n - 1 && Math.abs(e[last]!) > negligible) last++;
      if (last === first) break;
      step(d, e, first, last, rows);
    }
  }
}

/** One QL step on the block from `first` to `last`, which no zero beside the diagonal divides. */
function step(
  d: Float64Array,
  e: Float64Array,
  first: number,
  last: number,
  rows: Float64Array | undefined,
): void {
  const n = d.length;
  const half = (d[first + 1]! - d[first]!) / (2 * e[first]!);
  const root = Math.hypot(half, 1);
  let g = d[last]! - d[first]! + e[first]! / (half + (half >= 0 ? root : -root));
  let [s, c, p] = [1, 1, 0];
  for (let i = last - 1; i >= first; i--) {
    const f = s * e[i]!;
    const b = c * e[i]!;
    const r = length(f, g);
    e[i + 1] = r;
    if (r === 0) {
      // The block falls apart here: what is left of it is taken up again.
      d[i + 1]! -= p;
      e[last] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    g = d[i + 1]! - p;
    const t = (d[i]! - g) * s + 2 * c * b;
    p = s * t;
    d[i + 1] = g + p;
    g = c * t - b;
    if (rows) rotate(rows, n, i, c, s);
  }
  d[first]! -= p;
  e[first] = g;
  e[last] = 0;
}

/** Rows i and i + 1 turned into each other. */
function rotate(rows: Float64Array, n: number, i: number, c: number, s: number): void {
  for (let p = i * n, q = p + n, end = q; p < end; p++, q++) {
    const low = rows[p]!;
    const high = rows[q]!;
    rows[q] = s * low + c * high;
    rows[p] = c * low - s * high;
  }
}

/** The root of f² + g²; Math.hypot, which is slow, only where squares would lose digits. */
function length(f: number, g: number): number {
  const root = Math.sqrt(f * f + g * g);
  return root > 1e-140 ? root : Math.hypot(f, g);
}
