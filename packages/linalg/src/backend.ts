import type { ComplexMatrix } from "./complex/complex-matrix.js";
import type { ComplexEigh } from "./complex/eigh.js";
import type { Matrix, Matrix64 } from "./matrix.js";
import type { MomentSums } from "./moment-sums.js";
import type { ImageAxes, SpectralMoments, SpectralPlan } from "./spectra.js";

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

/** Options of {@link Backend.project}. */
export interface ProjectOptions extends CallOptions {
  /**
   * Memory that the result may be in, of as many values or more: the pages of new memory cost as much
   * as a small product. A backend need not use it.
   */
  readonly into?: Float64Array;
}

/** Options of {@link Backend.eigh}. */
export interface EighOptions extends CallOptions {
  /**
   * How many eigenvectors are wanted, given all d eigenvalues (largest first): those of the first
   * `keep(values)` are computed, and the work for the others is saved where the backend can.
   * Called once. Default: all of them.
   */
  readonly keep?: (values: Float64Array) => number;
}

/** Eigendecomposition of a symmetric matrix: A = V diag(values) V'. */
export interface Eigh {
  /** All d eigenvalues, largest first. */
  readonly values: Float64Array;
  /** d x k with k = `keep(values)`, or d; column i is the unit eigenvector of `values[i]`. */
  readonly vectors: Matrix64;
}

