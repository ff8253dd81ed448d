import type { Pair } from "@svcca/core";
import { measureTitle } from "@svcca/viz/measure-title";
import { Command, Option } from "commander";
import { sameDatapoints } from "../../input/same-datapoints.js";
import { withBackend } from "../../options/backend.js";
import { addClusterOptions, type ClusterFlags } from "../../options/cluster.js";
import { comparisonOf } from "../../options/comparison.js";
import { frequencyOptions } from "../../options/frequencies.js";
import { addStudyOptions, names, type StudyFlags } from "../../options/study.js";
import { howOf } from "../../output/how.js";
import { shortName } from "../../output/short-name.js";
import { matrixCsv, matrixTable } from "../../output/table.js";
import { resumable } from "../../study/backend-before.js";
import { chanceLine } from "../../study/chance.js";
import { inRows, studyDocument, studyHeader } from "../../study/document.js";
import { withNetworks } from "../../study/networks.js";
import { present } from "../../study/print.js";
import { runStudy } from "../../study/run.js";
import { whereToCompare } from "../../study/where.js";

interface GridFlags extends StudyFlags, ClusterFlags {
  layersY?: string[];
}

const EXAMPLES = `
Examples:
  svcca grid run1.npz run2.npz --spatial average --layout NCHW
  svcca grid run1.h5:epoch_9 run2.h5:epoch_9 --spatial average --output grid.json --output grid.svg
  svcca grid convnet/ resnet/ --layers conv1,conv2,fc --layers-y conv,block1,block2,fc
  svcca grid a.npz a.npz --measure cka --format csv
  svcca grid moments.npz:run1.npz moments.npz:run2.npz
  svcca grid /data/a.h5 /data/b.h5 --cluster redis://queue:6379 --store /data/svcca -o grid.json

An interrupted run with --output goes on where it was when it is started again.`;

/** `svcca grid A B`. */
export function gridCommand(): Command {
  const command = new Command("grid")
    .description("compare every layer of one network with every layer of another")
    .argument("<A>", "a network (rows): a file, a folder or a group with arrays as layers")
    .argument("<B>", "another (columns), over the same datapoints in the same order");
  return addClusterOptions(
    addStudyOptions(command, [".json", ".csv", ".svg", ".png", ".html"], ["A", "B"]),
  )
    .addOption(
      new Option("--layers-y <names>", "the layers of B, where they differ").argParser(names),
    )
    .addHelpText("after", EXAMPLES)
    .action(grid);
}

async function grid(targetA: string, targetB: string, flags: GridFlags): Promise<void> {
  const settings = comparisonOf(flags);
  const targets = [
    { target: targetA, layers: flags.layers, side: "x" },
    { target: targetB, layers: flags.layersY ?? flags.layers, side: "y" },
  ] as const;
  const same = await sameDatapoints(flags, ["A", "B"]);
  await withBackend(
    { ...flags, inputs: [targetA, targetB], resumes: resumable(flags) },
    async (backend) => {
      const choice = { ...settings, backend };
      await withNetworks(targets, same, flags, async (networks) => {
        const [a, b] = networks;
        const pairs = a!.layers.flatMap((_, i) =>
          b!.layers.map((_, j): Pair => [i, a!.layers.length + j]),
        );
        const where = await whereToCompare(
          {
            networks,
            pairs,
            couples: [[0, 1]],
            settings,
            choice,
            title: `grid ${targetA} ${targetB}`,
          },
          flags,
        );
        const study = {
          layers: networks.flatMap(({ layers }) => layers.map(({ source }) => source)),
          pairs,
          choice,
          frequencies: flags.spatial === "dft" ? frequencyOptions(choice, flags) : undefined,
          header: studyHeader("grid", flags, backend.name, where.inputs, { ids: same.hash }),
          outputs: (flags.output ?? []).map(({ path }) => path),
          force: flags.force ?? false,
          quiet: flags.quiet ?? false,
          elsewhere: where.elsewhere,
        };
        await runStudy(study, async (results) => {
          const [rows, columns] = networks.map(({ layers }) => layers.map(({ name }) => name));
          const values = inRows(results, columns!.length).map((row) =>
            row.map(({ similarity }) => similarity),
          );
          const title = measureTitle(flags.measure);
          const rendering = {
            document: {
              ...studyDocument("grid", flags, backend.name, where.inputs, results),
              rows: rows!,
              columns: columns!,
              values,
            },
            csv: () => matrixCsv(rows!, columns!, values),
            text: () =>
              `${title} similarity, layers of ${targetA} (rows) and ${targetB} (columns)\n\n${matrixTable(rows!, columns!, values)}\n${chanceLine(flags, results)}\n`,
            async svg() {
              const { heatMap } = await import("@svcca/viz");
              return heatMap({
                title: `${shortName(targetA)} and ${shortName(targetB)}`,
                subtitle: `${howOf(flags)}, ${results[0]!.datapoints} datapoints`,
                rows: rows!,
                columns: columns!,
                values,
                rowTitle: `layers of ${shortName(targetA)}`,
                columnTitle: `layers of ${shortName(targetB)}`,
                valueLabel: `${title} similarity`,
              });
            },
          };
          await present(rendering, flags);
        });
      });
    },
  );
}
