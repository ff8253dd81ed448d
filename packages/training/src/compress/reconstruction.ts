import type { DirectionSubspaceOptions } from "@svcca/core";
import { eigh, type Matrix64, referenceBackend, scaleColumns, transpose } from "@svcca/linalg";

/** How a layer sees its input again after the projection. */
export type Reconstruction = NonNullable<DirectionSubspaceOptions["reconstruction"]>;

/**
 * What is left of a layer's input x when only P x is kept is A P (x - mean) + mean, with A neurons x
 * k: P' for the projection on the directions, or what comes closest to x in the mean square. For
 * PCA the two are the same.
 */
export async function reconstructionOf(
  projection: Matrix64,
  gram: Matrix64,
  how: Reconstruction,
): Promise<Matrix64> {
  return how === "projection" ? transpose(projection) : leastSquares(projection, gram);
}

/** C P' (P C P')^-1, neurons x k: the regression of neurons of covariance C on P x. */
export async function leastSquares(projection: Matrix64, gram: Matrix64): Promise<Matrix64> {
  const cross = await referenceBackend.matmul(gram, projection, { transB: true });
  const { values, vectors } = await eigh(await referenceBackend.matmul(projection, cross));
  // Directions along which nothing varies tell nothing: a pseudo-inverse.
  const floor = values.length * 2 ** -52 * Math.max(values[0] ?? 0, 0);
  const inverse = values.map((value) => (value > floor ? 1 / value : 0));
  const half = await referenceBackend.matmul(cross, vectors);
  return referenceBackend.matmul(scaleColumns(half, inverse), vectors, { transB: true });
}
