import { SvccaError } from "@svcca/linalg";
import { type Command, Option } from "commander";
import type { ComparisonFlags } from "./comparison.js";
import { count } from "./numbers.js";

/** How the command weighs its number. */
export interface WeighingFlags {
  /** Bartlett's test where it is left out and the measure has directions. */
  significance?: "bartlett" | "permutation" | "none";
  bootstrap?: number;
  seed: number;
}

/** Adds the options of {@link WeighingFlags} to a command. */
export function addWeighingOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--significance <test>",
        "svcca, cca, pwcca: how many directions are more than chance, by Bartlett's test or by shuffling the datapoints 199 times (default: bartlett)",
      ).choices(["bartlett", "permutation", "none"]),
    )
    .addOption(
      new Option(
        "--bootstrap <n>",
        "svcca, cca, pwcca, cka (biased), pls, procrustes: an interval for the similarity, by drawing datapoints n times",
      ).argParser(count),
    );
}

/**
 * Refuses a test that would not be made.
 *
 * @throws SvccaError `invalid-argument` for a measure without directions, and by frequency.
 */
export function assertWeighing({
  significance,
  bootstrap,
  measure,
  spatial,
}: WeighingFlags & Pick<ComparisonFlags, "measure" | "spatial">): void {
  const refuse = (message: string) => {
    throw new SvccaError("invalid-argument", message, { significance, bootstrap, measure });
  };
  const test = significance === "none" ? undefined : significance;
  if (spatial === "dft" && (test !== undefined || bootstrap !== undefined)) {
    refuse(
      `--spatial dft has no --significance ${test ?? "permutation"} and no --bootstrap; leave them out, or take --spatial average or datapoints`,
    );
  }
  if (test !== undefined && measure !== "svcca" && measure !== "cca" && measure !== "pwcca") {
    refuse(
      `--significance ${test} counts directions, and is for --measure svcca, cca or pwcca, not ${measure}; leave it out`,
    );
  }
}
