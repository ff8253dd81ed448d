import { type Command, Option } from "commander";

/** The identifiers of the datapoints of two layers. */
export interface IdsFlags {
  ids?: string;
  idsY?: string;
  alignIds?: boolean;
}

/** Adds the options of {@link IdsFlags} to a command. */
export function addIdsOptions(
  command: Command,
  [x, y]: readonly [string, string] = ["X", "Y"],
): Command {
  return command
    .addOption(
      new Option(
        "--ids <array>",
        `identifiers of the datapoints of ${x}, FILE[:ARRAY] of text or whole numbers: refuse to compare different ones`,
      ),
    )
    .addOption(new Option("--ids-y <array>", `identifiers of the datapoints of ${y}`))
    .option(
      "--align-ids",
      `bring the datapoints of ${y} into the order of ${x}, and drop those that only one has`,
    );
}
