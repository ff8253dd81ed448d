import { SvccaError } from "@svcca/linalg";
import type * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import { layerFrom } from "./low-rank.js";

/** Layers that take the place of one: applied one after another, with the weights they get. */
export type Replacement = readonly {
  readonly layer: layers.layers.Layer;
  readonly weights: readonly tf.Tensor[];
}[];

/**
 * A copy of a model in which some layers are replaced by others. The copy shares nothing with the
 * model: all weights are copied.
 *
 * @throws SvccaError `unsupported` for layers that are used in several places, and for models of
 *   several inputs or outputs.
 */
export function rebuild(
  model: layers.LayersModel,
  replacements: ReadonlyMap<string, Replacement>,
): layers.LayersModel {
  if (model.inputs.length !== 1 || model.outputs.length !== 1) {
    throw new SvccaError(
      "unsupported",
      `${model.name}: ${model.inputs.length} inputs and ${model.outputs.length} outputs; give a model of one each`,
      {},
    );
  }
  const input = layers.input({
    shape: model.inputs[0]!.shape.slice(1),
    dtype: model.inputs[0]!.dtype as tf.DataType & "float32",
  });
  // What became of each tensor of the old model.
  const made = new Map<string, layers.SymbolicTensor>([[model.inputs[0]!.name, input]]);
  const weights: { layer: layers.layers.Layer; values: readonly tf.Tensor[] }[] = [];
  for (const layer of model.layers) {
    if (layer.getClassName() === "InputLayer") continue;
    if (layer.inboundNodes.length !== 1) {
      throw new SvccaError(
        "unsupported",
        `layer ${layer.name}: it is used in several places; such models are not compressed`,
        { layer: layer.name },
      );
    }
    const node = layer.inboundNodes[0]!;
    const inputs = node.inputTensors.map(({ name }) => made.get(name)!);
    const steps = replacements.get(layer.name) ?? [
      { layer: copyOf(layer), weights: layer.getWeights() },
    ];
    let out = inputs.length === 1 ? inputs[0]! : inputs;
    for (const step of steps) {
      out = step.layer.apply(out) as layers.SymbolicTensor;
      weights.push({ layer: step.layer, values: step.weights });
    }
    made.set(node.outputTensors[0]!.name, out as layers.SymbolicTensor);
  }
  const copy = layers.model({
    inputs: input,
    outputs: made.get(model.outputs[0]!.name)!,
    name: model.name,
  });
  for (const { layer, values } of weights) layer.setWeights([...values]);
  return copy;
}

/** A layer of the same settings, without its weights. */
function copyOf(layer: layers.layers.Layer): layers.layers.Layer {
  const { batchInputShape, ...config } = layer.getConfig();
  return layerFrom(layer, config);
}
