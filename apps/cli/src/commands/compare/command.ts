import type { MeasureChoice, Similarity } from "@svcca/core";
import { Command, Option } from "commander";
import { interruptSignal } from "../../interrupt.js";
import { withBackend } from "../../options/backend.js";
import {
  addComparisonOptions,
  type ComparisonFlags,
  comparisonOf,
} from "../../options/comparison.js";
import { addIdsOptions, type IdsFlags } from "../../options/ids.js";
import { share } from "../../options/numbers.js";
import { outputOption, type ResultFile } from "../../options/result-file.js";
import { addWeighingOptions, assertWeighing, type WeighingFlags } from "../../options/weighing.js";
import { type Color, colorsFor } from "../../output/colors.js";
import { progressLine } from "../../output/progress.js";
import { assertWritable, saveFile } from "../../output/save.js";
import { warn } from "../../study/print.js";
import { compareCsv } from "./csv.js";
import { coefficientsOf, compareDocument } from "./document.js";
import { explainPair } from "./explain.js";
import { compareFile } from "./file.js";
import { compareFrequencies } from "./frequencies.js";
import { compareData, compareStored } from "./sides.js";
import { compareText } from "./text.js";
import type { Weighed } from "./weigh.js";

interface CompareFlags extends ComparisonFlags, WeighingFlags, IdsFlags {
  format: "text" | "json" | "csv";
  output?: ResultFile[];
  force?: boolean;
  failUnder?: number;
  explain?: boolean;
  color: Color;
  quiet?: boolean;
}

const EXAMPLES = `
Examples:
  svcca compare a.npy b.npy
  svcca compare run1.npz:fc1 run2.npz:fc1 --format json
  svcca compare run.h5:epoch_3/fc1 run.h5:epoch_9/fc1
  svcca compare run1.npz:conv3 run2.npz:conv3 --spatial datapoints --layout NCHW
  svcca compare run1.npz:conv3 run2.npz:conv3 --spatial datapoints --positions 16 --layout NCHW
  svcca compare run1.npz:conv3 run2.npz:conv2 --spatial interpolate --layout NCHW
  svcca compare run1.npz:conv3 run2.npz:conv2 --spatial dft --layout NCHW --output map.svg
  svcca compare a.npy b.npy --neurons-first --components 20
  svcca compare a.npy b.npy --measure cka --estimator debiased
  svcca compare a.npy b.npy --significance permutation --bootstrap 200
  svcca compare a.npz:fc1 b.npz:fc1 --ids a.npz:ids --ids-y b.npz:ids --align-ids
  svcca compare a.npy b.npy --output result.json --output curve.png
  svcca compare run1.h5:conv3 run2.h5:conv3 --layout NCHW --explain
  svcca compare old.npz:fc1 new.npz:fc1 --fail-under 0.9`;

/** `svcca compare X Y`. */
export function compareCommand(): Command {
  const command = new Command("compare")
    .description("compare two layers over the same datapoints (rows), FILE[:ARRAY] each")
    .argument("<X>", "an array of datapoints x neurons: npy, npz, HDF5, safetensors, IDX")
    .argument("<Y>", "another, with the same datapoints in the same order");
  return addIdsOptions(addWeighingOptions(addComparisonOptions(command)))
    .addOption(
      new Option("--format <kind>", "what to print")
        .choices(["text", "json", "csv"])
        .default("text"),
    )
    .addOption(outputOption([".json", ".csv", ".npz", ".svg", ".png"]))
    .option("--force", "write over files that are there")
    .addOption(
      new Option(
        "--explain",
        "compare nothing: print what each way to treat space would take, and which to take",
      ).conflicts(["output", "failUnder", "bootstrap"]),
    )
    .addOption(
      new Option("--fail-under <similarity>", "exit with 3 when the similarity is lower").argParser(
        share,
      ),
    )
    .addOption(
      new Option("--color <when>", "colours in the text")
        .choices(["auto", "always", "never"])
        .default("auto"),
    )
    .option("--quiet", "no warnings and no progress on stderr")
    .option("--debug", "show where an error came from")
    .addHelpText("after", EXAMPLES)
    .action(compare);
}

async function compare(targetX: string, targetY: string, flags: CompareFlags): Promise<void> {
  const choice = comparisonOf(flags);
  assertWeighing(flags);
  if (flags.explain) {
    await withBackend({ ...flags, inputs: [targetX, targetY] }, async (backend, why) => {
      process.stdout.write(await explainPair(targetX, targetY, { backend, why }, flags));
    });
    return;
  }
  for (const { path } of flags.output ?? []) await assertWritable(path, flags.force);
  await withBackend({ ...flags, inputs: [targetX, targetY] }, (backend) =>
    compareOn({ ...choice, backend }, targetX, targetY, flags),
  );
}

async function compareOn(
  choice: MeasureChoice,
  targetX: string,
  targetY: string,
  flags: CompareFlags,
): Promise<void> {
  const interrupt = interruptSignal();
  const progress = progressLine("datapoints");
  const settings = {
    ...choice,
    signal: interrupt.signal,
    ...(flags.quiet ? {} : { onProgress: progress.update }),
  };
  try {
    const found =
      flags.spatial === "dft"
        ? await compareFrequencies(targetX, targetY, settings, flags)
        : ((await compareStored(targetX, targetY, settings, flags)) ??
          (await compareData(targetX, targetY, settings, flags)));
    progress.clear();
    const { result, weighed, remarks } = found;
    const document = compareDocument(found, flags);
    for (const { path, ending } of flags.output ?? []) {
      await saveFile(path, await compareFile(ending, result, document), flags.force);
    }
    if (!flags.quiet) {
      for (const remark of remarks) process.stderr.write(`svcca: ${remark}\n`);
      warn(document.warnings, flags.color);
    }
    process.stdout.write(print(result, weighed, document, flags));
    if (flags.failUnder !== undefined && result.similarity < flags.failUnder) {
      process.stderr.write(
        `svcca: the similarity ${result.similarity} is under ${flags.failUnder}\n`,
      );
      process.exitCode = 3;
    }
  } finally {
    progress.clear();
    interrupt.dispose();
  }
}

function print(
  result: Similarity,
  weighed: Weighed,
  document: ReturnType<typeof compareDocument>,
  flags: CompareFlags,
): string {
  if (flags.format === "csv") return compareCsv(coefficientsOf(result));
  if (flags.format === "json") return `${JSON.stringify(document, null, 2)}\n`;
  return compareText(result, weighed, flags, colorsFor(process.stdout, flags.color));
}
