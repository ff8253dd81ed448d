import { SvccaError } from "@svcca/linalg";
import * as tf from "@tensorflow/tfjs-core";
import type * as layers from "@tensorflow/tfjs-layers";
import type { Frozen } from "../freeze/freezer.js";
import type { FreezeRule } from "../freeze/rule.js";

/** Where a run stands, apart from its arrays. */
export interface TrainerFacts {
  readonly step: number;
  readonly done: number;
  readonly full: number;
  readonly frozen: readonly Frozen[];
}

/** A run between two steps: plain values, to be kept anywhere. */
export interface TrainerState {
  readonly facts: TrainerFacts;
  /** Weights, momentum and what the freeze rule remembers, by name. */
  readonly arrays: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>
  >;
}

const WEIGHT = "weights/";
const MOMENTUM = "momentum/";
const RULE = "rule/";

/** The state of a model and its optimizer. */
export async function writeState(
  model: layers.LayersModel,
  optimizer: tf.Optimizer,
  facts: TrainerFacts,
  rule?: FreezeRule,
): Promise<TrainerState> {
  const arrays: Record<string, { shape: readonly number[]; data: Float32Array }> = {};
  const keep = async (name: string, tensor: tf.Tensor) => {
    arrays[name] = { shape: tensor.shape, data: (await tensor.data()).slice() as Float32Array };
  };
  for (const [i, tensor] of model.getWeights().entries()) await keep(`${WEIGHT}${i}`, tensor);
  const [iterations, ...slots] = await optimizer.getWeights();
  iterations!.tensor.dispose();
  for (const [i, { tensor }] of slots.entries()) await keep(`${MOMENTUM}${i}`, tensor);
  for (const [name, { shape, data }] of Object.entries(rule?.save?.() ?? {})) {
    arrays[`${RULE}${name}`] = { shape, data: data.slice() };
  }
  return { facts, arrays };
}

/**
 * Puts a state back; returns its facts.
 *
 * @throws SvccaError `shape-mismatch` when it is of another model.
 */
export async function readState(
  model: layers.LayersModel,
  optimizer: tf.Optimizer,
  { facts, arrays }: TrainerState,
  rule?: FreezeRule,
): Promise<TrainerFacts> {
  const below = (prefix: string) =>
    Object.entries(arrays)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, array]) => ({ name: name.slice(prefix.length), ...array }));
  const inOrder = (prefix: string) =>
    below(prefix)
      .sort((a, b) => Number(a.name) - Number(b.name))
      .map(({ name, shape, data }) => ({ name, tensor: tf.tensor(data, [...shape]) }));
  const weights = inOrder(WEIGHT);
  const [found, wanted] = [weights.map(({ tensor }) => tensor.shape.join(" x ")), shapesOf(model)];
  if (found.join() !== wanted.join()) {
    throw new SvccaError(
      "shape-mismatch",
      `${model.name}: the saved state is of another model: weights ${found.join(", ")}, expected ${wanted.join(", ")}`,
      { found, wanted },
    );
  }
  model.setWeights(weights.map(({ tensor }) => tensor));
  const iterations = { name: "iter", tensor: tf.scalar(facts.step, "int32") };
  const slots = inOrder(MOMENTUM);
  await optimizer.setWeights([iterations, ...slots]);
  tf.dispose([weights, iterations, slots].flat().map(({ tensor }) => tensor));
  rule?.restore?.(Object.fromEntries(below(RULE).map(({ name, ...array }) => [name, array])));
  return facts;
}

function shapesOf(model: layers.LayersModel): string[] {
  return model.getWeights().map(({ shape }) => shape.join(" x "));
}
