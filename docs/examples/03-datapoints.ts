import { cca, noiseFloor } from "@svcca/core";
import { gaussianMatrix } from "@svcca/linalg/testing";

// Two layers of 50 neurons that have nothing to do with each other, on more and more datapoints.
const lines = [];
for (const n of [75, 101, 200, 500, 1000, 2000, 5000]) {
  const { similarity } = await cca(gaussianMatrix(n, 50, 1), gaussianMatrix(n, 50, 2));
  const chance = noiseFloor(n, { x: 50, y: 50 });
  lines.push(`${n} datapoints: similarity ${similarity.toFixed(3)}, expected ${chance.toFixed(3)}`);
}

export default lines;
