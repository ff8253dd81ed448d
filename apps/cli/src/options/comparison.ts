import {
  type Interpolation,
  type Layout,
  type MeasureChoice,
  type MeasureName,
  measureNames,
  type Spatial,
  type Time,
  type Truncation,
} from "@svcca/core";
import type { RowRange } from "@svcca/io";
import { SvccaError } from "@svcca/linalg";
import { type Command, Option } from "commander";
import { addBackendOptions, addSpeedOptions, type BackendFlags } from "./backend.js";
import { count, integer, share } from "./numbers.js";
import { rowRange } from "./row-range.js";
import { time } from "./time.js";

/** How layers are read from their files. */
export interface ReadingFlags {
  spatial?: Spatial | "dft";
  layout?: Layout;
  interpolation?: Interpolation;
  positions?: number;
  /** Start of the random numbers, of the positions and of whatever else a command draws. */
  seed: number;
  time?: Time;
  neuronsFirst?: boolean;
  rows?: RowRange;
}

/** The options of every command that compares layers, as the command line gives them. */
export interface ComparisonFlags extends ReadingFlags, BackendFlags {
  measure: MeasureName;
  variance?: number;
  singularSum?: number;
  components?: number;
  average?: "kept" | "neurons";
  side?: "x" | "y";
  estimator?: "biased" | "debiased" | "minibatch";
  distance?: "correlation" | "euclidean";
  neighbours?: number;
  exact?: boolean;
}

/** Which measure each of these flags belongs to; for another one it is refused. */
const BELONGS: { [flag in keyof ComparisonFlags]?: readonly MeasureName[] } = {
  variance: ["svcca", "pwcca"],
  singularSum: ["svcca", "pwcca"],
  components: ["svcca", "pwcca"],
  average: ["svcca", "cca"],
  side: ["pwcca"],
  estimator: ["cka"],
  distance: ["rsa"],
  neighbours: ["knn"],
  exact: ["svcca", "cca", "pwcca"],
};

/** Adds the options of {@link ComparisonFlags} to a command. */
export function addComparisonOptions(command: Command): Command {
  const truncations = ["variance", "singularSum", "components"];
  const truncation = (flags: string, text: string, parse: (text: string) => number, name: string) =>
    new Option(flags, text).argParser(parse).conflicts(truncations.filter((one) => one !== name));
  const options = [
    new Option("--measure <name>", "what to compute").choices(measureNames).default("svcca"),
    truncation(
      "--variance <share>",
      "svcca: keep the directions that hold this share of the variance (0.99 when no rule is given)",
      share,
      "variance",
    ),
    truncation(
      "--singular-sum <share>",
      "svcca: the same for the sum of singular values, not squared",
      share,
      "singularSum",
    ),
    truncation("--components <k>", "svcca: keep the k largest directions", count, "components"),
    new Option(
      "--average <over>",
      "svcca, cca: mean over the kept directions, or over all neurons, eq. 1 of the paper (default: kept)",
    ).choices(["kept", "neurons"]),
    new Option(
      "--side <layer>",
      "pwcca: the layer that weighs the directions (default: the one with fewer)",
    ).choices(["x", "y"]),
    new Option(
      "--estimator <kind>",
      "cka: with few datapoints, debiased; minibatch averages batches of 256 (default: biased)",
    ).choices(["biased", "debiased", "minibatch"]),
    new Option("--distance <kind>", "rsa: between datapoints (default: correlation)").choices([
      "correlation",
      "euclidean",
    ]),
    new Option("--neighbours <k>", "knn: how many of each datapoint (default: 10)").argParser(
      count,
    ),
    new Option("--exact", "decompose the data themselves, in memory, instead of streaming moments"),
  ];
  for (const option of options) command.addOption(option);
  return addSpeedOptions(addBackendOptions(addReadingOptions(command)));
}

