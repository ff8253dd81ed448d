import {
  type Backend,
  type Matrix64,
  referenceBackend,
  transpose,
  withFallback,
} from "@svcca/linalg";
import { regression } from "./regression.js";

/**
 * `back` of a {@link Subspace} by least squares, where the covariance of the neurons is known: what
 * comes closest to x in the mean square is A P (x - mean) + mean.
 *
 * @param projection P, k x neurons, with orthonormal rows.
 * @param covariance C, neurons x neurons, or any multiple of it such as the sums of products.
 * @param options `backend` computes, default the reference backend; `signal` cancels. Directions
 *   that vary no more than the rounding of the backend's second moments tell nothing of neurons
 *   outside of the subspace.
 * @returns A = C P' (P C P')^-1, neurons x k, with P A = 1.
 */
export async function leastSquaresReconstruction(
  projection: Matrix64,
  covariance: Matrix64,
  options: { readonly backend?: Backend; readonly signal?: AbortSignal } = {},
): Promise<Matrix64> {
  const backend = withFallback(options.backend ?? referenceBackend);
  const call = options.signal ? { signal: options.signal } : {};
  const q = transpose(projection);
  const cross = await backend.matmul(covariance, q, call);
  const deviations = Float64Array.from({ length: q.rows }, (_, j) =>
    Math.sqrt(Math.max(0, covariance.data[j * (q.rows + 1)]!)),
  );
  return regression({ q, cross, deviations }, backend, call);
}
