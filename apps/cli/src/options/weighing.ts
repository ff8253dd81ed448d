import { type Command, Option } from "commander";
import { count } from "./numbers.js";

/** How the command weighs its number. */
export interface WeighingFlags {
  significance: "bartlett" | "permutation" | "none";
  bootstrap?: number;
  seed: number;
}

/** Adds the options of {@link WeighingFlags} to a command. */
export function addWeighingOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--significance <test>",
        "svcca, cca, pwcca: how many directions are more than chance, by Bartlett's test or by shuffling the datapoints 199 times",
      )
        .choices(["bartlett", "permutation", "none"])
        .default("bartlett"),
    )
    .addOption(
      new Option(
        "--bootstrap <n>",
        "svcca, cca, pwcca, cka (biased), pls, procrustes: an interval for the similarity, by drawing datapoints n times",
      ).argParser(count),
    );
}
