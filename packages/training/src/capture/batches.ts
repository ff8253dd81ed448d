import * as tf from "@tensorflow/tfjs-core";
import type { DataSet } from "../data/data-set.js";
import type { Forward } from "./submodel.js";

/** What comes out of a part of a model for some rows of a data set. */
export interface BatchValues {
  readonly start: number;
  readonly end: number;
  /** For each place in the model, one row after another. */
  readonly values: readonly Float32Array[];
}

/** The inputs `start` to `end` of a data set as a tensor. */
export function inputTensor({ inputs, shape }: DataSet, start: number, end: number): tf.Tensor {
  const width = shape.reduce((product, n) => product * n, 1);
  return tf.tensor(inputs.subarray(start * width, end * width), [end - start, ...shape]);
}

/** Runs rows `start` to `end` of a data set through a part of a model, batch by batch. */
export async function* runBatches(
  forward: Forward,
  set: DataSet,
  [start, end]: readonly [number, number],
  batchSize: number,
  signal?: AbortSignal,
): AsyncGenerator<BatchValues> {
  for (let from = start; from < end; from += batchSize) {
    signal?.throwIfAborted();
    const to = Math.min(from + batchSize, end);
    const inputs = inputTensor(set, from, to);
    const outputs = forward(inputs);
    // Asynchronous: WebGPU has no other way to read.
    const values = await Promise.all(
      outputs.map(async (output) => (await output.data()) as Float32Array),
    );
    tf.dispose([inputs, outputs]);
    yield { start: from, end: to, values };
  }
}
