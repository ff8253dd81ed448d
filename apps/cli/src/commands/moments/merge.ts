import { mergeMoments, momentsToArrays, type StoredMoments } from "@svcca/core";
import { encodeNpz } from "@svcca/io";
import { SvccaError } from "@svcca/linalg";
import { Command, Option } from "commander";
import { openMoments } from "../../input/stored-moments.js";
import { assertWritable, saveFile } from "../../output/save.js";

const EXAMPLES = `
Examples:
  svcca merge moments-1.npz moments-2.npz moments-3.npz --output moments.npz`;

/** `svcca merge M...`. */
export function mergeCommand(): Command {
  return new Command("merge")
    .description("add up the second moments of shards, as if their datapoints had been one file")
    .argument("<M...>", "files that svcca moments wrote, of the same layers in the same order")
    .addOption(new Option("-o, --output <M>", "the .npz file to write").makeOptionMandatory())
    .option("--force", "write over a file that is there")
    .option("--debug", "show where an error came from")
    .addHelpText("after", EXAMPLES)
    .action(merge);
}

async function merge(
  paths: string[],
  { output, force }: { output: string; force?: boolean },
): Promise<void> {
  await assertWritable(output, force);
  let total: StoredMoments | undefined;
  for (const path of paths) {
    const next = await openMoments(path);
    if (!next) {
      throw new SvccaError(
        "format",
        `${path}: no second moments; give files that svcca moments wrote`,
        { path },
      );
    }
    const twice = next.origins.find(({ sha256 }) =>
      total?.origins.some((origin) => sha256 !== undefined && origin.sha256 === sha256),
    );
    if (twice) {
      throw new SvccaError(
        "invalid-argument",
        `${path}: its datapoints (${twice.source}) are in the sum already; give each shard once`,
        { path, origin: twice },
      );
    }
    total = total
      ? {
          moments: mergeMoments(total.moments, next.moments),
          origins: [...total.origins, ...next.origins],
        }
      : next;
  }
  await saveFile(output, encodeNpz(momentsToArrays(total!)), force);
}
