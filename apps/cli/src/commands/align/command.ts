import { type AlignResult, align, classIndicators } from "@svcca/core";
import { SvccaError } from "@svcca/linalg";
import { measureTitle } from "@svcca/viz/measure-title";
import { Command, Option } from "commander";
import { readLabels } from "../../input/labels.js";
import { openPair } from "../../input/open-pair.js";
import { interruptSignal } from "../../interrupt.js";
import { withBackend } from "../../options/backend.js";
import {
  addComparisonOptions,
  type ComparisonFlags,
  comparisonOf,
  describeComparison,
} from "../../options/comparison.js";
import { addIdsOptions } from "../../options/ids.js";
import { count } from "../../options/numbers.js";
import { outputOption, type ResultFile } from "../../options/result-file.js";
import { assertWholeLayers, type StudyFlags } from "../../options/study.js";
import { columnsOf } from "../../output/columns.js";
import { assertWritable } from "../../output/save.js";
import { shortName } from "../../output/short-name.js";
import { table } from "../../output/table.js";
import { keptWarnings } from "../../study/kept-warning.js";
import { present } from "../../study/print.js";
import { version } from "../../version.js";

interface AlignFlags extends ComparisonFlags, Omit<StudyFlags, "layers"> {
  labels: string;
  count: number;
  output?: ResultFile[];
}

const MEASURES = ["svcca", "cca", "pwcca", "pls"] as const;

const EXAMPLES = `
Examples:
  svcca align run1.npz:fc1 run2.npz:fc1 --labels labels.npy --output features.svg
  svcca align run1.npz:conv3 run2.npz:conv3 --labels labels.npy --spatial average --layout NCHW --count 5`;

/** `svcca align X Y --labels L`. */
export function alignCommand(): Command {
  const command = new Command("align")
    .description(
      "draw the aligned directions of two layers over the datapoints, beside their most active neurons",
    )
    .argument("<X>", "a layer, FILE[:ARRAY]")
    .argument("<Y>", "another, with the same datapoints in the same order")
    .addOption(
      new Option(
        "--labels <L>",
        "the class of each datapoint of X, by which they are sorted, FILE[:ARRAY]; required",
      ).makeOptionMandatory(),
    )
    .addOption(
      new Option("--count <k>", "how many directions and neurons").argParser(count).default(3),
    );
  return addIdsOptions(addComparisonOptions(command))
    .addOption(
      new Option("--format <kind>", "what to print")
        .choices(["text", "json", "csv"])
        .default("text"),
    )
    .addOption(outputOption([".json", ".csv", ".svg", ".png", ".html"]))
    .option("--force", "write over files that are there")
    .addOption(
      new Option("--color <when>", "colours in the text")
        .choices(["auto", "always", "never"])
        .default("auto"),
    )
    .option("--quiet", "no warnings on stderr")
    .option("--debug", "show where an error came from")
    .addHelpText("after", EXAMPLES)
    .action(run);
}

async function run(targetX: string, targetY: string, flags: AlignFlags): Promise<void> {
  assertWholeLayers(flags);
  const choice = comparisonOf(flags);
  const measure = MEASURES.find((name) => name === flags.measure);
  if (!measure) {
    throw new SvccaError(
      "invalid-argument",
      `--measure ${flags.measure} has no aligned directions; give ${MEASURES.join(", ")}`,
      { received: flags.measure },
    );
  }
  for (const { path } of flags.output ?? []) await assertWritable(path, flags.force);
  const { x, y, cutX, remarks, close } = await openPair(targetX, targetY, flags);
  const interrupt = interruptSignal();
  try {
    if (!flags.quiet) for (const remark of remarks) process.stderr.write(`svcca: ${remark}\n`);
    const { labels } = await readLabels(flags.labels, cutX);
    const options = { ...choice, measure, count: flags.count, signal: interrupt.signal };
    const found = await withBackend({ ...flags, inputs: [targetX, targetY] }, (backend) =>
      align(x.source, y.source, { ...options, backend }),
    );
    const inputs = await Promise.all([x.describe(), y.describe()]);
    const spread = perDatapoint(labels, found.x.along.rows, flags.labels);
    await present(
      rendering(found, spread, [shortName(targetX), shortName(targetY)], inputs, flags),
      flags,
    );
  } finally {
    interrupt.dispose();
    await close();
  }
}

