import type { Backend, CallOptions } from "../backend.js";
import { matmul } from "../reference/matmul.js";
import { assertComplex, type ComplexMatrix } from "./complex-matrix.js";

/** Options of {@link complexMatmul}. */
export interface ComplexMatmulOptions extends CallOptions {
  /** Use the conjugate transpose of `a`. Default false. */
  readonly adjointA?: boolean;
  /** Use the conjugate transpose of `b`. Default false. */
  readonly adjointB?: boolean;
  /** Where the real products are computed. Default: the reference backend. */
  readonly backend?: Pick<Backend, "matmul">;
}

/**
 * The product op(a) op(b), as four real products of the backend. Three would do (Gauss), but lose
 * accuracy where real and imaginary parts differ in size.
 *
 * @throws SvccaError `shape-mismatch` when the inner sizes differ.
 */
export async function complexMatmul(
  a: ComplexMatrix,
  b: ComplexMatrix,
  { adjointA = false, adjointB = false, backend = { matmul }, signal }: ComplexMatmulOptions = {},
): Promise<ComplexMatrix> {
  assertComplex(a, "complexMatmul");
  assertComplex(b, "complexMatmul");
  const options = { transA: adjointA, transB: adjointB, ...(signal ? { signal } : {}) };
  const times = (x: Float64Array, y: Float64Array) =>
    backend.matmul(
      { data: x, rows: a.rows, cols: a.cols },
      { data: y, rows: b.rows, cols: b.cols },
      options,
    );
  const rr = await times(a.re, b.re);
  const ii = await times(a.im, b.im);
  const ri = await times(a.re, b.im);
  const ir = await times(a.im, b.re);
  // The conjugate of a factor flips the sign of its imaginary part.
  const [sa, sb] = [adjointA ? -1 : 1, adjointB ? -1 : 1];
  return {
    re: rr.data.map((value, p) => value - sa * sb * ii.data[p]!),
    im: ri.data.map((value, p) => sb * value + sa * ir.data[p]!),
    rows: rr.rows,
    cols: rr.cols,
  };
}
