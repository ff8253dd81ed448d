import { bartlett, noiseFloor, svcca } from "@svcca/core";
import { coefficientCurve } from "@svcca/viz";
import { layerOf } from "./networks.js";

// The same layer of two networks that started from different weights, over the same 500 images.
const x = await layerOf("net-a-100", "fc1");
const y = await layerOf("net-b-100", "fc1");
const { similarity, coefficients, datapoints, kept } = await svcca(x, y);

// What layers with nothing in common would show, and how many directions are more than that.
const chance = noiseFloor(datapoints, kept);
const { significant } = bartlett(coefficients, datapoints, kept);

export default [
  `similarity ${similarity.toFixed(4)}, by chance ${chance.toFixed(4)}`,
  `${significant} of ${coefficients.length} directions are more than chance`,
  coefficientCurve({ series: [{ label: "fc1", coefficients }], noiseFloor: chance }),
];
