import { at, rotate } from "./vector";

/** Half a unit in the last place of 1. */
const U: f64 = 1.1102230246251565e-16;
/** A square that has lost bits to the end of the range, next to a matrix of size 1. */
const NOTHING: f64 = 1e-280;
/** No finite matrix was ever seen to need as many. */
const MOST_TURNS = 100;

/**
 * Eigenvalues of the symmetric tridiagonal matrix of n diagonal values d and n - 1 values e (and one
 * place more), which are destroyed; d becomes the eigenvalues, in no order. Row i of `vectors` (`stride` values apart,
 * `width` of them, even) takes part in what is done to column i of the identity: from unit rows it
 * becomes the eigenvector of d[i].
 *
 * Source: Golub & Van Loan, Matrix Computations, 8.3; EISPACK's tql2 (implicit QL).
 */
export function implicitQl(
  n: i32,
  d: usize,
  e: usize,
  vectors: usize,
  stride: i32,
  width: i32,
): void {
  for (let l = 0; l < n; l++) {
    for (let turn = 0; turn < MOST_TURNS; turn++) {
      let m = l;
      for (; m < n - 1; m++) {
        const size = Math.abs(load<f64>(at(d, m))) + Math.abs(load<f64>(at(d, m + 1)));
        const beside = Math.abs(load<f64>(at(e, m)));
        // The second test is for a pair of zeros on the diagonal of a matrix of size 1.
        if (beside <= U * size || beside <= U * U) break;
      }
      if (m == l) break;
      chase(l, m, d, e, vectors, stride, width);
    }
  }
}

/** One implicit QL step with Wilkinson's shift on rows l to m. */
function chase(
  l: i32,
  m: i32,
  d: usize,
  e: usize,
  vectors: usize,
  stride: i32,
  width: i32,
): void {
  const dl = load<f64>(at(d, l));
  const el = load<f64>(at(e, l));
  let g = (load<f64>(at(d, l + 1)) - dl) / (2 * el);
  let r = Math.sqrt(g * g + 1);
  g = load<f64>(at(d, m)) - dl + el / (g + (g < 0 ? -r : r));
  let s: f64 = 1;
  let c: f64 = 1;
  let p: f64 = 0;
  for (let i = m - 1; i >= l; i--) {
    const f = s * load<f64>(at(e, i));
    const b = c * load<f64>(at(e, i));
    r = f * f + g * g < NOTHING ? 0 : Math.sqrt(f * f + g * g);
    if (i + 1 < m) store<f64>(at(e, i + 1), r);
    if (r == 0) {
      // The matrix falls apart here: what was found so far stays.
      store<f64>(at(d, i + 1), load<f64>(at(d, i + 1)) - p);
      store<f64>(at(e, m), 0);
      return;
    }
    s = f / r;
    c = g / r;
    g = load<f64>(at(d, i + 1)) - p;
    r = (load<f64>(at(d, i)) - g) * s + 2 * c * b;
    p = s * r;
    store<f64>(at(d, i + 1), g + p);
    g = c * r - b;
    rotate(at(vectors, (i + 1) * stride), at(vectors, i * stride), width, c, s);
  }
  store<f64>(at(d, l), load<f64>(at(d, l)) - p);
  store<f64>(at(e, l), g);
  store<f64>(at(e, m), 0);
}
