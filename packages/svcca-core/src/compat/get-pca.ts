import { type Matrix, type Matrix64, transpose } from "@svcca/linalg";
import { contextOf } from "../measures/measure.js";
import { pca } from "../measures/pca.js";
import { actsOf, type CompatOptions } from "./acts.js";

/** Options of {@link getPca}. */
export interface GetPcaOptions extends CompatOptions {
  /** Whether to give the datapoints along the directions too. Default false, as in google/svcca. */
  readonly computeDirns?: boolean;
}

/** What {@link getPca} found: k directions that stand out from rounding. */
export interface GetPca {
  /** The singular values of the centred activations, largest first; squared over n - 1, variances. */
  readonly eigenvals: Float64Array;
  /** k x neurons, orthonormal rows. */
  readonly neuronCoefs: Matrix64;
  /** k x datapoints, where asked for: `neuronCoefs` times the centred activations. */
  readonly pcaDirns?: Matrix64;
}

/**
 * google/svcca's `get_pca`: principal components, neurons first.
 *
 * google/svcca subtracts from each datapoint the mean over the neurons, where its text says that it
 * centres the activations: its first component is mostly the mean activation, and its numbers
 * differ from these whenever neurons have a mean. Here each neuron is centred.
 *
 * Source: github.com/google/svcca, numpy_pca.py.
 *
 * @param acts neurons x datapoints.
 * @throws SvccaError `too-few-datapoints`, `non-finite`, `no-variance`.
 */
export async function getPca(acts: Matrix, options: GetPcaOptions = {}): Promise<GetPca> {
  const { computeDirns = false, ...call } = options;
  const { centred } = actsOf("getPca", acts)[0]!;
  const { variances, directions } = await pca(centred, call);
  const context = contextOf(call);
  const seen = { ...context.call, transA: true, transB: true };
  return {
    eigenvals: variances.map((variance) => Math.sqrt(variance * (acts.cols - 1))),
    neuronCoefs: transpose(directions.weights),
    ...(computeDirns && {
      pcaDirns: await context.backend.matmul(directions.weights, centred, seen),
    }),
  };
}
