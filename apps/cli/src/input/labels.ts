import { openArray } from "@svcca/io/node";
import { SvccaError } from "@svcca/linalg";
import { sha256 } from "./hash.js";
import type { Cut } from "./same-datapoints.js";

/** The labels, cut as the layers are, and the hash of their file. */
export async function readLabels(
  target: string,
  cut: Cut = (source) => source,
): Promise<{ labels: ArrayLike<number>; hash: string }> {
  const { source: stored, files, close } = await openArray(target);
  try {
    if (stored.shape.length !== 1) {
      throw new SvccaError(
        "invalid-argument",
        `${target}: labels of shape (${stored.shape.join(", ")}); give one whole number for each datapoint`,
        { array: target, shape: stored.shape },
      );
    }
    const source = cut(stored);
    return { labels: await source.read(0, source.shape[0]!), hash: await sha256(files) };
  } finally {
    await close();
  }
}
