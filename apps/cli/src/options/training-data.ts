import { openArray } from "@svcca/io/node";
import { SvccaError, shuffledOrder, uniform } from "@svcca/linalg";
import type { DataSet } from "@svcca/training";
import { type Command, Option } from "commander";
import { sha256 } from "../input/hash.js";
import type { Training } from "../input/training.js";
import { count } from "./numbers.js";

/** What to train on, as the command line gives it. */
export interface DataFlags {
  data: string;
  labels?: string;
  train?: number;
  test?: number;
}

/** What there is to train on without any file. */
const DRAWN = "drawn";
const TOY = "toy";
/** Of the images that are drawn, and of the order in which a file is taken. */
const SEEDS = { train: 101, test: 202, order: 1, toy: 1 };

/** Adds the options of {@link DataFlags} to a command. */
export function addDataOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--data <D>",
        `images: FILE[:ARRAY] (MNIST, CIFAR-10, npy, ...), or "${DRAWN}" (glyphs of 16 x 16) or "${TOY}" (curves of one number), which need no file`,
      ).default(DRAWN),
    )
    .addOption(new Option("--labels <L>", "their classes, FILE[:ARRAY], from 0"))
    .addOption(
      new Option(
        "--train <n>",
        "datapoints to train on (default: 2000 drawn, 80 % of a file)",
      ).argParser(count),
    )
    .addOption(
      new Option(
        "--test <n>",
        "datapoints held out (default: 1000 drawn, the rest of a file)",
      ).argParser(count),
    );
}

/** The same data options once more, for a command that follows. */
export function dataArguments({ data, labels, train, test }: DataFlags): string {
  const given = { data: data === DRAWN ? undefined : data, labels, train, test };
  return Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` --${name} ${value}`)
    .join("");
}

/** Data to train on and to test with, and what a JSON document says of them. */
export interface TrainingData {
  readonly train: DataSet;
  readonly test: DataSet;
  readonly description: object;
}

/**
 * The data that the flags name. Of a file the datapoints are taken in a random order that is always
 * the same, since many files are sorted.
 *
 * @throws SvccaError `invalid-argument` for labels that are missing or too many, or more datapoints
 *   than there are.
 */
export async function openData(flags: DataFlags, training: Training): Promise<TrainingData> {
  const { data, labels, train = 2000, test = 1000 } = flags;
  if (data !== DRAWN && data !== TOY) return openFiles(flags, training);
  if (labels !== undefined) {
    throw new SvccaError(
      "invalid-argument",
      `--labels ${labels}: ${data} data bring their own; leave it out, or give files with --data`,
      { labels },
    );
  }
  const description = { data, train, test, seeds: SEEDS };
  if (data === TOY) {
    const { toyCurves } = training;
    return { train: toyCurves(train, SEEDS.toy), test: toyCurves(test, SEEDS.toy), description };
  }
  const { drawnImages, drawnClasses } = training;
  const perClass = (wanted: number, name: string) => {
    if (wanted % drawnClasses.length === 0) return wanted / drawnClasses.length;
    throw new SvccaError(
      "invalid-argument",
      `--${name} ${wanted}: drawn images come in ${drawnClasses.length} classes, as many of each; give a multiple of ${drawnClasses.length}`,
      { received: wanted },
    );
  };
  return {
    train: drawnImages(perClass(train, "train"), SEEDS.train),
    test: drawnImages(perClass(test, "test"), SEEDS.test),
    description,
  };
}

async function openFiles(flags: DataFlags, training: Training): Promise<TrainingData> {
  const { data, labels } = flags;
  if (labels === undefined) {
    throw new SvccaError(
      "invalid-argument",
      `--data ${data}: give the classes of the images with --labels FILE[:ARRAY]`,
      { data },
    );
  }
  const opened = [await openArray(data)];
  try {
    opened.push(await openArray(labels));
    const [images, classes] = opened;
    const all = await training.imageSet(images!.source, classes!.source);
    const hashes = await Promise.all(opened.map(({ files }) => sha256(files)));
    const train = flags.train ?? Math.floor(0.8 * all.count);
    const test = flags.test ?? all.count - train;
    if (train + test > all.count || test < 1) {
      throw new SvccaError(
        "invalid-argument",
        `--train ${train} and --test ${test} of ${all.count} datapoints; give at most as many as there are, and some to test with`,
        { train, test, count: all.count },
      );
    }
    const mixed = training.pickData(all, shuffledOrder(all.count, uniform(SEEDS.order)));
    return {
      train: training.sliceData(mixed, 0, train),
      test: training.sliceData(mixed, train, train + test),
      description: { data, labels, train, test, sha256: hashes },
    };
  } finally {
    await Promise.all(opened.map((one) => one.close()));
  }
}
