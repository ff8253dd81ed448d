import type { Pair } from "@svcca/core";
import { SvccaError } from "@svcca/linalg";
import { measureTitle } from "@svcca/viz/measure-title";
import { Command, Option } from "commander";
import type { OpenLayers } from "../../input/network.js";
import { sameDatapoints } from "../../input/same-datapoints.js";
import { withBackend } from "../../options/backend.js";
import { addClusterOptions, type ClusterFlags } from "../../options/cluster.js";
import { comparisonOf } from "../../options/comparison.js";
import { frequencyOptions } from "../../options/frequencies.js";
import { listNames, listsOf } from "../../options/plus.js";
import { addStudyOptions, names, type StudyFlags } from "../../options/study.js";
import { howOf } from "../../output/how.js";
import { resumable } from "../../study/backend-before.js";
import { chanceLine } from "../../study/chance.js";
import { inRows, studyDocument, studyHeader } from "../../study/document.js";
import { type Target, withNetworks } from "../../study/networks.js";
import { present, warn } from "../../study/print.js";
import { runStudy } from "../../study/run.js";
import { whereToCompare } from "../../study/where.js";
import { assertSeveral, orderWarnings } from "./order.js";
import { dynamicsRendering, shortNames } from "./rendering.js";

interface DynamicsFlags extends StudyFlags, ClusterFlags {
  final?: string;
  names?: string[];
}

/** One network over its training: its layers, what they are held against, and the pairs. */
interface Training {
  readonly layers: readonly string[];
  readonly columns: readonly string[];
  readonly pairs: readonly Pair[];
  /** The networks whose layers the pairs are of, in their order. */
  readonly couples: readonly (readonly [number, number])[];
}

const EXAMPLES = `
Examples:
  svcca dynamics run-000.npz run-035.npz run-075.npz run-100.npz --spatial average --layout NCHW
  svcca dynamics epoch_*.npz --layers conv1,conv2,fc --spatial average --layout NCHW --output dynamics.html
  svcca dynamics run.h5:epoch_0 run.h5:epoch_5 --final best.h5 --spatial average --layout NCHW --output dynamics.json
  svcca dynamics convnet-*.npz + resnet-*.npz --spatial average --layout NCHW --output both.svg

An interrupted run with --output goes on where it was when it is started again.`;

/** `svcca dynamics CKPT...`. */
export function dynamicsCommand(): Command {
  const command = new Command("dynamics")
    .description(
      "compare every layer at each checkpoint with every layer after training (the last checkpoint, or --final)",
    )
    .argument(
      "<CKPT...>",
      "checkpoints of one network, earliest first: files, folders or groups; a + begins those of another network, which becomes another row of the figure",
    );
  const kinds = [".json", ".csv", ".svg", ".png", ".html"] as const;
  return addClusterOptions(addStudyOptions(command, kinds, ["the checkpoints", "--final"]))
    .addOption(new Option("--final <F>", "the network after training (default: last checkpoint)"))
    .addOption(
      new Option(
        "--names <names>",
        "what several networks are called, with commas (default: what their files begin with)",
      ).argParser(names),
    )
    .addHelpText("after", EXAMPLES)
    .action(dynamics);
}

async function dynamics(given: string[], flags: DynamicsFlags): Promise<void> {
  const settings = comparisonOf(flags);
  const lists = listsOf(given);
  if (flags.names && lists.length === 1) {
    throw new SvccaError(
      "invalid-argument",
      "--names tells several networks apart, and one is given; leave it out, or add others after a +",
      { received: flags.names },
    );
  }
  const titles = listNames(lists, flags.names, "network");
  const { final, layers: wanted } = flags;
  assertSeveral(lists, final !== undefined);
  const ordered = orderWarnings(lists, final !== undefined);
  // Before what may take hours.
  if (!flags.quiet) warn(ordered, flags.color);
  const same = await sameDatapoints(flags, ["the checkpoints", "--final"]);
  if (final === undefined && flags.ids !== undefined) {
    throw new SvccaError(
      "invalid-argument",
      "--ids-y names the datapoints of --final, which is not given; give both, or neither",
      { received: flags.idsY },
    );
  }
  const targets: Target[] = lists.flat().map((target) => ({ target, layers: wanted, side: "x" }));
  if (final !== undefined) targets.push({ target: final, layers: wanted, side: "y" });
  const files = targets.map(({ target }) => target);
  await withBackend({ ...flags, inputs: files, resumes: resumable(flags) }, async (backend) => {
    const choice = { ...settings, backend };
    await withNetworks(targets, same, flags, async (networks) => {
      const trainings = trainingsOf(networks, lists, final !== undefined);
      const pairs = trainings.flatMap((one) => one.pairs);
      const couples = trainings.flatMap((one) => one.couples);
      const title = `dynamics of ${networks.length} checkpoints, ${given.at(-1)}`;
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
          checkpoints: lists.length > 1 ? lists : given,
          final,
          ids: same.hash,
        }),
        outputs: (flags.output ?? []).map(({ path }) => path),
        force: flags.force ?? false,
        quiet: flags.quiet ?? false,
        elsewhere: where.elsewhere,
      };
      await runStudy(study, async (results) => {
        let done = 0;
        const found = trainings.map(({ layers, columns, pairs }, g) => {
          const values = results.slice(done, done + pairs.length);
          done += pairs.length;
          const rows = inRows(
            values.map(({ similarity }) => similarity),
            columns.length,
          );
          const short = shortNames(lists[g]!);
          const checkpoints = inRows(rows, layers.length).map((one, t) => ({
            name: short[t]!,
            values: one,
          }));
          return { layers, columns, checkpoints };
        });
        const said = studyDocument("dynamics", flags, backend.name, where.inputs, results);
        const document = {
          ...said,
          warnings: [...ordered, ...said.warnings],
          ...found[0]!,
          // Those who know one network find the first where it always was.
          ...(found.length > 1
            ? { networks: found.map((one, g) => ({ name: titles[g]!, ...one })) }
            : {}),
        };
        const words = {
          title: `${measureTitle(flags.measure)} similarity`,
          how: `${howOf(flags)}, ${results[0]!.datapoints} datapoints`,
          chance: chanceLine(flags, results),
        };
        await present(dynamicsRendering(document, words), flags, ordered);
      });
    });
  });
}

/** Which networks are the checkpoints of which, and the pairs that this makes. */
function trainingsOf(
  networks: readonly OpenLayers[],
  lists: readonly (readonly string[])[],
  hasFinal: boolean,
): Training[] {
  const starts = networks.map((_, i) =>
    networks.slice(0, i).reduce((sum, { layers }) => sum + layers.length, 0),
  );
  let done = 0;
  return lists.map((list) => {
    const first = done;
    done += list.length;
    const moments = networks.slice(first, done);
    const layers = moments[0]!.layers.map(({ name }) => name);
    for (const moment of moments) assertSameLayers(layers, moment.layers, moment.path);
    const last = hasFinal ? networks.length - 1 : done - 1;
    const columns = networks[last]!.layers.map(({ name }) => name);
    const pairs = moments.flatMap((_, t) =>
      layers.flatMap((_, i) =>
        columns.map((_, j): Pair => [starts[first + t]! + i, starts[last]! + j]),
      ),
    );
    const couples = list.map((_, t) => [first + t, last] as const);
    return { layers, columns, pairs, couples };
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
