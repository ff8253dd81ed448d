import { collectMoments, momentsToArrays } from "@svcca/core";
import { encodeNpz } from "@svcca/io";
import { Command, Option } from "commander";
import { type NamedLayer, type OpenLayers, openLayers } from "../../input/network.js";
import { sameDatapoints } from "../../input/same-datapoints.js";
import { interruptSignal } from "../../interrupt.js";
import { addBackendOptions, type BackendFlags, withBackend } from "../../options/backend.js";
import { addReadingOptions, type ReadingFlags, readingOf } from "../../options/comparison.js";
import { assertWholeLayers, names } from "../../options/study.js";
import { progressLine } from "../../output/progress.js";
import { assertWritable, saveFile } from "../../output/save.js";
import { describeInputs } from "../../study/inputs.js";

interface MomentsFlags extends ReadingFlags, BackendFlags {
  output: string;
  layers?: string[];
  force?: boolean;
  quiet?: boolean;
}

const EXAMPLES = `
Examples:
  svcca moments shard-1.npz --output moments-1.npz
  svcca moments run.npz --layers conv1,fc1 --spatial average --layout NCHW -o moments.npz
  svcca merge moments-1.npz moments-2.npz --output moments.npz
  svcca compare moments.npz:conv1 moments.npz:fc1`;

/** `svcca moments FILE... -o M`. */
export function momentsCommand(): Command {
  const command = new Command("moments")
    .description(
      "collect the second moments of layers, all that svcca, cca, pwcca, cka, pls and procrustes need",
    )
    .argument(
      "<FILE...>",
      "networks or arrays; each array is a layer, all over the same datapoints",
    )
    .addOption(new Option("-o, --output <M>", "the .npz file to write").makeOptionMandatory())
    .addOption(
      new Option(
        "--layers <names>",
        "these layers of each FILE, with commas (default: all)",
      ).argParser(names),
    );
  return addBackendOptions(addReadingOptions(command))
    .option("--force", "write over a file that is there")
    .option("--quiet", "no progress on stderr")
    .option("--debug", "show where an error came from")
    .addHelpText("after", EXAMPLES)
    .action(moments);
}

async function moments(targets: string[], flags: MomentsFlags): Promise<void> {
  assertWholeLayers(flags);
  await assertWritable(flags.output, flags.force);
  const { x: cut } = await sameDatapoints(flags);
  const interrupt = interruptSignal();
  const progress = progressLine("datapoints");
  const networks: OpenLayers[] = [];
  try {
    for (const target of targets) networks.push(await openLayers(target, flags, cut, flags.layers));
    const layers = networks.flatMap((network) =>
      network.layers.map((layer) => ({ layer, path: network.path })),
    );
    const labels = layerNames(layers);
    const collected = await withBackend({ ...flags, inputs: targets }, (backend) =>
      collectMoments(
        layers.map(({ layer }, i) => ({ ...layer.source, name: labels[i]! })),
        {
          ...readingOf(flags),
          backend,
          signal: interrupt.signal,
          ...(flags.quiet ? {} : { onProgress: progress.update }),
        },
      ),
    );
    const inputs = await describeInputs(networks);
    const origins = inputs.map(({ file, array, sha256 }) => ({
      source: `${file}:${array}`,
      sha256,
    }));
    const arrays = momentsToArrays({ moments: collected, origins });
    await saveFile(flags.output, encodeNpz(arrays), flags.force);
  } finally {
    progress.clear();
    interrupt.dispose();
    await Promise.all(networks.map(({ close }) => close()));
  }
}

/** The names of layers in the moments: those in their files, with the file where that is not enough. */
function layerNames(layers: readonly { layer: NamedLayer; path: string }[]): string[] {
  const plain = layers.map(({ layer }) => layer.name);
  if (new Set(plain).size === plain.length) return plain;
  return layers.map(({ layer, path }) => `${path}:${layer.name}`);
}
