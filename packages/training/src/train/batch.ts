import { SvccaError, uniform } from "@svcca/linalg";
import * as tf from "@tensorflow/tfjs-core";
import { type DataSet, pickData } from "../data/data-set.js";
import { translated } from "../data/translate.js";
import { mixed } from "./order.js";

/** A batch of a data set as tensors: labels as one 1 a row, values as they are. */
export function batchTensors(batch: DataSet): { inputs: tf.Tensor; targets: tf.Tensor } {
  const { inputs, shape, count, targets } = batch;
  return {
    inputs: tf.tensor(inputs, [count, ...shape]),
    targets:
      "labels" in targets
        ? tf.tidy(() => tf.oneHot(tf.tensor1d(targets.labels, "int32"), targets.classes))
        : tf.tensor2d(targets.values, [count, targets.outputs]),
  };
}

/**
 * The datapoints of one step, each image moved by up to `translate` pixels in both directions.
 *
 * Source: Raghu et al. 2017 (arXiv 1706.05806): CIFAR-10 with random translations.
 */
export function batchOf(
  set: DataSet,
  places: ArrayLike<number>,
  { translate, seed, step }: { translate: number; seed: number; step: number },
): DataSet {
  const batch = pickData(set, places);
  if (translate === 0) return batch;
  const [height, width, channels] = imageShape(set);
  const next = uniform(mixed(seed, step));
  const size = height * width * channels;
  const moved = new Float32Array(batch.inputs.length);
  const pixels = () => Math.floor(next() * (2 * translate + 1)) - translate;
  for (let i = 0; i < batch.count; i++) {
    translated(
      moved.subarray(i * size, (i + 1) * size),
      batch.inputs.subarray(i * size, (i + 1) * size),
      [height, width, channels],
      pixels(),
      pixels(),
    );
  }
  return { ...batch, inputs: moved };
}

function imageShape({ shape }: DataSet): [number, number, number] {
  if (shape.length === 3) return [shape[0]!, shape[1]!, shape[2]!];
  throw new SvccaError(
    "invalid-argument",
    `translate: datapoints of shape (${shape.join(", ")}) are no images; leave it out`,
    { shape },
  );
}
