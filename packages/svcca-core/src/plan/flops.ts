/**
 * Additions and multiplications of what comparisons are made of. The one place where they are
 * counted: rates are measured in these counts, so that what a count leaves out is in its rate.
 */

/** The products of n centred rows of two layers: each with itself, by symmetry, and with the other. */
export function momentsFlops(n: number, a: number, b: number): number {
  return n * (a * a + b * b + 2 * a * b);
}

/** A product of m x k and k x n. */
export function productFlops(m: number, k: number, n: number): number {
  return 2 * m * k * n;
}

/**
 * The k largest eigenvectors of a symmetric d x d matrix: tridiagonalization, divide and conquer,
 * and turning k vectors back (Golub & Van Loan, Matrix Computations, 8.3).
 */
export function eighFlops(d: number, k: number): number {
  return (4 / 3) * d ** 3 + (10 / 3) * d * d * k;
}

/** Singular values and both sets of vectors of an m x k matrix, m >= k (the same, 8.6). */
export function svdFlops(m: number, k: number): number {
  return 4 * m * m * k + 22 * k ** 3;
}

/** Householder QR with the thin Q of an n x d matrix, n >= d (the same, 5.2). */
export function qrFlops(n: number, d: number): number {
  return 4 * n * d * d;
}

/**
 * One frequency: two Hermitian decompositions, the products with the cross covariance and its
 * singular values, four real operations for each complex one.
 */
export function frequencyFlops(a: number, b: number, kx: number, ky: number): number {
  const k = Math.min(kx, ky);
  return (
    4 * (eighFlops(a, kx) + eighFlops(b, ky)) +
    4 * (productFlops(kx, a, b) + productFlops(kx, b, ky)) +
    4 * ((8 / 3) * Math.max(kx, ky) * k * k)
  );
}

/** The transform of so many channels of height x width positions (5 N log2 N / 2 of real input). */
export function transformFlops(channels: number, positions: number): number {
  return channels * 2.5 * positions * Math.log2(Math.max(2, positions));
}
