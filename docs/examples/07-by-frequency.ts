import { dftSvcca } from "@svcca/core";
import { frequencyMap } from "@svcca/viz";
import { layerOf } from "./networks.js";

// Two convolutional layers, frequency by frequency: the middle is the mean over positions.
const x = await layerOf("net-a-100", "conv3");
const y = await layerOf("net-b-100", "conv3");
const { similarity, frequencies } = await dftSvcca(x, y, { layout: "NCHW" });

export default [
  `mean over ${frequencies.height} x ${frequencies.width} frequencies: ${similarity.toFixed(4)}`,
  frequencyMap(frequencies),
];
