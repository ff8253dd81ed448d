import { classIndicators, type Pair } from "@svcca/core";
import { measureTitle } from "@svcca/viz/measure-title";
import { Command, Option } from "commander";
import { readLabels } from "../../input/labels.js";
import { sameDatapoints } from "../../input/same-datapoints.js";
import { withBackend } from "../../options/backend.js";
import { comparisonOf } from "../../options/comparison.js";
import { frequencyOptions } from "../../options/frequencies.js";
import { addStudyOptions, type StudyFlags } from "../../options/study.js";
import { howOf } from "../../output/how.js";
import { shortName } from "../../output/short-name.js";
import { matrixCsv, matrixTable } from "../../output/table.js";
import { resumable } from "../../study/backend-before.js";
import { chanceLine } from "../../study/chance.js";
import { inRows, studyDocument, studyHeader } from "../../study/document.js";
import { describeInputs } from "../../study/inputs.js";
import { withNetworks } from "../../study/networks.js";
import { present } from "../../study/print.js";
import { runStudy } from "../../study/run.js";

interface ClassesFlags extends StudyFlags {
  labels: string;
}

const EXAMPLES = `
Examples:
  svcca classes run.npz --labels labels.npy --spatial average --layout NCHW
  svcca classes run.h5:activations --labels run.h5:labels --spatial average --output classes.svg`;

/** `svcca classes A --labels L`. */
export function classesCommand(): Command {
  const command = new Command("classes")
    .description("how much each layer of a network knows of each class, through its depth")
    .argument("<A>", "a network: a file, a folder or a group with arrays as layers")
    .addOption(
      new Option(
        "--labels <L>",
        "the class of each datapoint: an array of whole numbers, FILE[:ARRAY]; required",
      ).makeOptionMandatory(),
    );
  return addStudyOptions(command, [".json", ".csv", ".svg", ".png", ".html"], ["A", "the labels"])
    .addHelpText("after", EXAMPLES)
    .action(classes);
}

async function classes(target: string, flags: ClassesFlags): Promise<void> {
  const settings = comparisonOf(flags);
  const same = await sameDatapoints(flags, ["A", "the labels"]);
  const { labels, hash } = await readLabels(flags.labels, same.y);
  const { classes: found, indicators } = classIndicators(labels);
  await withBackend({ ...flags, inputs: [target], resumes: resumable(flags) }, async (backend) => {
    const choice = { ...settings, backend };
    await withNetworks(
      [{ target, layers: flags.layers, side: "x" }],
      same,
      flags,
      async (networks) => {
        const { layers } = networks[0]!;
        const inputs = await describeInputs(networks);
        const pairs = layers.flatMap((_, i) => found.map((_, j): Pair => [i, layers.length + j]));
        const study = {
          layers: [...layers.map(({ source }) => source), ...indicators],
          pairs,
          choice,
          frequencies: flags.spatial === "dft" ? frequencyOptions(choice, flags) : undefined,
          header: studyHeader("classes", flags, backend.name, inputs, {
            labels: hash,
            ids: same.hash,
          }),
          outputs: (flags.output ?? []).map(({ path }) => path),
          force: flags.force ?? false,
          quiet: flags.quiet ?? false,
        };
        await runStudy(study, async (results) => {
          const rows = layers.map(({ name }) => name);
          const columns = found.map(String);
          const values = inRows(
            results.map(({ similarity }) => similarity),
            columns.length,
          );
          const title = `${measureTitle(flags.measure)} similarity`;
          const rendering = {
            document: {
              ...studyDocument("classes", flags, backend.name, inputs, results),
              layers: rows,
              classes: columns,
              values,
            },
            csv: () => matrixCsv(rows, columns, values),
            text: () =>
              `${title} of each layer of ${target} (rows) with each class (columns)\n\n${matrixTable(rows, columns, values)}\n${chanceLine(flags, results)}\n`,
            async svg() {
              const { classCurves } = await import("@svcca/viz");
              return classCurves({
                title: `Classes through the depth of ${shortName(target)}`,
                subtitle: `${howOf(flags)}, ${results[0]!.datapoints} datapoints`,
                classes: columns,
                panels: [{ title: "", layers: rows, values }],
                yLabel: `${title} with the class`,
              });
            },
          };
          await present(rendering, flags);
        });
      },
    );
  });
}
