import * as layers from "@tensorflow/tfjs-layers";
import { type NetworkOptions, seededLayers } from "./parts.js";

/** Options of {@link mlp}. */
export interface MlpOptions extends NetworkOptions {
  /**
   * Units of each hidden layer. Default 200 four times: with one input and four outputs the toy
   * regression network of the paper.
   */
  readonly units?: readonly number[];
}

/**
 * Dense layers with ReLU, `fc1`, `fc2`, ..., then `logits` without.
 *
 * Source: Raghu et al. 2017 (arXiv 1706.05806), Fig. 1, for the defaults.
 */
export function mlp(options: MlpOptions): layers.LayersModel {
  const { inputShape, outputs, seed = 1, units = [200, 200, 200, 200] } = options;
  const { dense } = seededLayers(seed);
  const flat = inputShape.reduce((product, n) => product * n, 1);
  return layers.sequential({
    layers: [
      layers.layers.reshape({
        name: "flatten",
        targetShape: [flat],
        inputShape: [...inputShape],
      }),
      ...units.map((width, i) => dense(`fc${i + 1}`, width, "relu")),
      dense("logits", outputs),
    ],
  });
}
