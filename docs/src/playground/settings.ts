import type { Layout, MeasureName, Spatial, Time } from "@svcca/core";
import { parseRowRange } from "@svcca/io";

/**
 * What is compared: two layers, two networks layer by layer, one network over its training, or the
 * layers of one with the classes of the datapoints.
 */
export type Question = "layers" | "networks" | "training" | "classes";

/** How many directions SVCCA keeps. */
export type TruncationRule = "variance" | "singular-sum" | "components";

/** All that a user chooses in the playground, and all that a link holds. */
export interface Settings {
  readonly question: Question;
  /** Names of networks, as the command line names them. */
  readonly a: string;
  readonly b: string;
  /** Layers of `a` and of `b` for the question `layers`. */
  readonly x: string;
  readonly y: string;
  /** Layers of whole networks, in this order; none: all. */
  readonly layers: readonly string[];
  /** Networks in the order of training, for `training`; none: all. */
  readonly checkpoints: readonly string[];
  /** An array with the class of each datapoint; "" for none, which `classes` cannot do without. */
  readonly labels: string;
  readonly measure: MeasureName;
  readonly truncation: TruncationRule;
  /** A share for the first two rules, a count for `components`. */
  readonly amount: number;
  readonly average: "kept" | "neurons";
  readonly estimator: "biased" | "debiased" | "minibatch";
  readonly spatial: Spatial | "dft";
  /** "" for what the file says. */
  readonly layout: Layout | "";
  readonly time: Exclude<Time, number>;
  /** Which datapoints take part: START:END:STEP as in a slice of Python; "" for all. */
  readonly rows: string;
  /** What computes: the processor, or a graphics card by WebGPU. */
  readonly device: "cpu" | "gpu";
  /** Whether the files are the example networks of this site. */
  readonly examples: boolean;
}

/** 99 % of the variance, as section 2 of the paper; positions averaged, the cheapest treatment. */
export const defaults: Settings = {
  question: "layers",
  a: "",
  b: "",
  x: "",
  y: "",
  layers: [],
  checkpoints: [],
  labels: "",
  measure: "svcca",
  truncation: "variance",
  amount: 0.99,
  average: "kept",
  estimator: "biased",
  spatial: "average",
  layout: "",
  time: "average",
  rows: "",
  device: "cpu",
  examples: false,
};

/** What each setting with a fixed list of values may be. */
export const choices = {
  question: ["layers", "networks", "training", "classes"],
  measure: ["svcca", "cca", "pwcca", "cka", "cka-rbf", "pls", "procrustes", "rsa", "knn"],
  truncation: ["variance", "singular-sum", "components"],
  average: ["kept", "neurons"],
  estimator: ["biased", "debiased", "minibatch"],
  spatial: ["average", "datapoints", "flatten", "dft"],
  layout: ["", "NCHW", "NHWC"],
  time: ["average", "datapoints", "last"],
  device: ["cpu", "gpu"],
} as const satisfies { [key in keyof Settings]?: readonly Settings[key][] };

/** Whether aligned directions can be drawn of two layers. */
export const aligns = ({ measure, spatial }: Settings): boolean =>
  ["svcca", "cca", "pwcca", "pls"].includes(measure) && spatial !== "dft";

/** Why these settings cannot be computed, as one line; undefined when they can. */
export function problemOf(settings: Settings): string | undefined {
  const { measure, spatial, truncation, amount, rows } = settings;
  const wrongRows = rows === "" ? undefined : rowsProblem(rows);
  if (wrongRows !== undefined) return wrongRows;
  if (spatial === "dft" && measure !== "svcca" && measure !== "cca") {
    return `By frequency is for SVCCA and CCA, not ${measure}; take another treatment of positions`;
  }
  if (measure !== "svcca") return undefined;
  if (truncation === "components") {
    if (Number.isSafeInteger(amount) && amount >= 1) return undefined;
    return `Directions to keep: ${amount}; give a whole number from 1`;
  }
  if (amount > 0 && amount <= 1) return undefined;
  return `Share to keep: ${amount}; give a number above 0 and up to 1`;
}

function rowsProblem(rows: string): string | undefined {
  try {
    parseRowRange(rows);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
