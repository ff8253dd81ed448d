import type { Matrix, Matrix64 } from "./matrix.js";

/** What every call of a backend may be given. */
export interface CallOptions {
  /** Stops the work; the call then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Options of {@link Backend.matmul}. */
export interface MatmulOptions extends CallOptions {
  /** Use the transpose of `a`. Default false. */
  readonly transA?: boolean;
  /** Use the transpose of `b`. Default false. */
  readonly transB?: boolean;
}

/** Eigendecomposition of a symmetric matrix: A = V diag(values) V'. */
export interface Eigh {
  /** The eigenvalues, largest first. */
  readonly values: Float64Array;
  /** d x d; column i is the unit eigenvector of `values[i]`. */
  readonly vectors: Matrix64;
}

/** Thin singular value decomposition: A = U diag(s) V', with k = min(rows, cols). */
export interface Svd {
  /** rows x k, orthonormal columns. */
  readonly u: Matrix64;
  /** The k singular values, largest first, none negative. */
  readonly s: Float64Array;
  /** k x cols, orthonormal rows. */
  readonly vt: Matrix64;
}

/**
 * Where the arithmetic happens. One method is required; a backend that lacks an optional one has
 * the reference backend's used in its place. The caller passes the backend to each function
 * (`svcca(x, y, { backend })`); there is no registry.
 *
 * `conformanceCases` of `@svcca/linalg/testing` says exactly what an implementation must meet.
 */
export interface Backend {
  /** Recorded in every result. */
  readonly name: string;
  /**
   * Half the distance from 1 to the next number in the arithmetic used: 2 ** -53 for float64,
   * 2 ** -24 for float32. Rank tolerances follow from it.
   */
  readonly unitRoundoff: number;
  /**
   * The product op(a) op(b), in float64. Called with `a === b` and `transA` it is a Gram matrix,
   * of which only one triangle need be computed; the result must be exactly symmetric then.
   * Error of each entry at most c k u |A||B|, where k is the inner size.
   */
  matmul(a: Matrix, b: Matrix, options?: MatmulOptions): Promise<Matrix64>;
  /** Eigendecomposition of a symmetric matrix (only its lower triangle need be read). */
  eigh?(a: Matrix, options?: CallOptions): Promise<Eigh>;
  /** Thin singular value decomposition of a matrix of any shape. */
  svd?(a: Matrix, options?: CallOptions): Promise<Svd>;
  /** Frees threads and device memory. The backend is not used afterwards. */
  dispose?(): Promise<void>;
}
