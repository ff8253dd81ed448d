import { noiseFloor } from "@svcca/core";
import type { colorsFor } from "../../output/colors.js";
import { terminalCurve } from "../../output/terminal-curve.js";
import type { Compared } from "./document.js";

/** What a person reads: the number, what it can be held against, and the curve behind it. */
export function compareText(result: Compared, colors: ReturnType<typeof colorsFor>): string {
  const { measure, similarity, kept, datapoints, neurons, coefficients } = result;
  const floor = noiseFloor(datapoints, kept);
  return [
    `${measure.toUpperCase()} similarity  ${colors.bold(similarity.toFixed(4))}   (unrelated layers: about ${floor.toFixed(4)})`,
    `directions kept   ${kept.x} of ${neurons.x} neurons, ${kept.y} of ${neurons.y}`,
    `datapoints        ${datapoints}`,
    "",
    terminalCurve(coefficients, floor, colors.cyan),
  ].join("\n");
}
