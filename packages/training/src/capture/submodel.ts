import { SvccaError } from "@svcca/linalg";
import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";

/** Layers that only pass on or rearrange what comes in. */
const PASSING = ["InputLayer", "Flatten", "Reshape", "Permute", "Dropout"];

/** The names of the layers of a model that hold something of their own, in the order of the model. */
export function layerNames(model: layers.LayersModel): string[] {
  return model.layers
    .filter((layer) => !PASSING.includes(layer.getClassName()))
    .map(({ name }) => name);
}

/**
 * A layer of a model by its name.
 *
 * @throws SvccaError `not-found`.
 */
export function layerOf(model: layers.LayersModel, name: string): layers.layers.Layer {
  const found = model.layers.find((layer) => layer.name === name);
  if (found) return found;
  throw new SvccaError(
    "not-found",
    `${model.name}: no layer "${name}"; it has ${model.layers.map((layer) => layer.name).join(", ")}`,
    { layer: name },
  );
}

/** What a layer takes in or gives out, in the graph of the model. */
export function symbolOf(layer: layers.layers.Layer, side: "input" | "output") {
  const many = layer.inboundNodes.length !== 1;
  const symbol = many ? undefined : layer[side];
  if (symbol instanceof layers.SymbolicTensor) return symbol;
  throw new SvccaError(
    "unsupported",
    `layer ${layer.name}: it has several ${side}s${many ? ", since it is used in several places" : ""}; take a layer with one`,
    { layer: layer.name },
  );
}

/** Runs a part of a model in inference mode. */
export type Forward = (inputs: tf.Tensor) => tf.Tensor[];

/** From the inputs of a model to some places in it; the tensors that come out are the caller's. */
export function forwardTo(
  model: layers.LayersModel,
  symbols: readonly layers.SymbolicTensor[],
): Forward {
  if (model.inputs.length !== 1) {
    throw new SvccaError(
      "unsupported",
      `${model.name}: it has ${model.inputs.length} inputs; give a model of one`,
      { inputs: model.inputs.length },
    );
  }
  const part = layers.model({ inputs: model.inputs[0]!, outputs: [...symbols] });
  return (inputs) =>
    tf.tidy(() => {
      const out = part.apply(inputs, { training: false }) as tf.Tensor | tf.Tensor[];
      return Array.isArray(out) ? out : [out];
    });
}
