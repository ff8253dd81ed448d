import type { ReadingFlags } from "../options/comparison.js";
import type { IdsFlags } from "../options/ids.js";
import { type OpenLayer, openLayer } from "./open-layer.js";
import { layoutRemarks } from "./reading-remarks.js";
import { type Cut, sameDatapoints } from "./same-datapoints.js";

/** Two layers over the same datapoints. */
export interface OpenPair {
  readonly x: OpenLayer;
  readonly y: OpenLayer;
  /** What is done to the datapoints of x, for what lies beside them, such as labels. */
  readonly cutX: Cut;
  /** What a person should know: datapoints that were dropped, a layout that may be another. */
  readonly remarks: readonly string[];
  close(): Promise<void>;
}

/**
 * Opens two layers. With identifiers, checks that their datapoints are the same or brings them
 * together, before --rows chooses among them.
 *
 * @throws SvccaError as `sameDatapoints`.
 */
export async function openPair(
  targetX: string,
  targetY: string,
  flags: ReadingFlags & IdsFlags,
): Promise<OpenPair> {
  const same = await sameDatapoints(flags);
  const { rows: _, ...uncut } = flags;
  const x = await openLayer(targetX, uncut);
  const y = await openLayer(targetY, uncut).catch(async (error) => {
    await x.close();
    throw error;
  });
  const close = async () => {
    await Promise.all([x.close(), y.close()]);
  };
  const { dropped } = same;
  const cut = (layer: OpenLayer, side: "x" | "y"): OpenLayer => ({
    ...layer,
    source: same[side](layer.source),
    describe: async () => ({
      ...(await layer.describe()),
      ...(dropped ? { dropped: dropped[side] } : {}),
    }),
  });
  try {
    const remarks = [...same.remarks, ...layoutRemarks([x.source, y.source], flags)];
    return { x: cut(x, "x"), y: cut(y, "y"), cutX: same.x, remarks, close };
  } catch (error) {
    await close();
    throw error;
  }
}
