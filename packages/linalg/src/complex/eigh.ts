import type { Backend, CallOptions, EighOptions } from "../backend.js";
import { eigh } from "../reference/eigh.js";
import { assertSquare } from "../shapes.js";
import {
  assertComplex,
  type ComplexMatrix,
  complexMatrix,
  complexTranspose,
  scaledCopy,
} from "./complex-matrix.js";
import { reflectEach } from "./householder.js";
import { tridiagonalise } from "./tridiagonal.js";

/** Eigendecomposition of a Hermitian matrix: A = V diag(values) V^H. */
export interface ComplexEigh {
  /** All d eigenvalues, which are real, largest first. */
  readonly values: Float64Array;
  /** d x k with k = `keep(values)`, or d; column i is the unit eigenvector of `values[i]`. */
  readonly vectors: ComplexMatrix;
}

/** Options of the complex decompositions. */
export interface ComplexOptions extends CallOptions {
  /** Who decomposes the real matrix that is left. Default: the reference backend. */
  readonly backend?: Pick<Backend, "eigh" | "svd" | "singularValues">;
}

/** Options of {@link complexEigh}: `keep` says how many eigenvectors are wanted. */
export interface ComplexEighOptions extends ComplexOptions, EighOptions {}

/**
 * Eigendecomposition of a Hermitian d x d matrix, of which only the lower triangle is read (and of
 * its diagonal only the real part). Backward stable: A = V diag(values) V^H to about d u max|A|.
 *
 * The matrix is brought to a real tridiagonal one by complex reflections, in float64; the real
 * eigendecomposition of that is the backend's. No detour over a real matrix of twice the size,
 * which would find each eigenvalue twice.
 *
 * Source: Golub & Van Loan, Matrix Computations, 8.3.
 *
 * @throws SvccaError `shape-mismatch` when `a` is not square, `non-finite` for NaN or infinity,
 *   `invalid-argument` when `keep` returns what is no count.
 */
export async function complexEigh(
  a: ComplexMatrix,
  { backend, keep, signal }: ComplexEighOptions = {},
): Promise<ComplexEigh> {
  signal?.throwIfAborted();
  assertComplex(a, "complexEigh");
  assertSquare({ data: a.re, rows: a.rows, cols: a.cols });
  const n = a.rows;
  const { re, im, scale } = scaledCopy(a, "complexEigh");
  const { diagonal, beside, reflectors, phaseR, phaseI } = tridiagonalise(re, im, n);
  const real = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    real[i * n + i] = diagonal[i]!;
    if (i > 0) {
      real[i * n + i - 1] = beside[i - 1]!;
      real[(i - 1) * n + i] = beside[i - 1]!;
    }
  }
  const tridiagonal = { data: real, rows: n, cols: n };
  const options: EighOptions = {
    ...(signal ? { signal } : {}),
    ...(keep ? { keep: (values) => keep(values.map((value) => value * scale)) } : {}),
  };
  const inner = await (backend?.eigh?.(tridiagonal, options) ?? eigh(tridiagonal, options));
  // One eigenvector of A a row: D z, then the reflections.
  const k = inner.vectors.cols;
  const rows = complexMatrix(k, n);
  for (let i = 0, p = 0; i < k; i++) {
    for (let j = 0; j < n; j++, p++) {
      const z = inner.vectors.data[j * k + i]!;
      rows.re[p] = z * phaseR[j]!;
      rows.im[p] = z * phaseI[j]!;
    }
  }
  reflectEach(reflectors, rows.re, rows.im, n);
  const vectors = complexTranspose(rows);
  return { values: inner.values.map((value) => value * scale), vectors };
}
