import { type OpenLayers, openLayers } from "../input/network.js";
import { frequencyRemarks, layoutRemarks } from "../input/reading-remarks.js";
import type { SameDatapoints } from "../input/same-datapoints.js";
import type { StudyFlags } from "../options/study.js";
import { colorsFor } from "../output/colors.js";

/** A network that takes part, and the side whose datapoints it has. */
export interface Target {
  readonly target: string;
  readonly layers?: readonly string[] | undefined;
  readonly side: "x" | "y";
}

/** Opens networks, says what was left out of them, and closes them when the work is done. */
export async function withNetworks<T>(
  targets: readonly Target[],
  same: SameDatapoints,
  flags: StudyFlags,
  work: (networks: readonly OpenLayers[]) => Promise<T>,
): Promise<T> {
  const networks: OpenLayers[] = [];
  try {
    for (const { target, layers, side } of targets) {
      const open = await openLayers(target, flags, same[side], layers);
      networks.push(same.dropped ? { ...open, dropped: same.dropped[side] } : open);
    }
    if (!flags.quiet) {
      const { yellow } = colorsFor(process.stderr, flags.color);
      // Second moments have no positions any more, and a study says so itself.
      const stored = networks.flatMap(({ layers, moments }) =>
        moments ? [] : layers.map((layer) => layer.stored),
      );
      for (const remark of new Set([
        ...same.remarks,
        ...networks.flatMap(({ remarks }) => remarks),
        ...layoutRemarks(stored, flags),
        ...frequencyRemarks(stored, flags),
      ])) {
        process.stderr.write(`svcca: ${yellow("note")}: ${remark}\n`);
      }
    }
    return await work(networks);
  } finally {
    await Promise.all(networks.map(({ close }) => close()));
  }
}
