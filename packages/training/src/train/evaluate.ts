import { SvccaError } from "@svcca/linalg";
import * as tf from "@tensorflow/tfjs-core";
import type * as layers from "@tensorflow/tfjs-layers";
import { inputTensor } from "../capture/batches.js";
import { type DataSet, labelsOf, outputsOf } from "../data/data-set.js";

/** How many datapoints go through the model at once. */
const BATCH = 200;

/**
 * The share of the datapoints whose largest output is that of their class, in inference mode.
 *
 * @throws SvccaError `invalid-argument` for a data set of values, and as {@link outputsFor}.
 */
export async function accuracy(model: layers.LayersModel, set: DataSet): Promise<number> {
  const labels = labelsOf(set, "accuracy");
  const outputs = await outputsFor(model, set);
  const classes = outputsOf(set);
  let right = 0;
  labels.forEach((label, i) => {
    const scores = outputs.subarray(i * classes, (i + 1) * classes);
    right += scores.indexOf(scores.reduce((a, b) => Math.max(a, b))) === label ? 1 : 0;
  });
  return right / set.count;
}

/**
 * The mean squared error of the values that a model predicts, over all of them.
 *
 * @throws SvccaError `invalid-argument` for a data set of classes, and as {@link outputsFor}.
 */
export async function meanSquaredError(model: layers.LayersModel, set: DataSet): Promise<number> {
  const { targets } = set;
  if ("labels" in targets) {
    throw new SvccaError(
      "invalid-argument",
      "meanSquaredError: the data set has classes, not values to predict; use accuracy",
      {},
    );
  }
  const outputs = await outputsFor(model, set);
  return (
    outputs.reduce((sum, value, p) => sum + (value - targets.values[p]!) ** 2, 0) / outputs.length
  );
}

/**
 * What a model says of each datapoint: n x outputs, one row after another.
 *
 * @throws SvccaError `shape-mismatch` when the model has another number of outputs than the data.
 */
export async function outputsFor(model: layers.LayersModel, set: DataSet): Promise<Float32Array> {
  const width = outputsOf(set);
  const found = model.outputs[0]!.shape.at(-1);
  if (model.outputs.length !== 1 || found !== width) {
    throw new SvccaError(
      "shape-mismatch",
      `${model.name}: ${found} outputs, the data set wants ${width}; build the network for this data set`,
      { received: found, expected: width },
    );
  }
  const out = new Float32Array(set.count * width);
  for (let start = 0; start < set.count; start += BATCH) {
    const inputs = inputTensor(set, start, Math.min(start + BATCH, set.count));
    const outputs = tf.tidy(() => model.apply(inputs, { training: false }) as tf.Tensor);
    out.set((await outputs.data()) as Float32Array, start * width);
    tf.dispose([inputs, outputs]);
  }
  return out;
}
