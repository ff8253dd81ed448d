import { at, dot, scale } from "./vector";

/** Under this, next to a matrix of size 1, a column counts as zero: its squares would be denormal. */
const NOTHING = 1e-140;

/**
 * A Householder reflection I - tau v v' that turns x (values `first` to `end`) into (beta, 0, ..).
 * v takes the place of x, with 1 first; values before `first` are set to zero down to an even
 * place, and the values from `end` to `padded` are zeros already. tau and beta are stored.
 *
 * Source: Golub & Van Loan, Matrix Computations, 5.1; LAPACK's dlarfg.
 */
export function reflector(
  x: usize,
  first: i32,
  padded: i32,
  tau: usize,
  beta: usize,
): void {
  const even = first & ~1;
  if (even < first) store<f64>(at(x, even), 0);
  const alpha = load<f64>(at(x, first));
  store<f64>(at(x, first), 0);
  const rest = dot(x, x, even, padded);
  if (rest < NOTHING * NOTHING) {
    for (let c = even; c < padded; c++) store<f64>(at(x, c), 0);
    store<f64>(at(x, first), 1);
    store<f64>(tau, 0);
    store<f64>(beta, alpha);
    return;
  }
  const norm = Math.sqrt(alpha * alpha + rest);
  const result = alpha > 0 ? -norm : norm;
  scale(1 / (alpha - result), x, even, padded);
  store<f64>(at(x, first), 1);
  store<f64>(tau, (result - alpha) / result);
  store<f64>(beta, result);
}
