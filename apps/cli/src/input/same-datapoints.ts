import { createHash } from "node:crypto";
import { type Alignment, alignIds, assertSameIds, pickRows, selectRows } from "@svcca/io";
import { readIds } from "@svcca/io/node";
import { type ArraySource, SvccaError } from "@svcca/linalg";
import type { ReadingFlags } from "../options/comparison.js";
import type { IdsFlags } from "../options/ids.js";

/** The datapoints of an array that take part, in the order in which they do. */
export type Cut = (source: ArraySource) => ArraySource;

/** How the datapoints of two sides are brought together. */
export interface SameDatapoints {
  readonly x: Cut;
  readonly y: Cut;
  /** With identifiers: how many of each side have no counterpart, and are left out. */
  readonly dropped?: { readonly x: number; readonly y: number };
  /** With identifiers: which rows were brought together, for those who go on with a run. */
  readonly hash?: string;
  /** What a person should know: datapoints that were dropped. */
  readonly remarks: readonly string[];
}

/**
 * With identifiers, checks that the datapoints of both sides are the same or brings them together,
 * before --rows chooses among them.
 *
 * @param names of the two sides, for messages.
 * @throws SvccaError `invalid-argument` when only one side has any. A cut throws it when there are
 *   not as many as the array has datapoints, and `shape-mismatch` when the identifiers differ and may
 *   not be aligned.
 */
export async function sameDatapoints(
  { ids, idsY, alignIds: align, rows }: Pick<ReadingFlags, "rows"> & IdsFlags,
  names: readonly [x: string, y: string] = ["X", "Y"],
): Promise<SameDatapoints> {
  const chosen: Cut = (source) => (rows ? selectRows(source, rows) : source);
  if (ids === undefined && idsY === undefined && !align) {
    return { x: chosen, y: chosen, remarks: [] };
  }
  if (ids === undefined || idsY === undefined) {
    throw new SvccaError(
      "invalid-argument",
      `identifiers are compared, so both are needed: --ids for ${names[0]} and --ids-y for ${names[1]}`,
      { ids, idsY },
    );
  }
  const [x, y] = [await readIds(ids), await readIds(idsY)];
  const aligned = alignmentOf(x, y, align ?? false);
  if (aligned instanceof SvccaError) {
    // Said when the arrays are there, since wrong numbers of identifiers tell more.
    const refuse =
      (own: readonly string[]): Cut =>
      (source) => {
        checkCount(source, own);
        throw aligned;
      };
    return { x: refuse(x), y: refuse(y), remarks: [] };
  }
  const { dropped } = aligned;
  const cut =
    (own: readonly string[], places: readonly number[]): Cut =>
    (source) => {
      checkCount(source, own);
      return chosen(pickRows(source, places));
    };
  return {
    x: cut(x, aligned.x),
    y: cut(y, aligned.y),
    dropped,
    hash: createHash("sha256")
      .update(JSON.stringify([aligned.x, aligned.y]))
      .digest("hex"),
    remarks:
      dropped.x + dropped.y > 0
        ? [
            `${dropped.x} datapoints of ${names[0]} and ${dropped.y} of ${names[1]} have no counterpart, and are left out`,
          ]
        : [],
  };
}

/** Which rows belong together, or why that cannot be said. */
function alignmentOf(
  x: readonly string[],
  y: readonly string[],
  align: boolean,
): Alignment | SvccaError {
  try {
    if (!align) assertSameIds(x, y);
    return alignIds(x, y);
  } catch (error) {
    if (error instanceof SvccaError) return error;
    throw error;
  }
}

function checkCount({ name, shape }: ArraySource, ids: readonly string[]): void {
  if (ids.length === shape[0]) return;
  throw new SvccaError(
    "invalid-argument",
    `${name}: ${ids.length} ids for ${shape[0] ?? 1} datapoints; give one for each`,
    { ids: ids.length, datapoints: shape[0] },
  );
}
