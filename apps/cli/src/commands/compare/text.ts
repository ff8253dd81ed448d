import type { Similarity } from "@svcca/core";
import { measureTitle } from "@svcca/viz/measure-title";
import type { ReadingFlags } from "../../options/comparison.js";
import type { colorsFor } from "../../output/colors.js";
import { terminalCurve } from "../../output/terminal-curve.js";
import { hasDirections, type Weighed } from "./weigh.js";

/** What a person reads: the number, what it can be held against, and the curve behind it. */
export function compareText(
  result: Similarity,
  weighed: Weighed,
  { spatial, time }: ReadingFlags,
  colors: ReturnType<typeof colorsFor>,
): string {
  const { measure, similarity, kept, datapoints, neurons } = result;
  const dependent =
    spatial === "datapoints" || spatial === "interpolate"
      ? ["positions", "image"]
      : time === "datapoints"
        ? ["steps", "sequence"]
        : undefined;
  const counted = spatial === "dft" ? " (channels at all frequencies)" : "";
  const floor =
    weighed.noiseFloor === undefined
      ? ""
      : `   (unrelated layers: ${dependent ? "at least" : "about"} ${weighed.noiseFloor.toFixed(4)})`;
  const directions = "coefficients" in result;
  const rows: [string, string][] = [
    [`${measureTitle(measure)} similarity`, `${colors.bold(similarity.toFixed(4))}${floor}`],
    ...(weighed.noiseFloor === undefined ? [noChance(measure, spatial)] : []),
    ...significanceRows(weighed, dependent),
    directions
      ? [
          "directions kept",
          `${kept.x} of ${neurons.x} neurons, ${kept.y} of ${neurons.y}${counted}`,
        ]
      : ["neurons", `${neurons.x} and ${neurons.y}`],
    ["datapoints", `${datapoints}${dependent ? ` (${dependent[0]} of ${dependent[1]}s)` : ""}`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  const lines = rows.map(([name, value]) => `${name.padEnd(width)}${value}`);
  if (hasDirections(result)) {
    lines.push("", terminalCurve(result.coefficients, weighed.noiseFloor, colors.cyan));
  } else lines.push("");
  return lines.join("\n");
}

function noChance(measure: Similarity["measure"], spatial: ReadingFlags["spatial"]) {
  const what = `${measureTitle(measure)}${spatial === "dft" ? " by frequency" : ""}`;
  const text = `not known for ${what}; hold it against layers that have nothing in common`;
  return ["by chance", text] satisfies [string, string];
}

function significanceRows(weighed: Weighed, dependent: string[] | undefined): [string, string][] {
  const { test, significant, of, level = 0.05, pValue, bootstrap } = weighed;
  const rows: [string, string][] = [];
  if (test === "bartlett") {
    const doubt = dependent
      ? `; ${dependent[0]} of one ${dependent[1]} are not independent, so rather fewer: see --significance permutation`
      : "";
    rows.push([
      "significant",
      `${significant} of ${of} directions (Bartlett's test, ${100 * level} %${doubt})`,
    ]);
  } else if (test === "permutation") {
    rows.push([
      "significant",
      `${significant} of ${of} directions (shuffled datapoints, ${100 * level} %), p = ${pValue}; shuffled: ${weighed.nullMean!.toFixed(4)} ± ${weighed.nullSpread!.toFixed(4)}`,
    ]);
  }
  if (bootstrap) {
    const { lower, upper, confidence, replicates } = bootstrap;
    rows.push([
      "interval",
      `${lower.toFixed(4)} to ${upper.toFixed(4)} (${100 * confidence} %, datapoints drawn ${replicates} times, bias of few datapoints taken out in part)`,
    ]);
  }
  return rows;
}
