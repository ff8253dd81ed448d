import { type DynamicsResult, dynamics, type GridOptions } from "@svcca/core";
import type * as layers from "@tensorflow/tfjs-layers";
import { type CapturedLayer, type CaptureOptions, captureActivations } from "../capture/capture.js";
import { layerNames } from "../capture/submodel.js";
import type { DataSet } from "../data/data-set.js";

/** What {@link convergenceOf} found. */
export interface Convergence extends DynamicsResult {
  /** The layers, in the order of the rows and columns. */
  readonly layers: readonly string[];
}

/** Watches how a model becomes what it will be. */
export interface ConvergenceWatch {
  /** Remembers what the layers hold now. Call it at the start, during and after training. */
  record(): Promise<void>;
  /**
   * Every layer at each moment against every layer at the last. Convolutional layers are averaged
   * over positions unless `spatial` says otherwise.
   *
   * @throws SvccaError `invalid-argument` when nothing was recorded, and as `dynamics`.
   */
  result(options?: GridOptions): Promise<Convergence>;
}

/**
 * Convergence straight from a model and a data set, in memory.
 *
 * Source: Raghu et al. 2017 (arXiv 1706.05806), section 4.1, Fig. 4 and Fig. App. 3.
 *
 * @param set some hundred datapoints, more than the widest layer has neurons.
 */
export function convergenceOf(
  model: layers.LayersModel,
  set: DataSet,
  options: CaptureOptions = {},
): ConvergenceWatch {
  const { layers: names = layerNames(model) } = options;
  const moments: CapturedLayer[][] = [];
  return {
    async record() {
      moments.push(await captureActivations(model, set, { ...options, layers: names }));
    },
    async result(how = {}) {
      const found = await dynamics(moments, moments.at(-1), { spatial: "average", ...how });
      return { layers: names, ...found };
    },
  };
}
