import { cca, svcca } from "@svcca/core";
import { Command, Option } from "commander";
import { openLayer } from "../../input/open-layer.js";
import { interruptSignal } from "../../interrupt.js";
import { openBackend } from "../../options/backend.js";
import {
  addComparisonOptions,
  type ComparisonFlags,
  comparisonOf,
} from "../../options/comparison.js";
import { share } from "../../options/numbers.js";
import { outputOption, type ResultFile } from "../../options/result-file.js";
import { type Color, colorsFor } from "../../output/colors.js";
import { progressLine } from "../../output/progress.js";
import { assertWritable, saveFile } from "../../output/save.js";
import { compareCsv } from "./csv.js";
import { type Compared, compareDocument } from "./document.js";
import { compareFile } from "./file.js";
import { compareText } from "./text.js";

interface CompareFlags extends ComparisonFlags {
  format: "text" | "json" | "csv";
  output?: ResultFile[];
  force?: boolean;
  failUnder?: number;
  color: Color;
  quiet?: boolean;
}

const EXAMPLES = `
Examples:
  svcca compare a.npy b.npy
  svcca compare run1.npz:fc1 run2.npz:fc1 --format json
  svcca compare run.h5:epoch_3/fc1 run.h5:epoch_9/fc1
  svcca compare run1.npz:conv3 run2.npz:conv3 --spatial datapoints --layout NCHW
  svcca compare a.npy b.npy --neurons-first --components 20
  svcca compare a.npy b.npy --output result.json --output curve.png
  svcca compare old.npz:fc1 new.npz:fc1 --fail-under 0.9`;

/** `svcca compare X Y`. */
export function compareCommand(): Command {
  const command = new Command("compare")
    .description("compare two layers over the same datapoints (rows), FILE[:ARRAY] each")
    .argument("<X>", "an array of datapoints x neurons: npy, npz, HDF5, safetensors, IDX")
    .argument("<Y>", "another, with the same datapoints in the same order");
  return addComparisonOptions(command)
    .addOption(
      new Option("--format <kind>", "what to print")
        .choices(["text", "json", "csv"])
        .default("text"),
    )
    .addOption(outputOption())
    .option("--force", "write over files that are there")
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
  const settings = comparisonOf(flags);
  const backend = await openBackend(flags);
  for (const { path } of flags.output ?? []) await assertWritable(path, flags.force);
  const x = await openLayer(targetX, flags);
  const y = await openLayer(targetY, flags).catch(async (error) => {
    await x.close();
    throw error;
  });
  const interrupt = interruptSignal();
  const progress = progressLine("datapoints");
  try {
    const options = {
      ...settings,
      backend,
      signal: interrupt.signal,
      ...(flags.quiet ? {} : { onProgress: progress.update }),
    };
    const result: Compared = await (flags.measure === "cca" ? cca : svcca)(
      x.source,
      y.source,
      options,
    );
    progress.clear();
    const inputs = await Promise.all([x.describe(), y.describe()]);
    const document = compareDocument(result, inputs, flags);
    for (const { path, ending } of flags.output ?? []) {
      await saveFile(path, await compareFile(ending, result, document), flags.force);
    }
    if (!flags.quiet) {
      const { yellow } = colorsFor(process.stderr, flags.color);
      for (const { message } of result.warnings) {
        process.stderr.write(`svcca: ${yellow("warning")}: ${message}\n`);
      }
    }
    process.stdout.write(print(result, document, flags));
    if (flags.failUnder !== undefined && result.similarity < flags.failUnder) {
      process.stderr.write(
        `svcca: the similarity ${result.similarity} is under ${flags.failUnder}\n`,
      );
      process.exitCode = 3;
    }
  } finally {
    progress.clear();
    interrupt.dispose();
    await Promise.all([x.close(), y.close(), backend.dispose?.()]);
  }
}

function print(result: Compared, document: object, { format, color }: CompareFlags): string {
  if (format === "csv") return compareCsv(result.coefficients);
  if (format === "json") return `${JSON.stringify(document, null, 2)}\n`;
  return compareText(result, colorsFor(process.stdout, color));
}
