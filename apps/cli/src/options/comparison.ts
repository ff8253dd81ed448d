import type { CompareOptions, Layout, Spatial, Truncation } from "@svcca/core";
import { SvccaError } from "@svcca/linalg";
import { type Command, Option } from "commander";
import { addBackendOptions, type BackendFlags } from "./backend.js";
import { count, share } from "./numbers.js";
import { type RowRange, rowRange } from "./row-range.js";

/** The options of every command that compares layers, as the command line gives them. */
export interface ComparisonFlags extends BackendFlags {
  measure: "svcca" | "cca";
  variance?: number;
  singularSum?: number;
  components?: number;
  average: "kept" | "neurons";
  spatial?: Spatial;
  layout?: Layout;
  neuronsFirst?: boolean;
  rows?: RowRange;
  exact?: boolean;
}

/** Adds the options of {@link ComparisonFlags} to a command. */
export function addComparisonOptions(command: Command): Command {
  return addBackendOptions(command)
    .addOption(
      new Option("--measure <name>", "what to compute").choices(["svcca", "cca"]).default("svcca"),
    )
    .addOption(
      new Option(
        "--variance <share>",
        "svcca: keep the directions that hold this share of the variance (0.99 when no rule is given)",
      )
        .argParser(share)
        .conflicts(["singularSum", "components"]),
    )
    .addOption(
      new Option(
        "--singular-sum <share>",
        "svcca: the same for the sum of singular values, not squared",
      )
        .argParser(share)
        .conflicts(["variance", "components"]),
    )
    .addOption(
      new Option("--components <k>", "svcca: keep the k largest directions")
        .argParser(count)
        .conflicts(["variance", "singularSum"]),
    )
    .addOption(
      new Option(
        "--average <over>",
        "mean over the kept directions, or over all neurons (eq. 1 of the paper)",
      )
        .choices(["kept", "neurons"])
        .default("kept"),
    )
    .addOption(
      new Option(
        "--spatial <how>",
        "convolutional layers: average the positions, take them as datapoints, or flatten them into neurons",
      ).choices(["average", "datapoints", "flatten"]),
    )
    .addOption(
      new Option(
        "--layout <axes>",
        "convolutional layers: the order of the axes, where the file does not say",
      ).choices(["NCHW", "NHWC"]),
    )
    .option("--neurons-first", "arrays are neurons x datapoints, as in google/svcca")
    .addOption(
      new Option("--rows <start:end:step>", "use these datapoints only, as in a slice").argParser(
        rowRange,
      ),
    )
    .option("--exact", "decompose the data themselves, in memory, instead of streaming moments");
}

/** What the library is told, from the flags; the backend is opened beside it. */
export function comparisonOf(
  flags: ComparisonFlags,
): CompareOptions & { readonly truncate: Truncation } {
  return {
    truncate: truncationOf(flags),
    average: flags.average,
    method: flags.exact ? "exact" : "moments",
    ...(flags.spatial ? { spatial: flags.spatial } : {}),
    ...(flags.layout ? { layout: flags.layout } : {}),
  };
}

function truncationOf({ measure, variance, singularSum, components }: ComparisonFlags): Truncation {
  const given = variance ?? singularSum ?? components;
  if (measure === "cca" && given !== undefined) {
    throw new SvccaError(
      "invalid-argument",
      `--measure cca keeps every direction; leave out the rule (${given}), or use --measure svcca`,
      { received: given },
    );
  }
  if (singularSum !== undefined) return { singularValueSum: singularSum };
  return components === undefined ? { variance: variance ?? 0.99 } : { components };
}

/** The options as a JSON document names them. */
export function describeComparison(flags: ComparisonFlags) {
  return {
    ...(flags.measure === "svcca" ? { truncate: truncationOf(flags) } : {}),
    average: flags.average,
    ...(flags.spatial ? { spatial: flags.spatial } : {}),
    ...(flags.layout ? { layout: flags.layout } : {}),
    neuronsFirst: flags.neuronsFirst ?? false,
    ...(flags.rows ? { rows: flags.rows } : {}),
    method: flags.exact ? "exact" : "moments",
  };
}
