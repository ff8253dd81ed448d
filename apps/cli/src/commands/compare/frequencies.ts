import { type MeasureChoice, similarityByFrequency } from "@svcca/core";
import { type ArraySource, SvccaError } from "@svcca/linalg";
import { openPair } from "../../input/open-pair.js";
import type { ComparisonFlags } from "../../options/comparison.js";
import { frequencyOptions } from "../../options/frequencies.js";
import type { IdsFlags } from "../../options/ids.js";
import type { Compared } from "./sides.js";

/**
 * Two convolutional layers frequency by frequency.
 *
 * @throws SvccaError `invalid-argument` for a measure without such a form, and for two dense layers.
 */
export async function compareFrequencies(
  targetX: string,
  targetY: string,
  choice: MeasureChoice,
  flags: ComparisonFlags & IdsFlags,
): Promise<Compared> {
  const { onProgress } = choice;
  const { x, y, remarks, close } = await openPair(targetX, targetY, flags);
  try {
    assertPositions([x.source, y.source]);
    const options = { ...frequencyOptions(choice, flags), ...(onProgress ? { onProgress } : {}) };
    const result = await similarityByFrequency(x.source, y.source, options);
    const inputs = await Promise.all([x.describe(), y.describe()]);
    return { result, weighed: {}, inputs, frequencies: result.frequencies, remarks };
  } finally {
    await close();
  }
}

/** @throws SvccaError `invalid-argument` for two layers without positions, and so without frequencies. */
function assertPositions(sources: readonly [ArraySource, ArraySource]): void {
  if (sources.some(({ shape }) => shape.length > 2)) return;
  const [x, y] = sources.map(({ name, shape }) => `${name} (${shape.join(", ")})`);
  throw new SvccaError(
    "invalid-argument",
    `--spatial dft: ${x} and ${y} have no positions, and so no frequencies; leave it out`,
    { shapes: sources.map(({ shape }) => shape) },
  );
}
