import { dynamics } from "@svcca/core";
import { convergenceCurves } from "@svcca/viz";
import { layerOf } from "./networks.js";

// Each layer at four moments of training against itself at the end: lower layers settle first.
const layers = ["conv1", "conv2", "conv3", "fc1", "logits"];
const checkpoints = await Promise.all(
  ["000", "035", "075", "100"].map((at) =>
    Promise.all(layers.map((layer) => layerOf(`net-a-${at}`, layer))),
  ),
);
const { convergence } = await dynamics(checkpoints, undefined, {
  spatial: "average",
  layout: "NCHW",
});

export default [
  ...layers.map((layer, i) => `${layer} at 35 %: ${convergence[i]![1]!.toFixed(3)}`),
  convergenceCurves({ layers, checkpoints: [0, 35, 75, 100], values: convergence }),
];
