import type * as tf from "@tensorflow/tfjs-core";
import type * as layers from "@tensorflow/tfjs-layers";
import { layerOf } from "../capture/submodel.js";

/** What a layer did before it was frozen. */
const thawed = new WeakMap<layers.layers.Layer, layers.layers.Layer["call"]>();

/**
 * Freezes layers, also in the middle of `model.fit` or of an optimizer's run: their weights stay as
 * they are to the last bit, and no backward work is done for what is frozen below the lowest layer
 * that still learns. A frozen layer runs as in inference: batch norm normalizes by its moving
 * statistics, which no longer change, and dropout drops nothing.
 *
 * It is the variables that are frozen, not `layer.trainable`: an optimizer of tfjs keeps its
 * momentum by place in the list of variables, so a list that gets shorter in the middle of training
 * would give every layer the momentum of another.
 *
 * @throws SvccaError `not-found` for a layer that is not there.
 */
export function freezeLayers(model: layers.LayersModel, names: readonly string[]): void {
  for (const layer of names.map((name) => layerOf(model, name))) {
    if (thawed.has(layer)) continue;
    const { call } = layer;
    thawed.set(layer, call);
    setTrainable(layer, false);
    layer.call = (inputs, kwargs) => call.call(layer, inputs, { ...kwargs, training: false });
  }
}

/** Lets frozen layers learn again. */
export function thawLayers(model: layers.LayersModel, names: readonly string[]): void {
  for (const layer of names.map((name) => layerOf(model, name))) {
    const call = thawed.get(layer);
    if (!call) continue;
    layer.call = call;
    thawed.delete(layer);
    setTrainable(layer, true);
  }
}

function setTrainable(layer: layers.layers.Layer, trainable: boolean): void {
  for (const weight of layer.trainableWeights) {
    (weight.read() as tf.Variable).trainable = trainable;
  }
}