/** What {@link Backend.blockMoments} finds of layers over the same datapoints. */
export interface BlockMoments {
  /** The mean of each column of each layer. */
  readonly means: readonly Float64Array[];
  /** For each pair (i, j): (Xi - 1 mean')'(Xj - 1 mean'). */
  readonly products: readonly Matrix64[];
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

/** Options of {@link Backend.hermitianEighs}. */
export interface HermitianEighsOptions extends CallOptions {
  /** As {@link EighOptions.keep}, of the matrix at place `index`; called once for each. */
  readonly keep?: (values: Float64Array, index: number) => number;
}

/** A product of {@link Backend.complexProducts}. */
export interface ComplexFactors {
  readonly a: ComplexMatrix;
  readonly b: ComplexMatrix;
  /** Use the conjugate transpose of `a`. Default false. */
  readonly adjointA?: boolean;
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
   * The same for `centredProduct` and `blockMoments`, where their arithmetic is a coarser one:
   * 2 ** -24 for products of float32. Their sums over datapoints must be float64 beyond some 64
   * terms even then, so that errors average out over the datapoints; tolerances rely on it.
   * Default: `unitRoundoff`.
   */
  readonly momentsRoundoff?: number;
  /**
   * The product op(a) op(b), in float64. Called with `a === b` and `transA` it is a Gram matrix,
   * of which only one triangle need be computed; the result must be exactly symmetric then.
   * Error of each entry at most c k u |A||B|, where k is the inner size; a float32 backend adds up in
   * float64 at short intervals, so that in norm its rounding does not grow with k.
   */
  matmul(a: Matrix, b: Matrix, options?: MatmulOptions): Promise<Matrix64>;
  /**
   * (A - 1 meanA')'(B - 1 meanB') in float64: the product of centred data without a centred copy.
   * A mean is subtracted in float64 before any rounding to less, so that the error of each entry
   * is at most c n u |A - 1 meanA'|'|B - 1 meanB'|, u = `momentsRoundoff`, however large the means
   * are. Called with
   * `a === b` and `meanA === meanB` the result must be exactly symmetric.
   *
   * @param a n x p, with p means.
   * @param b n x q, with q means.
   * @returns p x q.
   */
  centredProduct?(
    a: Matrix,
    meanA: Float64Array,
    b: Matrix,
    meanB: Float64Array,
    options?: CallOptions,
  ): Promise<Matrix64>;
  /**
   * The column means of some layers over the same n >= 1 datapoints, and the centred products of
   * some pairs of them, in one go: each layer is copied and centred once, whatever the number of
   * its pairs. Products as of {@link centredProduct}; of a layer with itself exactly symmetric. A
   * column that has one value everywhere has exactly that mean. Where a value of a column is not
   * finite, neither is its mean.
   *
   * @param layers n x d each. @param pairs places in `layers`.
   */
  blockMoments?(
    layers: readonly Matrix[],
    pairs: readonly (readonly [number, number])[],
    options?: CallOptions,
  ): Promise<BlockMoments>;
  /**
   * Room for the sums over blocks of datapoints of what `blockMoments` finds, for layers of these
   * widths. Without it every block's products are arrays of their own, to be added up by the caller.
   * Products as of `blockMoments`. The caller releases it.
   *
   * @throws SvccaError `invalid-argument` for a pair that is not among the layers.
   */
  momentSums?(widths: readonly number[], pairs: readonly (readonly [number, number])[]): MomentSums;
  /**
   * (A - 1 mean') B in float64: datapoints seen along directions, without a centred copy. The mean is
   * subtracted before any rounding, so that the error of each entry is at most
   * c d u |A - 1 mean'||B|.
   *
   * @param a n x d, with d means. @param b d x k. @returns n x k.
   */
  project?(a: Matrix, mean: Float64Array, b: Matrix, options?: ProjectOptions): Promise<Matrix64>;
  /** Eigendecomposition of a symmetric matrix (only its lower triangle need be read). */
  eigh?(a: Matrix, options?: EighOptions): Promise<Eigh>;
  /** Thin singular value decomposition of a matrix of any shape. */
  svd?(a: Matrix, options?: CallOptions): Promise<Svd>;
  /** The singular values alone, largest first: what {@link Svd} calls `s`, for less work. */
  singularValues?(a: Matrix, options?: CallOptions): Promise<Float64Array>;
  /**
   * Eigendecompositions of Hermitian matrices of any sizes, many in one call: that of each is what
   * `complexEigh` gives, to the same accuracy, c d u max|A|. Only lower triangles are read.
   *
   * @throws SvccaError `shape-mismatch` for one that is not square, `non-finite`, and
   *   `invalid-argument` when `keep` returns what is no count.
   */
  hermitianEighs?(
    matrices: readonly ComplexMatrix[],
    options?: HermitianEighsOptions,
  ): Promise<ComplexEigh[]>;
  /**
   * The min(rows, cols) singular values of each of some complex matrices, largest first, with an
   * absolute error of about u times the largest: never by way of A A^H.
   *
   * @throws SvccaError `non-finite`.
   */
  complexSingularValues?(
    matrices: readonly ComplexMatrix[],
    options?: CallOptions,
  ): Promise<Float64Array[]>;
  /**
   * Some complex products op(a) b, with an error of at most c k u |A||B| in each entry: by four
   * real products each, as three lose accuracy where real and imaginary parts differ in size.
   *
   * @throws SvccaError `shape-mismatch` when inner sizes differ.
   */
  complexProducts?(
    factors: readonly ComplexFactors[],
    options?: CallOptions,
  ): Promise<ComplexMatrix[]>;
  /**
   * Room for the Fourier coefficients of images, and for their moments. Undefined where the backend
   * does not do it for such sizes, or lacks the memory; @svcca/dft-preprocessing then does it by
   * `blockMoments`, as for a backend without this method. Arithmetic is float64, whatever
   * `momentsRoundoff` is. The caller releases what it got.
   *
   * @throws SvccaError `invalid-argument` for a frequency, layer or place that is not there.
   */
  spectralMoments?(plan: SpectralPlan): Promise<SpectralMoments | undefined>;
  /**
   * The discrete Fourier transform over height and width of every channel of images, at all
   * frequencies, in the order of numpy.fft.fft2 and the layout of the images; not scaled. Accuracy
   * and what is returned as of {@link SpectralMoments.transform}; undefined, with nothing written,
   * where the backend does not do it for such sizes.
   *
   * @param data images, one after the other.
   * @param into real and imaginary parts, as many values each as `data` has; overwritten.
   */
  fourier2?(
    data: Float32Array | Float64Array,
    axes: ImageAxes,
    into: { readonly re: Float64Array; readonly im: Float64Array },
    options?: CallOptions,
  ): Promise<Float64Array | undefined>;
  /** Frees threads and device memory. The backend is not used afterwards. */
  dispose?(): Promise<void>;
}
