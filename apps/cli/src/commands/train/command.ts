import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { SvccaError } from "@svcca/linalg";
import { Command, Option } from "commander";
import { openTraining } from "../../input/training.js";
import { choicesOf, listOf } from "../../options/lists.js";
import { count, integer, positive, share, shareFromZero } from "../../options/numbers.js";
import { addDataOptions, dataArguments, openData } from "../../options/training-data.js";
import { cannotWrite } from "../../output/save.js";
import { takeLock } from "../../study/lock.js";
import { type TrainedRun, trainDocument, trainText } from "./document.js";
import { buildNetwork, NETWORKS } from "./networks.js";
import { assertSchedule, FREEZES, oneRun, type TrainFlags } from "./one-run.js";

const EXAMPLES = `
Examples:
  svcca train --output run
  svcca train --freeze off,linear,svcca --seeds 1,2,3,4,5 --output study
  svcca train --freeze off,schedule --schedule 0.3,0.5,0.6,0.7 --output own
  svcca train --network resnet --blocks 3 --checkpoints 0,0.05,0.1,0.5,1 --output resnet
  svcca train --data t10k-images-idx3-ubyte.gz --labels t10k-labels-idx1-ubyte.gz --output mnist
  svcca train --data toy --network mlp --output toy

OUTPUT/off-1 is the run without freezing and seed 1: the activations of all layers at each
checkpoint, the labels of their datapoints, the trained model, and the result. A run that is
interrupted or killed goes on where it was when the command is given again.`;

/** `svcca train`. */
export function trainCommand(): Command {
  const command = new Command("train").description(
    "train networks with tfjs: plain against freeze training, with checkpoints and activations",
  );
  return addDataOptions(command)
    .addOption(new Option("--network <name>", "architecture").choices(NETWORKS).default("convnet"))
    .addOption(
      new Option("--channels <list>", "channels of the stages of convnet and resnet")
        .argParser(listOf(count))
        .default([8, 16], "8,16"),
    )
    .addOption(
      new Option(
        "--units <list>",
        "units of the dense or LSTM layers (default: 64,32 of convnet, 32 of resnet and lstm, 200 four times of mlp)",
      ).argParser(listOf(count)),
    )
    .addOption(
      new Option("--blocks <n>", "blocks of each stage of resnet").argParser(count).default(3),
    )
    .addOption(
      new Option(
        "--freeze <how>",
        "off, linear (layer by layer or block by block), schedule (of your own), svcca; several with commas",
      )
        .argParser(choicesOf(FREEZES))
        .default(["off"], "off"),
    )
    .addOption(
      new Option(
        "--schedule <shares>",
        "--freeze schedule: the shares of the training at which the first, second, ... layer or block freezes",
      ).argParser(listOf(shareFromZero)),
    )
    .addOption(
      new Option(
        "--threshold <share>",
        "--freeze svcca: similarity with its self a fifth of the training ago that freezes a layer",
      )
        .argParser(share)
        .default(0.98),
    )
    .addOption(
      new Option("--seeds <list>", "a run for each: initial weights and order of the data")
        .argParser(listOf(integer))
        .default([1], "1"),
    )
    .addOption(
      new Option("--epochs <n>", "times each datapoint is seen").argParser(count).default(8),
    )
    .addOption(new Option("--batch-size <n>", "datapoints of a step").argParser(count).default(50))
    .addOption(
      new Option("--learning-rate <r>", "of gradient descent with momentum 0.9")
        .argParser(positive)
        .default(0.02),
    )
    .addOption(
      new Option("--translate <pixels>", "move each image by up to so many pixels")
        .argParser(integer)
        .default(0),
    )
    .addOption(
      new Option("--checkpoints <list>", "shares of the training at which activations are kept")
        .argParser(listOf(shareFromZero))
        .default([0, 0.35, 0.75, 1], "0,0.35,0.75,1"),
    )
    .addOption(
      new Option("--probe <n>", "test datapoints whose activations are kept")
        .argParser(count)
        .default(500),
    )
    .addOption(
      new Option(
        "--backend <name>",
        "where tfjs computes: wasm, tensorflow (where tfjs-node or tfjs-node-gpu is installed), webgpu (a GPU); auto takes tensorflow where it is, else wasm",
      )
        .choices(["auto", "tensorflow", "wasm", "webgpu"])
        .default("auto"),
    )
    .addOption(
      new Option("--adapter <name>", "the GPU, by a part of its name (default: the fastest)"),
    )
    .addOption(new Option("-o, --output <folder>", "where the runs go").makeOptionMandatory())
    .addOption(
      new Option("--format <kind>", "what to print").choices(["text", "json"]).default("text"),
    )
    .option("--force", "begin anew where a run is there already")
    .option("--quiet", "no progress on stderr")
    .option("--debug", "show where an error came from")
    .addHelpText("after", EXAMPLES)
    .action(train);
}

/** @throws SvccaError `invalid-argument` for flags that do not go together. */
function assertFlags({ freeze, schedule, backend, adapter }: TrainFlags): void {
  const refuse = (message: string) => {
    throw new SvccaError("invalid-argument", message, {});
  };
  if (freeze.includes("schedule") && !schedule) {
    refuse("--freeze schedule: give the shares of the training with --schedule");
  }
  if (schedule && !freeze.includes("schedule")) {
    refuse(`--schedule ${schedule}: only --freeze schedule uses it`);
  }
  if (adapter !== undefined && backend !== "webgpu") {
    refuse(`--adapter ${adapter}: only --backend webgpu has adapters`);
  }
}

async function train(flags: TrainFlags): Promise<void> {
  assertFlags(flags);
  const { training, tfjs } = await openTraining(flags.backend, flags.adapter);
  const data = await openData(flags, training);
  assertSchedule(training, flags, data);
  const { output } = flags;
  await mkdir(output, { recursive: true }).catch((cause) => {
    throw cannotWrite(output, cause);
  });
  const lock = await takeLock(join(output, "train"));
  try {
    const runs: TrainedRun[] = [];
    for (const seed of flags.seeds) {
      for (const freeze of flags.freeze) {
        runs.push(await oneRun(training, flags, data, { seed, freeze, tfjs }));
      }
    }
    const { network, channels, units, blocks } = flags;
    const { epochs, batchSize, learningRate, translate, checkpoints, probe } = flags;
    const { schedule, threshold } = flags;
    const document = trainDocument(
      runs,
      {
        network: { name: network, channels, units, blocks },
        data: data.description,
        options: {
          ...{ epochs, batchSize, learningRate, translate, schedule, threshold },
          ...{ checkpoints, probe },
        },
        backend: tfjs,
      },
      "labels" in data.train.targets ? "accuracy" : "mean squared error",
    );
    const { model } = buildNetwork(training, flags, data.train, 1);
    const layers = training.layerNames(model);
    process.stdout.write(
      flags.format === "json"
        ? `${JSON.stringify(document, null, 2)}\n`
        : trainText(document, layers, dataArguments(flags)),
    );
  } finally {
    await lock.release();
  }
}
