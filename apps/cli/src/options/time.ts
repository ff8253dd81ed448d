import type { Time } from "@svcca/core";
import { InvalidArgumentError } from "commander";

/** What the steps of a sequence mean: `average`, `datapoints`, `last`, or a step from 0. */
export function time(text: string): Time {
  if (text === "average" || text === "datapoints" || text === "last") return text;
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Give average, datapoints, last or a step from 0.");
}
