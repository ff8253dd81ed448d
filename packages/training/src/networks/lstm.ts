import { SvccaError } from "@svcca/linalg";
import * as layers from "@tensorflow/tfjs-layers";
import { type NetworkOptions, seededLayers } from "./parts.js";

/** Options of {@link lstm}. */
export interface LstmOptions extends NetworkOptions {
  /** Units of each recurrent layer. Default 32 and 32. */
  readonly units?: readonly number[];
}

/**
 * A small stack of LSTM layers, `lstm1`, `lstm2`, ..., whose last step goes to `logits`. An image is
 * read row by row: each row is a step.
 *
 * Source: Raghu et al. 2017 (arXiv 1706.05806), Fig. App. 6, for the stacking; it used text.
 *
 * @throws SvccaError `shape-mismatch` when a datapoint is neither (steps, values) nor an image.
 */
export function lstm(options: LstmOptions): layers.LayersModel {
  const { inputShape, outputs, seed = 1, units = [32, 32] } = options;
  const [steps, ...rest] = inputShape;
  if (steps === undefined || rest.length < 1 || rest.length > 2) {
    throw new SvccaError(
      "shape-mismatch",
      `lstm: datapoints of shape (${inputShape.join(", ")}); give (steps, values), or images of (height, width, channels)`,
      { shape: inputShape },
    );
  }
  const values = rest.reduce((product, n) => product * n, 1);
  const made = seededLayers(seed);
  return layers.sequential({
    layers: [
      layers.layers.reshape({
        name: "steps",
        targetShape: [steps, values],
        inputShape: [...inputShape],
      }),
      ...units.map((width, i) => made.lstm(`lstm${i + 1}`, width, i < units.length - 1)),
      made.dense("logits", outputs),
    ],
  });
}
