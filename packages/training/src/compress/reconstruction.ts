import { type DirectionSubspaceOptions, leastSquaresReconstruction } from "@svcca/core";
import { type Matrix64, transpose } from "@svcca/linalg";

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
  return how === "projection"
    ? transpose(projection)
    : leastSquaresReconstruction(projection, gram);
}
