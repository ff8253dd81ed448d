import { SvccaError } from "@svcca/linalg";
import type { Activations } from "../input/activations.js";
import { type GridOptions, grid } from "./grid.js";

/** What {@link dynamics} found. */
export interface DynamicsResult {
  /** `checkpoints[t][i][j]`: layer i at checkpoint t against layer j after training. */
  readonly checkpoints: number[][][];
  /**
   * `convergence[i][t]`: layer i at checkpoint t against itself after training, where the networks
   * have the same number of layers. Lower layers reach 1 earlier: bottom-up convergence.
   */
  readonly convergence: number[][];
}

/**
 * How a network becomes what it will be: every layer at each checkpoint against every layer after
 * training, over the same datapoints. The layers after training are decomposed once.
 *
 * Source: Raghu et al. 2017 (arXiv 1706.05806), section 4.1 and Fig. 4; appendix, Fig. App. 3 for
 * the curves.
 *
 * @param checkpoints the layers at each checkpoint, each in the same order.
 * @param final the layers after training. Default: those of the last checkpoint.
 * @throws SvccaError `invalid-argument` without checkpoints, `shape-mismatch` when they have
 *   different numbers of layers, and as the measure.
 */
export async function dynamics(
  checkpoints: readonly (readonly Activations[])[],
  final: readonly Activations[] | undefined = checkpoints.at(-1),
  options: GridOptions = {},
): Promise<DynamicsResult> {
  if (!final || checkpoints.length === 0) {
    throw new SvccaError("invalid-argument", "dynamics: no checkpoints; give at least one", {});
  }
  const depth = checkpoints[0]!.length;
  checkpoints.forEach((layers, t) => {
    if (layers.length === depth) return;
    throw new SvccaError(
      "shape-mismatch",
      `dynamics: checkpoint ${t} has ${layers.length} layers, the first has ${depth}; give the same layers of every checkpoint`,
      { checkpoint: t, received: layers.length, expected: depth },
    );
  });
  const { values } = await grid(checkpoints.flat(), final, options);
  const grids = checkpoints.map((_, t) => values.slice(t * depth, (t + 1) * depth));
  return {
    checkpoints: grids,
    convergence:
      final.length === depth ? checkpoints[0]!.map((_, i) => grids.map((one) => one[i]![i]!)) : [],
  };
}
