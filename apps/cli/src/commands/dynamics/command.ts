import type { Pair } from "@svcca/core";
import { SvccaError } from "@svcca/linalg";
import { Command, Option } from "commander";
import { withBackend } from "../../options/backend.js";
import { addClusterOptions, type ClusterFlags } from "../../options/cluster.js";
import { comparisonOf } from "../../options/comparison.js";
import { frequencyOptions } from "../../options/frequencies.js";
import { addStudyOptions, type StudyFlags } from "../../options/study.js";
import { inRows, studyDocument, studyHeader } from "../../study/document.js";
import { withNetworks } from "../../study/networks.js";
import { present } from "../../study/print.js";
import { runStudy } from "../../study/run.js";
import { whereToCompare } from "../../study/where.js";
import { dynamicsRendering, shortNames } from "./rendering.js";

interface DynamicsFlags extends StudyFlags, ClusterFlags {
  final?: string;
}

const EXAMPLES = `
Examples:
  svcca dynamics run-000.npz run-035.npz run-075.npz run-100.npz --spatial average --layout NCHW
  svcca dynamics epoch_*.npz --layers conv1,conv2,fc --spatial average --output dynamics.html
  svcca dynamics run.h5:epoch_0 run.h5:epoch_5 --final best.h5 --output dynamics.json

An interrupted run with --output goes on where it was when it is started again.`;

/** `svcca dynamics CKPT...`. */
export function dynamicsCommand(): Command {
  const command = new Command("dynamics")
    .description(
      "compare every layer at each checkpoint with every layer after training (the last checkpoint, or --final)",
    )
    .argument("<CKPT...>", "checkpoints of one network, earliest first: files, folders or groups");
  return addClusterOptions(addStudyOptions(command, [".json", ".csv", ".svg", ".png", ".html"]))
    .addOption(new Option("--final <F>", "the network after training (default: last checkpoint)"))
    .addHelpText("after", EXAMPLES)
    .action(dynamics);
}

async function dynamics(checkpoints: string[], flags: DynamicsFlags): Promise<void> {
  const settings = comparisonOf(flags);
  const targets = [...checkpoints, ...(flags.final === undefined ? [] : [flags.final])];
  await withBackend(flags, async (backend) => {
    const choice = { ...settings, backend };
    await withNetworks(
      targets.map((target) => ({ target, layers: flags.layers })),
      flags,
      async (networks) => {
        const moments = networks.slice(0, checkpoints.length);
        const layers = moments[0]!.layers.map(({ name }) => name);
        for (const moment of moments) assertSameLayers(layers, moment.layers, moment.path);
        const columns = networks.at(-1)!.layers.map(({ name }) => name);
        const lastStart = networks.slice(0, -1).reduce((sum, one) => sum + one.layers.length, 0);
        const pairs = moments.flatMap((_, t) =>
          layers.flatMap((_, i) =>
            columns.map((_, j): Pair => [t * layers.length + i, lastStart + j]),
          ),
        );
        const couples = checkpoints.map((_, t) => [t, networks.length - 1] as const);
        const title = `dynamics of ${checkpoints.length} checkpoints, ${checkpoints.at(-1)}`;
        const where = await whereToCompare(
          { networks, pairs, couples, settings, choice, title },
          flags,
        );
        const study = {
          layers: networks.flatMap((network) => network.layers.map(({ source }) => source)),
          pairs,
          choice,
          frequencies: flags.spatial === "dft" ? frequencyOptions(choice, flags) : undefined,
          header: studyHeader("dynamics", flags, backend.name, where.inputs, {
            checkpoints,
            final: flags.final,
          }),
          outputs: (flags.output ?? []).map(({ path }) => path),
          force: flags.force ?? false,
          quiet: flags.quiet ?? false,
          elsewhere: where.elsewhere,
        };
        await runStudy(study, async (results) => {
          const rows = inRows(
            results.map(({ similarity }) => similarity),
            columns.length,
          );
          const short = shortNames(checkpoints);
          const document = {
            ...studyDocument("dynamics", flags, backend.name, where.inputs, results),
            layers,
            columns,
            checkpoints: inRows(rows, layers.length).map((values, t) => ({
              name: short[t]!,
              values,
            })),
          };
          await present(dynamicsRendering(document, results[0]!.datapoints), flags);
        });
      },
    );
  });
}

/** @throws SvccaError `shape-mismatch` when a checkpoint has other layers than the first. */
function assertSameLayers(
  first: readonly string[],
  layers: readonly { readonly name: string }[],
  path: string,
): void {
  const found = layers.map(({ name }) => name);
  if (found.join("\n") === first.join("\n")) return;
  throw new SvccaError(
    "shape-mismatch",
    `${path}: layers ${found.join(", ")}, where the first checkpoint has ${first.join(", ")}; give the same layers of each with --layers`,
    { path, found, first },
  );
}
