import { SvccaError } from "@svcca/linalg";
import * as tf from "@tensorflow/tfjs-core";
import type * as layers from "@tensorflow/tfjs-layers";
import { type DataSet, outputsOf } from "../data/data-set.js";
import { createFreezer, type Frozen } from "../freeze/freezer.js";
import { backwardWork } from "../freeze/work.js";
import { batchOf, batchTensors } from "./batch.js";
import { checkTrainOptions, type TrainOptions } from "./options.js";
import { seededOrder } from "./order.js";
import { readState, type TrainerState, writeState } from "./state.js";

/** A training run that is driven step by step. */
export interface Trainer {
  /** Steps done. */
  readonly step: number;
  /** Steps in all. */
  readonly steps: number;
  /** What was frozen, and when. */
  readonly frozen: readonly Frozen[];
  /**
   * Floating point operations of the backward pass so far, and what they would be without freezing:
   * see `layerWork` for what counts.
   */
  readonly backward: { readonly done: number; readonly full: number };
  /** One step of gradient descent; the loss of its batch before the step. */
  advance(): Promise<number>;
  /** Everything that the rest of the run depends on. */
  save(): Promise<TrainerState>;
  /** Goes on from there: the rest of the run is that of an undisturbed one, to the last bit. */
  restore(state: TrainerState): Promise<void>;
  /** Lets go of the optimizer's memory, and lets frozen layers learn again. */
  dispose(): void;
}

/**
 * Gradient descent with momentum at a constant rate: on the cross-entropy of the outputs taken as
 * logits where the data set has classes, on the mean squared error where it has values.
 *
 * Deterministic: the same model, data and options give the same weights on the same machine.
 *
 * @param model with one input and one output; regularization of its layers is not part of the loss.
 * @throws SvccaError `invalid-argument` for options that are not allowed, `shape-mismatch` when the
 *   model does not fit the data; `advance` throws `non-finite` when training diverges.
 */
export function createTrainer(
  model: layers.LayersModel,
  set: DataSet,
  options: TrainOptions = {},
): Trainer {
  const { epochs = 10, batchSize = 50, learningRate = 0.01, momentum = 0.9 } = options;
  const { seed = 1, translate = 0, order = seededOrder(set.count, seed) } = options;
  checkTrainOptions({ epochs, batchSize, learningRate, momentum, translate }, set.count);
  assertFits(model, set);
  const perEpoch = Math.floor(set.count / batchSize);
  const steps = epochs * perEpoch;
  const optimizer = tf.train.momentum(learningRate, momentum);
  // All of them at all times: the optimizer keeps momentum by place in this list.
  const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const { freeze } = options;
  const freezer = freeze && createFreezer(model, freeze, options.groups);
  const fullWork = backwardWork(model) * batchSize;
  let [step, done, full] = [0, 0, 0];
  let stepWork = fullWork;
  const measureWork = () => {
    const names = freezer?.frozen.flatMap((one) => one.layers) ?? [];
    stepWork = backwardWork(model, names) * batchSize;
  };

  async function askFreezer(): Promise<void> {
    if (!freezer) return;
    const before = freezer.frozen.length;
    await freezer.update(step, steps);
    if (freezer.frozen.length !== before) measureWork();
  }

  return {
    get step() {
      return step;
    },
    steps,
    get frozen() {
      return freezer?.frozen ?? [];
    },
    get backward() {
      return { done, full };
    },
    async advance() {
      if (step >= steps) {
        throw new SvccaError("invalid-argument", `advance: all ${steps} steps are done`, { steps });
      }
      await askFreezer();
      const [epoch, place] = [Math.floor(step / perEpoch), step % perEpoch];
      const seen = order(epoch);
      const places = Array.from({ length: batchSize }, (_, i) => seen[place * batchSize + i]!);
      const { inputs, targets } = batchTensors(batchOf(set, places, { translate, seed, step }));
      const cost = tf.tidy(
        () =>
          optimizer.minimize(
            () => lossOf(model.apply(inputs, { training: true }) as tf.Tensor, targets, set),
            true,
            variables,
          )!,
      );
      const loss = (await cost.data())[0]!;
      tf.dispose([inputs, targets, cost]);
      if (!Number.isFinite(loss)) {
        throw new SvccaError(
          "non-finite",
          `step ${step} of ${steps}: the loss is ${loss}, training diverged; use a smaller learning rate than ${learningRate}`,
          { step, loss, learningRate },
        );
      }
      step++;
      done += stepWork;
      full += fullWork;
      return loss;
    },
    save: () =>
      writeState(model, optimizer, { step, done, full, frozen: freezer?.frozen ?? [] }, freeze),
    async restore(state) {
      const facts = await readState(model, optimizer, state, freeze);
      ({ step, done, full } = facts);
      freezer?.restore(facts.frozen);
      measureWork();
    },
    dispose() {
      optimizer.dispose();
      freezer?.thaw();
    },
  };
}

function lossOf(outputs: tf.Tensor, targets: tf.Tensor, { targets: kind }: DataSet): tf.Scalar {
  return "labels" in kind
    ? (tf.losses.softmaxCrossEntropy(targets, outputs) as tf.Scalar)
    : (tf.losses.meanSquaredError(targets, outputs) as tf.Scalar);
}

function assertFits(model: layers.LayersModel, set: DataSet): void {
  const inputs = model.inputs.map(({ shape }) => shape.slice(1).join(", "));
  const wanted = set.shape.join(", ");
  const outputs = model.outputs.map(({ shape }) => shape.at(-1));
  if (inputs.length === 1 && inputs[0] === wanted) {
    if (outputs.length === 1 && outputs[0] === outputsOf(set)) return;
  }
  throw new SvccaError(
    "shape-mismatch",
    `${model.name}: takes (${inputs.join("), (")}) and gives ${outputs.join(", ")} outputs; the data are (${wanted}) and want ${outputsOf(set)}`,
    { inputs, outputs, data: set.shape, wanted: outputsOf(set) },
  );
}
