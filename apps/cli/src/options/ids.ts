import { type Command, Option } from "commander";

/** The identifiers of the datapoints of two layers. */
export interface IdsFlags {
  ids?: string;
  idsY?: string;
  alignIds?: boolean;
}

/** Adds the options of {@link IdsFlags} to a command. */
export function addIdsOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--ids <array>",
        "identifiers of X's datapoints, FILE[:ARRAY] of text or whole numbers: refuse to compare different ones",
      ),
    )
    .addOption(new Option("--ids-y <array>", "identifiers of Y's datapoints"))
    .option("--align-ids", "bring Y's datapoints into X's order, and drop those that only one has");
}
