import { setImmediate as turn } from "node:timers/promises";
import { type Backend, SvccaError } from "@svcca/linalg";
import type { CompressOptions, Directions, Reconstruction } from "@svcca/training";
import { Command, Option } from "commander";
import { openTraining, type Training } from "../../input/training.js";
import { interruptSignal } from "../../interrupt.js";
import { addBackendOptions, type BackendFlags, withBackend } from "../../options/backend.js";
import { choicesOf, listOf } from "../../options/lists.js";
import { integer, share } from "../../options/numbers.js";
import { outputOption, type ResultFile } from "../../options/result-file.js";
import { names } from "../../options/study.js";
import { addDataOptions, type DataFlags, openData } from "../../options/training-data.js";
import type { Color } from "../../output/colors.js";
import { progressLine } from "../../output/progress.js";
import { assertWritable } from "../../output/save.js";
import { present } from "../../study/print.js";
import { compressRendering } from "./document.js";

const METHODS: readonly Directions[] = [
  "svcca",
  "svcca-network",
  "pca",
  "pls",
  "random",
  "highest-activation",
];

interface CompressFlags extends DataFlags, BackendFlags {
  layers?: string[];
  by: Directions[];
  keep: number[];
  of: "directions" | "parameters";
  other?: string;
  reconstruction: Reconstruction;
  seed: number;
  save?: string;
  output?: ResultFile[];
  format: "text" | "json" | "csv";
  color: Color;
  force?: boolean;
  quiet?: boolean;
}

const EXAMPLES = `
Examples:
  svcca compress run/off-1/model --layers fc1,fc2
  svcca compress run/off-1/model --layers fc1 --keep 1,0.5,0.2,0.1,0.05 --output curve.svg
  svcca compress run/off-1/model --layers fc1,fc2 --by svcca --keep 0.2 --save small
  svcca compress mnist/off-1/model --data t10k-images-idx3-ubyte.gz --labels t10k-labels-idx1-ubyte.gz

W x becomes (W A)(P x): k rows of P are directions of what comes into the layer. Directions are found
on the training data and the accuracy is measured on the test data, as svcca train divides them.`;

/** `svcca compress MODEL`. */
export function compressCommand(): Command {
  const command = new Command("compress")
    .description(
      "make layers of a tfjs model smaller by the directions that matter: accuracy against size",
    )
    .argument("<MODEL>", "a folder with model.json, as svcca train and tfjs write it");
  return addBackendOptions(addDataOptions(command))
    .addOption(
      new Option(
        "--layers <names>",
        "layers to compress, one after another (default: all dense and convolutional)",
      ).argParser(names),
    )
    .addOption(
      new Option("--by <kinds>", `directions to compare: ${METHODS.join(", ")}`)
        .argParser(choicesOf(METHODS))
        .default(
          METHODS.filter((by) => by !== "svcca-network"),
          "all but svcca-network",
        ),
    )
    .addOption(
      new Option("--keep <shares>", "how much to keep of each layer")
        .argParser(listOf(share))
        .default([1, 0.5, 0.35, 0.25, 0.1], "1,0.5,0.35,0.25,0.1"),
    )
    .addOption(
      new Option("--of <what>", "of what: of the directions, or of the parameters of the layer")
        .choices(["directions", "parameters"])
        .default("directions"),
    )
    .addOption(
      new Option("--other <MODEL>", "--by svcca-network: another network of the same layers"),
    )
    .addOption(
      new Option("--reconstruction <how>", "what the layer sees of its input")
        .choices(["least-squares", "projection"])
        .default("least-squares"),
    )
    .addOption(new Option("--seed <n>", "of the random neurons").argParser(integer).default(0))
    .addOption(
      new Option("--save <folder>", "write the smaller model there; give one --by and one --keep"),
    )
    .addOption(outputOption([".json", ".csv", ".svg", ".png"]))
    .addOption(
      new Option("--format <kind>", "what to print")
        .choices(["text", "json", "csv"])
        .default("text"),
    )
    .addOption(
      new Option("--color <when>", "colours in the text")
        .choices(["auto", "always", "never"])
        .default("auto"),
    )
    .option("--force", "write over what is there")
    .option("--quiet", "no progress on stderr")
    .option("--debug", "show where an error came from")
    .addHelpText("after", EXAMPLES)
    .action(compress);
}

async function compress(path: string, flags: CompressFlags): Promise<void> {
  assertFlags(flags);
  for (const { path: file } of flags.output ?? []) await assertWritable(file, flags.force);
  if (flags.save !== undefined) await assertWritable(flags.save, flags.force);
  const { training } = await openTraining();
  const model = await training.loadModel(path);
  const other = flags.other === undefined ? undefined : await training.loadModel(flags.other);
  const { train, test, description } = await openData(flags, training);
  const interrupt = interruptSignal();
  const line = progressLine("models");
  try {
    await withBackend({ ...flags, wide: false }, async (backend) => {
      const how = optionsOf(flags, training, { model, other, backend, signal: interrupt.signal });
      const points = await training.compressionCurve(model, train, test, {
        ...how,
        by: flags.by,
        keep: flags.keep,
        async onProgress(done, total) {
          if (!flags.quiet) line.update(done, total);
          // tfjs never waits for anything: Ctrl-C is heard only here.
          await turn();
        },
      });
      const whole = await training.compress(model, train, { ...how, keep: 1 });
      whole.model.dispose();
      if (flags.save !== undefined) {
        const [by, keep] = [flags.by[0]!, flags.keep[0]!];
        const { model: small } = await training.compress(model, train, { ...how, by, keep });
        await training.saveModel(flags.save, small, { force: flags.force ?? false });
      }
      line.clear();
      const { of, reconstruction, seed } = flags;
      const rendering = compressRendering({
        model: { path, ...whole.before },
        layers: how.layers,
        data: description,
        options: { of, ...{ reconstruction, seed, by: flags.by, keep: flags.keep } },
        points,
        backend: backend.name,
      });
      await present(rendering, flags);
    });
  } finally {
    line.clear();
    interrupt.dispose();
  }
}

type Model = Awaited<ReturnType<Training["loadModel"]>>;

function optionsOf(
  flags: CompressFlags,
  training: Training,
  given: { model: Model; other: Model | undefined; backend: Backend; signal: AbortSignal },
): Omit<CompressOptions, "keep" | "by"> & { layers: string[] } {
  const { of, reconstruction, seed } = flags;
  const { model, other, backend, signal } = given;
  const layers = flags.layers ?? training.compressibleLayers(model);
  return { layers, of, reconstruction, seed, backend, signal, ...(other ? { other } : {}) };
}

/** @throws SvccaError `invalid-argument` for flags that do not go together. */
function assertFlags({ by, keep, other, save }: CompressFlags): void {
  const refuse = (message: string) => {
    throw new SvccaError("invalid-argument", message, {});
  };
  const needs = by.includes("svcca-network");
  if (needs && other === undefined)
    refuse("--by svcca-network: give the other network with --other");
  if (!needs && other !== undefined) refuse(`--other ${other}: only --by svcca-network uses it`);
  if (save !== undefined && (by.length > 1 || keep.length > 1)) {
    refuse(`--save ${save}: one model is saved; give one --by and one --keep`);
  }
}
