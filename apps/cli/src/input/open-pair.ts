import { alignIds, assertSameIds, pickRows } from "@svcca/io";
import { readIds } from "@svcca/io/node";
import { type ArraySource, SvccaError } from "@svcca/linalg";
import type { ReadingFlags } from "../options/comparison.js";
import type { IdsFlags } from "../options/ids.js";
import { type OpenLayer, openLayer } from "./open-layer.js";
import { selectRows } from "./rows.js";

/** Two layers over the same datapoints. */
export interface OpenPair {
  readonly x: OpenLayer;
  readonly y: OpenLayer;
  /** What a person should know: datapoints that were dropped. */
  readonly remarks: readonly string[];
  close(): Promise<void>;
}

/**
 * Opens two layers. With identifiers, checks that their datapoints are the same or brings them
 * together, before --rows chooses among them.
 *
 * @throws SvccaError `shape-mismatch` when the identifiers differ and may not be aligned,
 *   `invalid-argument` when only one side has any, or not as many as the layer has datapoints.
 */
export async function openPair(
  targetX: string,
  targetY: string,
  flags: ReadingFlags & IdsFlags,
): Promise<OpenPair> {
  const ids = await idsOf(flags);
  const { rows, ...uncut } = flags;
  const reading = ids ? uncut : flags;
  const x = await openLayer(targetX, reading);
  const y = await openLayer(targetY, reading).catch(async (error) => {
    await x.close();
    throw error;
  });
  const close = async () => {
    await Promise.all([x.close(), y.close()]);
  };
  if (!ids) return { x, y, remarks: [], close };
  try {
    checkCount(x.source, ids.x);
    checkCount(y.source, ids.y);
    if (!flags.alignIds) assertSameIds(ids.x, ids.y);
    const aligned = alignIds(ids.x, ids.y);
    const { dropped } = aligned;
    const turned = (layer: OpenLayer, side: "x" | "y"): OpenLayer => {
      const picked = pickRows(layer.source, aligned[side]);
      return {
        ...layer,
        source: rows ? selectRows(picked, rows) : picked,
        describe: async () => ({ ...(await layer.describe()), dropped: dropped[side] }),
      };
    };
    const some = dropped.x + dropped.y > 0;
    return {
      x: turned(x, "x"),
      y: turned(y, "y"),
      remarks: some
        ? [
            `${dropped.x} datapoints of X and ${dropped.y} of Y have no counterpart, and are left out`,
          ]
        : [],
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function idsOf({ ids, idsY, alignIds: align }: IdsFlags) {
  if (ids !== undefined && idsY !== undefined) {
    return { x: await readIds(ids), y: await readIds(idsY) };
  }
  if (ids === undefined && idsY === undefined && !align) return undefined;
  throw new SvccaError(
    "invalid-argument",
    "identifiers are compared, so both are needed: --ids for X and --ids-y for Y",
    { ids, idsY },
  );
}

function checkCount({ name, shape }: ArraySource, ids: readonly string[]): void {
  if (ids.length === shape[0]) return;
  throw new SvccaError(
    "invalid-argument",
    `${name}: ${ids.length} ids for ${shape[0] ?? 1} datapoints; give one for each`,
    { ids: ids.length, datapoints: shape[0] },
  );
}
