import { planGroups } from "@svcca/core";
import { SvccaError } from "@svcca/linalg";
import { measureTitle } from "@svcca/viz/measure-title";
import { Command, Option } from "commander";
import type { OpenLayers } from "../../input/network.js";
import { sameDatapoints } from "../../input/same-datapoints.js";
import { withBackend } from "../../options/backend.js";
import { comparisonOf } from "../../options/comparison.js";
import { frequencyOptions } from "../../options/frequencies.js";
import { listNames, listsOf } from "../../options/plus.js";
import { addStudyOptions, names, type StudyFlags } from "../../options/study.js";
import { howOf } from "../../output/how.js";
import { shortNamesOf } from "../../output/short-name.js";
import { resumable } from "../../study/backend-before.js";
import { chanceLine } from "../../study/chance.js";
import { studyDocument, studyHeader } from "../../study/document.js";
import { describeInputs } from "../../study/inputs.js";
import { type Target, withNetworks } from "../../study/networks.js";
import { present } from "../../study/print.js";
import { runStudy } from "../../study/run.js";
import { groupsRendering } from "./rendering.js";

interface GroupsFlags extends StudyFlags {
  names?: string[];
}

const EXAMPLES = `
Examples:
  svcca groups seed-*.npz --spatial average --layout NCHW
  svcca groups true-*.npz + random-*.npz --measure pwcca --spatial average --layout NCHW
  svcca groups wide-*.npz + narrow-*.npz --names wide,narrow --output groups.html

An interrupted run with --output goes on where it was when it is started again.`;

/** `svcca groups NET... [+ NET...]`. */
export function groupsCommand(): Command {
  const command = new Command("groups")
    .description(
      "how similar networks are layer by layer, within each group and between groups: the mean and the spread over seeds, networks that generalize against networks that memorize",
    )
    .argument(
      "<NETWORK...>",
      "networks with the same layers: files, folders or groups of HDF5; a + begins the next group",
    );
  return addStudyOptions(
    command,
    [".json", ".csv", ".svg", ".png", ".html"],
    ["the first group", "the other groups"],
  )
    .addOption(
      new Option(
        "--names <names>",
        "what the groups are called, with commas (default: what their files begin with)",
      ).argParser(names),
    )
    .addHelpText("after", EXAMPLES)
    .action(groups);
}

async function groups(given: string[], flags: GroupsFlags): Promise<void> {
  const settings = comparisonOf(flags);
  const lists = listsOf(given);
  if (lists.flat().length < 2) {
    throw new SvccaError(
      "invalid-argument",
      "groups compares networks with each other; give at least two",
      { received: given },
    );
  }
  const titles = listNames(lists, flags.names, "group");
  const same = await sameDatapoints(flags, ["the first group", "the other groups"]);
  const targets = lists.flatMap((list, g) =>
    list.map((target): Target => ({ target, layers: flags.layers, side: g === 0 ? "x" : "y" })),
  );
  const files = targets.map(({ target }) => target);
  await withBackend({ ...flags, inputs: files, resumes: resumable(flags) }, async (backend) => {
    const choice = { ...settings, backend };
    await withNetworks(targets, same, flags, async (networks) => {
      const layers = layersOf(networks);
      const plan = planGroups(
        lists.map((list, g) => ({ name: titles[g]!, size: list.length })),
        layers.length,
      );
      const inputs = await describeInputs(networks);
      const study = {
        layers: networks.flatMap((network) => network.layers.map(({ source }) => source)),
        pairs: plan.pairs,
        choice,
        frequencies: flags.spatial === "dft" ? frequencyOptions(choice, flags) : undefined,
        header: studyHeader("groups", flags, backend.name, inputs, {
          groups: lists,
          ids: same.hash,
        }),
        outputs: (flags.output ?? []).map(({ path }) => path),
        force: flags.force ?? false,
        quiet: flags.quiet ?? false,
      };
      const shown = shortNamesOf(lists.flat());
      await runStudy(study, async (results) => {
        const found = plan.conclude(results.map(({ similarity }) => similarity));
        const document = {
          ...studyDocument("groups", flags, backend.name, inputs, results),
          layers,
          groups: lists.map((list, g) => ({
            name: titles[g]!,
            networks: list.map((target) => shown[lists.flat().indexOf(target)]!),
          })),
          comparisons: found.map(({ groups: both, networks: places, values, mean, spread }) => ({
            groups: both,
            pairs: places.map(([i, j]) => [shown[i]!, shown[j]!] as const),
            values,
            mean,
            spread,
          })),
        };
        const words = {
          title: `${measureTitle(flags.measure)} similarity`,
          how: `${howOf(flags)}, ${results[0]!.datapoints} datapoints`,
          chance: chanceLine(flags, results),
        };
        await present(groupsRendering(document, words), flags);
      });
    });
  });
}

/**
 * The layers that all networks have.
 *
 * @throws SvccaError `shape-mismatch` when one has other layers than the first.
 */
function layersOf(networks: readonly OpenLayers[]): string[] {
  const [first, ...others] = networks.map(({ path, layers }) => ({
    path,
    names: layers.map(({ name }) => name),
  }));
  for (const { path, names: found } of others) {
    if (found.join("\n") === first!.names.join("\n")) continue;
    throw new SvccaError(
      "shape-mismatch",
      `${path}: layers ${found.join(", ")}, where ${first!.path} has ${first!.names.join(", ")}; give the same layers of each with --layers`,
      { path, found, first: first!.names },
    );
  }
  return first!.names;
}
