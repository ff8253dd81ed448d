import { SvccaError } from "@svcca/linalg";
import { type Command, Option } from "commander";
import type { Color } from "../output/colors.js";
import { addComparisonOptions, type ComparisonFlags } from "./comparison.js";
import { addIdsOptions, type IdsFlags } from "./ids.js";
import { type Ending, outputOption, type ResultFile } from "./result-file.js";

/** The options of every command that compares whole networks. */
export interface StudyFlags extends ComparisonFlags, IdsFlags {
  layers?: string[];
  format: "text" | "json" | "csv";
  output?: ResultFile[];
  force?: boolean;
  color: Color;
  quiet?: boolean;
}

/**
 * Adds the options of {@link StudyFlags} to a command.
 *
 * @param sides what has identifiers of its own, for the help.
 */
export function addStudyOptions(
  command: Command,
  endings: readonly Ending[],
  sides: readonly [string, string],
): Command {
  return addIdsOptions(addComparisonOptions(command), sides)
    .addOption(
      new Option(
        "--layers <names>",
        "these layers, in this order, with commas (default: all, in natural order)",
      ).argParser(names),
    )
    .addOption(
      new Option("--format <kind>", "what to print")
        .choices(["text", "json", "csv"])
        .default("text"),
    )
    .addOption(outputOption(endings))
    .option("--force", "write over files that are there, and begin an interrupted run anew")
    .addOption(
      new Option("--color <when>", "colours in the text")
        .choices(["auto", "always", "never"])
        .default("auto"),
    )
    .option("--quiet", "no warnings and no progress on stderr")
    .option("--debug", "show where an error came from");
}

/** Names with commas between them. */
export function names(text: string): string[] {
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/**
 * Refuses frequencies where whole layers are needed: directions and moments.
 *
 * @throws SvccaError `invalid-argument`.
 */
export function assertWholeLayers({ spatial }: Pick<StudyFlags, "spatial">): void {
  if (spatial !== "dft") return;
  throw new SvccaError(
    "invalid-argument",
    "--spatial dft gives similarities, no directions and no moments; use svcca compare or grid, or another treatment of space here",
    { received: spatial },
  );
}