function rendering(
  { result, x, y }: AlignResult,
  labels: readonly number[],
  names: readonly [string, string],
  inputs: readonly object[],
  flags: AlignFlags,
) {
  const { similarity, coefficients, kept, datapoints, neurons, backend, warnings } = result;
  const title = measureTitle(flags.measure);
  const first = Array.from(coefficients.subarray(0, flags.count));
  const { classes } = classIndicators(labels);
  const side = (which: typeof x) => ({
    directions: columnsOf(which.along),
    neurons: which.neurons,
    activations: columnsOf(which.activations),
  });
  return {
    document: {
      schemaVersion: 1,
      command: "align",
      measure: flags.measure,
      similarity,
      coefficients: Array.from(coefficients),
      kept,
      datapoints,
      neurons,
      labels,
      x: side(x),
      y: side(y),
      options: describeComparison(flags),
      backend,
      warnings: [...warnings, ...keptWarnings(flags, [result])],
      inputs,
      version,
    },
    csv: () => alignCsv(labels, x, y),
    text: () =>
      `${title} similarity ${similarity.toFixed(4)}\n\n${table([
        ["direction", "correlation", "neurons of X", "neurons of Y"],
        ...first.map((value, i) => [
          String(i + 1),
          value.toFixed(4),
          String(x.neurons[i] ?? ""),
          String(y.neurons[i] ?? ""),
        ]),
      ])}`,
    async svg() {
      const { featureMaps } = await import("@svcca/viz");
      const layer = (name: string, which: typeof x) => ({
        name,
        directions: columnsOf(which.along),
        neurons: columnsOf(which.activations),
        neuronNames: which.neurons.map((neuron) => `neuron ${neuron}`),
      });
      return featureMaps({
        title: `Aligned directions of ${names[0]} and ${names[1]}`,
        subtitle: `${title}, and the most active neurons, over ${datapoints} datapoints sorted by class`,
        x: layer(names[0], x),
        y: layer(names[1], y),
        labels: labels.map((label) => classes.indexOf(label)),
        classes: classes.map(String),
        // Those of PLS are covariances, which no figure has room for.
        ...(first.every((value) => Math.abs(value) <= 1 + 1e-6) ? { coefficients: first } : {}),
      });
    },
  };
}

function alignCsv(labels: readonly number[], x: AlignResult["x"], y: AlignResult["y"]): string {
  const sides = [
    ["x", x],
    ["y", y],
  ] as const;
  const header = sides.flatMap(([name, { along, neurons }]) => [
    ...Array.from({ length: along.cols }, (_, i) => `${name}_direction_${i + 1}`),
    ...neurons.map((neuron) => `${name}_neuron_${neuron}`),
  ]);
  const columns = sides.flatMap(([, { along, activations }]) => [
    ...columnsOf(along),
    ...columnsOf(activations),
  ]);
  const lines = labels.map((label, row) => [label, ...columns.map((column) => column[row])]);
  return [["label", ...header], ...lines].map((line) => `${line.join(",")}\n`).join("");
}

/** A label for each datapoint; each position of an image has the label of the image. */
function perDatapoint(labels: ArrayLike<number>, datapoints: number, target: string): number[] {
  const positions = datapoints / labels.length;
  if (!Number.isInteger(positions)) {
    throw new SvccaError(
      "shape-mismatch",
      `${target}: ${labels.length} labels for ${datapoints} datapoints; give one for each`,
      { labels: labels.length, datapoints },
    );
  }
  return Array.from({ length: datapoints }, (_, i) => labels[Math.floor(i / positions)]!);
}
