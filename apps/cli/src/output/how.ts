import { measureTitle } from "@svcca/viz/measure-title";
import { type ComparisonFlags, comparisonOf } from "../options/comparison.js";

/**
 * What a figure must say for its numbers to be read, and found again: the measure, how much of the
 * layers it keeps, and what positions and steps are. For instance "SVCCA similarity, 99 % of the
 * variance, averaged over positions".
 */
export function howOf(flags: ComparisonFlags): string {
  const { truncate, estimator, distance, neighbours } = comparisonOf(flags);
  const parts = [`${measureTitle(flags.measure)} similarity`];
  if (truncate && "variance" in truncate)
    parts.push(`${percent(truncate.variance)} of the variance`);
  if (truncate && "singularValueSum" in truncate) {
    parts.push(`${percent(truncate.singularValueSum)} of the sum of singular values`);
  }
  if (truncate && "components" in truncate) parts.push(`${truncate.components} directions`);
  if (flags.average === "neurons") parts.push("mean over all neurons");
  if (estimator) parts.push(estimator);
  if (distance) parts.push(`${distance} distances`);
  if (neighbours) parts.push(`${neighbours} neighbours`);
  return [...parts, ...spaceOf(flags), ...timeOf(flags)].join(", ");
}

function spaceOf({ spatial, positions }: ComparisonFlags): string[] {
  const some = positions === undefined ? "positions" : `${positions} positions of each image`;
  switch (spatial) {
    case "average":
      return ["averaged over positions"];
    case "datapoints":
      return [`${some} as datapoints`];
    case "flatten":
      return ["positions as neurons"];
    case "dft":
      return ["frequency by frequency"];
    case "interpolate":
      return [`at the size of the larger layer, ${some} as datapoints`];
    default:
      return [];
  }
}

function timeOf({ time }: ComparisonFlags): string[] {
  if (time === undefined) return [];
  if (time === "average") return ["averaged over steps"];
  if (time === "datapoints") return ["steps as datapoints"];
  return [time === "last" ? "last step" : `step ${time}`];
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(6))} %`;
}
