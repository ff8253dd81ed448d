import { type ClassSensitivityResult, classSensitivity, type GridOptions, grid } from "@svcca/core";
import type * as layers from "@tensorflow/tfjs-layers";
import { activationSources, type CaptureOptions } from "../capture/capture.js";
import { layerNames } from "../capture/submodel.js";
import { type DataSet, labelsOf, outputsOf } from "../data/data-set.js";
import { outputsFor } from "../train/evaluate.js";

/** Options of {@link classProbes}. */
export interface ClassProbesOptions extends CaptureOptions, Omit<GridOptions, "signal"> {
  /**
   * What stands for a class: its logit (`"logits"`, default, as in the paper) or 1 at its datapoints
   * and 0 at the others (`"labels"`).
   */
  readonly against?: "logits" | "labels";
}

/** Which layers know which classes. */
export interface ClassProbes extends ClassSensitivityResult {
  /** The layers, in the order of the rows. */
  readonly layers: readonly string[];
}

/**
 * How much each layer of a model knows of each class, straight from the model and a data set: the
 * similarity of the layer with what stands for the class. Convolutional layers are averaged over
 * positions unless `spatial` says otherwise.
 *
 * Source: Raghu et al. 2017 (arXiv 1706.05806), section 4.3 and Fig. 6.
 *
 * @throws SvccaError `invalid-argument` for a data set without classes, and as `activationSources`,
 *   `outputsFor` and `grid`.
 */
export async function classProbes(
  model: layers.LayersModel,
  set: DataSet,
  options: ClassProbesOptions = {},
): Promise<ClassProbes> {
  const { against = "logits", layers: names = layerNames(model), batchSize, ...how } = options;
  const labels = labelsOf(set, "classProbes");
  const sources = activationSources(model, set, {
    layers: names,
    ...(batchSize ? { batchSize } : {}),
  });
  const measured: GridOptions = { spatial: "average", ...how };
  if (against === "labels") {
    return { layers: names, ...(await classSensitivity(sources, labels, measured)) };
  }
  const classes = Array.from({ length: outputsOf(set) }, (_, c) => c);
  const outputs = await outputsFor(model, set);
  const logits = classes.map((c) => ({
    data: Float64Array.from({ length: set.count }, (_, i) => outputs[i * classes.length + c]!),
    rows: set.count,
    cols: 1,
  }));
  const { values } = await grid(sources, logits, measured);
  return { layers: names, classes, values };
}
