import { openArray } from "@svcca/io/node";
import { type ArraySource, SvccaError } from "@svcca/linalg";
import type { RowRange } from "../options/row-range.js";
import { sha256 } from "./hash.js";
import { selectRows } from "./rows.js";

/** The labels, cut as the layers are, and the hash of their file. */
export async function readLabels({
  labels: target,
  rows,
}: {
  readonly labels: string;
  readonly rows?: RowRange;
}): Promise<{ labels: ArrayLike<number>; hash: string }> {
  const { source: stored, files, close } = await openArray(target);
  try {
    if (stored.shape.length !== 1) {
      throw new SvccaError(
        "invalid-argument",
        `${target}: labels of shape (${stored.shape.join(", ")}); give one whole number for each datapoint`,
        { array: target, shape: stored.shape },
      );
    }
    const source: ArraySource = rows ? selectRows(stored, rows) : stored;
    return { labels: await source.read(0, source.shape[0]!), hash: await sha256(files) };
  } finally {
    await close();
  }
}