/** Adds the options of {@link ReadingFlags} to a command. */
export function addReadingOptions(command: Command): Command {
  const options = [
    new Option(
      "--spatial <how>",
      "convolutional layers: average the positions, take them as datapoints, flatten them into neurons, go frequency by frequency, or bring both layers to the larger size and take positions as datapoints",
    ).choices(["average", "datapoints", "flatten", "dft", "interpolate"]),
    new Option(
      "--layout <axes>",
      "convolutional layers: the order of the axes, where the file does not say",
    ).choices(["NCHW", "NHWC"]),
    new Option(
      "--interpolation <kind>",
      "interpolate: between positions (default: linear)",
    ).choices(["linear", "fourier"]),
    new Option(
      "--positions <n>",
      "datapoints, interpolate: n positions of each image, drawn by --seed, the same in both layers",
    ).argParser(count),
    new Option("--seed <n>", "start of the random numbers").argParser(integer).default(0),
    new Option(
      "--time <how>",
      "sequences (datapoints x steps x neurons): average, datapoints, last, or a step from 0",
    ).argParser(time),
    new Option("--neurons-first", "arrays are neurons x datapoints, as in google/svcca"),
    new Option("--rows <start:end:step>", "use these datapoints only, as in a slice").argParser(
      rowRange,
    ),
  ];
  for (const option of options) command.addOption(option);
  return command;
}

/**
 * What the library is told of how to read layers that are no matrices; `dft` has a function of its own.
 *
 * @throws SvccaError `invalid-argument` for a flag of another treatment of space.
 */
export function readingOf(flags: ReadingFlags) {
  const { spatial, layout, interpolation, positions, seed, time } = flags;
  if (interpolation !== undefined) assertSpatial(`--interpolation ${interpolation}`, spatial);
  if (positions !== undefined) assertSpatial(`--positions ${positions}`, spatial, "datapoints");
  return {
    ...(spatial && spatial !== "dft" ? { spatial } : {}),
    ...(layout ? { layout } : {}),
    ...(interpolation ? { interpolation } : {}),
    ...(positions === undefined ? {} : { positions, seed }),
    ...(time === undefined ? {} : { time }),
  };
}

function assertSpatial(
  flag: string,
  spatial: ReadingFlags["spatial"],
  other: ReadingFlags["spatial"] = "interpolate",
): void {
  if (spatial === "interpolate" || spatial === other) return;
  const ways = other === "interpolate" ? "" : `${other} or `;
  throw new SvccaError(
    "invalid-argument",
    `${flag} is for --spatial ${ways}interpolate${spatial ? `, not ${spatial}` : ""}; leave it out`,
    { option: flag, spatial },
  );
}

/**
 * What the library is told, from the flags.
 *
 * @throws SvccaError `invalid-argument` for a flag of another measure.
 */
export function comparisonOf(flags: ComparisonFlags): MeasureChoice {
  for (const [flag, measures] of Object.entries(BELONGS)) {
    const value = flags[flag as keyof ComparisonFlags];
    if (value === undefined || measures.includes(flags.measure)) continue;
    const name = `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    throw new SvccaError(
      "invalid-argument",
      `${name}${value === true ? "" : ` ${value}`} is for --measure ${measures.join(" or ")}, not ${flags.measure}; leave it out`,
      { option: name, received: value },
    );
  }
  const truncate = truncationOf(flags);
  const { measure, average = "kept", side, estimator, distance, neighbours } = flags;
  return {
    measure,
    average,
    method: flags.exact ? "exact" : "moments",
    ...(truncate ? { truncate } : {}),
    ...(side ? { side } : {}),
    ...(estimator ? { estimator } : {}),
    ...(distance ? { distance } : {}),
    ...(neighbours ? { neighbours } : {}),
    ...readingOf(flags),
  };
}

function truncationOf(flags: ComparisonFlags): Truncation | undefined {
  const { measure, variance, singularSum, components } = flags;
  if (singularSum !== undefined) return { singularValueSum: singularSum };
  if (components !== undefined) return { components };
  if (variance !== undefined) return { variance };
  return measure === "svcca" ? { variance: 0.99 } : undefined;
}

/** The options as a JSON document names them. */
export function describeComparison(flags: ComparisonFlags) {
  const { measure, average, method, ...rest } = comparisonOf(flags);
  const directions = measure === "svcca" || measure === "cca" || measure === "pwcca";
  return {
    ...rest,
    ...(flags.spatial === "dft" ? { spatial: flags.spatial } : {}),
    ...(measure === "svcca" || measure === "cca" ? { average } : {}),
    ...(directions ? { method } : {}),
    ...(flags.precision === "float32" ? { precision: flags.precision } : {}),
    neuronsFirst: flags.neuronsFirst ?? false,
    ...(flags.rows ? { rows: flags.rows } : {}),
  };
}
