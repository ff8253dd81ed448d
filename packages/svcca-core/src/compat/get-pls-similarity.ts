import { type Matrix, type Matrix64, transpose } from "@svcca/linalg";
import { contextOf } from "../measures/measure.js";
import { pls } from "../measures/pls.js";
import { actsOf, type CompatOptions } from "./acts.js";

/** What {@link getPlsSimilarity} found: k pairs of directions. */
export interface PlsSimilarity {
  /** The covariances of the pairs (divisor n - 1), largest first. They are no eigenvalues. */
  readonly eigenvals: Float64Array;
  /** k x neurons1, orthonormal rows. */
  readonly neuronCoeffs1: Matrix64;
  /** k x neurons2, orthonormal rows. */
  readonly neuronCoeffs2: Matrix64;
  /** k x datapoints: `neuronCoeffs1` times the centred acts1. */
  readonly plsDirns1: Matrix64;
  /** k x datapoints: `neuronCoeffs2` times the centred acts2. */
  readonly plsDirns2: Matrix64;
}

/**
 * google/svcca's `get_pls_similarity`: pairs of directions with the largest covariance, neurons
 * first. The same covariances and coefficients, but for pairs whose covariance is rounding, which
 * are left out.
 *
 * For its directions google/svcca subtracts from each datapoint the mean over the neurons; the
 * covariances do not belong to these. Here each neuron is centred, and no mean is added again.
 *
 * Source: github.com/google/svcca, numpy_pls.py.
 *
 * @param acts1 neurons x datapoints.
 * @param acts2 neurons x datapoints, the same datapoints in the same order.
 * @throws SvccaError `too-few-datapoints`, `shape-mismatch`, `non-finite`, `no-variance`.
 */
export async function getPlsSimilarity(
  acts1: Matrix,
  acts2: Matrix,
  options: CompatOptions = {},
): Promise<PlsSimilarity> {
  const [x, y] = actsOf("getPlsSimilarity", acts1, acts2).map(({ centred }) => centred);
  const { covariances, directions } = await pls(x!, y!, options);
  const { backend, call } = contextOf(options);
  const [weightsX, weightsY] = [directions.x.weights, directions.y.weights];
  const seen = { ...call, transA: true, transB: true };
  return {
    eigenvals: covariances,
    neuronCoeffs1: transpose(weightsX),
    neuronCoeffs2: transpose(weightsY),
    plsDirns1: await backend.matmul(weightsX, x!, seen),
    plsDirns2: await backend.matmul(weightsY, y!, seen),
  };
}
