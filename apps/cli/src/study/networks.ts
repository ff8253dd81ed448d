import { type OpenLayers, openLayers } from "../input/network.js";
import type { StudyFlags } from "../options/study.js";
import { colorsFor } from "../output/colors.js";

/** Opens networks, says what was left out of them, and closes them when the work is done. */
export async function withNetworks<T>(
  targets: readonly { readonly target: string; readonly layers?: readonly string[] | undefined }[],
  flags: StudyFlags,
  work: (networks: readonly OpenLayers[]) => Promise<T>,
): Promise<T> {
  const networks: OpenLayers[] = [];
  try {
    for (const { target, layers } of targets) {
      networks.push(await openLayers(target, flags, layers));
    }
    if (!flags.quiet) {
      const { yellow } = colorsFor(process.stderr, flags.color);
      for (const remark of new Set(networks.flatMap(({ remarks }) => remarks))) {
        process.stderr.write(`svcca: ${yellow("note")}: ${remark}\n`);
      }
    }
    return await work(networks);
  } finally {
    await Promise.all(networks.map(({ close }) => close()));
  }
}
