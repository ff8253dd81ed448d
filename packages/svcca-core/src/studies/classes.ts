import { type Matrix64, SvccaError } from "@svcca/linalg";
import type { Activations } from "../input/activations.js";
import { type GridOptions, grid } from "./grid.js";

/** What {@link classSensitivity} found. */
export interface ClassSensitivityResult {
  /** The classes, in the order of the columns. */
  readonly classes: readonly number[];
  /** `values[i][j]`: the similarity of layer i with class j. */
  readonly values: number[][];
}

/**
 * How much each layer knows of each class: its similarity with the indicator of the class, which is
 * 1 at the datapoints of the class and 0 at the others. For SVCCA that is the correlation of the
 * indicator with the best combination of the kept directions. Classes that a network tells apart
 * early rise at lower layers.
 *
 * Source: Raghu et al. 2017 (arXiv 1706.05806), section 4.3, where the logit of the class takes the
 * place of the indicator: for that, call `grid` with the logits as columns.
 *
 * @param layers n x d each, over the same datapoints; a convolutional layer averaged or flattened.
 * @param labels n whole numbers: the class of each datapoint.
 * @throws SvccaError `invalid-argument` for labels that are no whole numbers or all the same,
 *   `shape-mismatch` when there are more or fewer than datapoints, and as the measure.
 */
export async function classSensitivity(
  layers: readonly Activations[],
  labels: ArrayLike<number>,
  options: GridOptions = {},
): Promise<ClassSensitivityResult> {
  const { classes, indicators } = classIndicators(labels);
  const { values } = await grid(layers, indicators, options);
  return { classes, values };
}

/**
 * One layer of one neuron for each class that occurs: 1 at its datapoints, 0 at the others.
 *
 * @param labels n whole numbers.
 * @returns the classes in ascending order, and n x 1 for each.
 * @throws SvccaError `invalid-argument` for labels that are no whole numbers or all the same.
 */
export function classIndicators(labels: ArrayLike<number>): {
  classes: number[];
  indicators: Matrix64[];
} {
  const values = Array.from(labels);
  const place = values.findIndex((label) => !Number.isSafeInteger(label));
  if (place >= 0) {
    throw new SvccaError(
      "invalid-argument",
      `labels: ${values[place]} at datapoint ${place}; give a whole number for each datapoint`,
      { datapoint: place, received: values[place] },
    );
  }
  const classes = [...new Set(values)].sort((a, b) => a - b);
  if (classes.length < 2) {
    throw new SvccaError(
      "invalid-argument",
      `labels: ${values.length} datapoints of ${classes.length === 1 ? `the one class ${classes[0]}` : "no class"}; give at least two classes`,
      { classes },
    );
  }
  const indicators = classes.map((one) => ({
    rows: values.length,
    cols: 1,
    data: Float64Array.from(values, (label) => (label === one ? 1 : 0)),
  }));
  return { classes, indicators };
}
