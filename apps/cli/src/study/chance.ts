import { noiseFloor } from "@svcca/core";
import { measureTitle } from "@svcca/viz/measure-title";
import type { ComparisonFlags } from "../options/comparison.js";

/** What the result of a pair tells of its sizes. */
interface Sizes {
  readonly datapoints: number;
  readonly kept: { readonly x: number; readonly y: number };
}

/** The line of a study about what its numbers would be for layers that have nothing in common. */
export function chanceLine(
  flags: Pick<ComparisonFlags, "measure" | "estimator" | "average" | "spatial" | "time">,
  results: readonly Sizes[],
): string {
  const { measure, estimator = "biased", average = "kept", spatial, time } = flags;
  if (measure === "cka" && estimator !== "biased") {
    return "By chance: unrelated layers would show about 0.";
  }
  const other = spatial === "dft" ? " by frequency" : "";
  const correlations = measure === "svcca" || measure === "cca" || measure === "pwcca";
  if (spatial !== "dft" && (measure === "cka" || (correlations && average === "neurons"))) {
    return "By chance: svcca compare tells of a pair what unrelated layers would show.";
  }
  if (!correlations || spatial === "dft") {
    return `By chance: not known for ${measureTitle(measure)}${other}; hold it against networks that have nothing in common.`;
  }
  const sizes = new Map(results.map((one) => [JSON.stringify([one.datapoints, one.kept]), one]));
  const floors = [...sizes.values()].map(({ datapoints, kept }) => noiseFloor(datapoints, kept));
  const least = Math.min(...floors).toFixed(2);
  const most = Math.max(...floors).toFixed(2);
  const dependent =
    spatial === "datapoints" || spatial === "interpolate"
      ? "; more where positions of an image are alike"
      : time === "datapoints"
        ? "; more where steps of a sequence are alike"
        : "";
  return `By chance: unrelated layers of these sizes would show ${least === most ? least : `${least} to ${most}`}${dependent}.`;
}
