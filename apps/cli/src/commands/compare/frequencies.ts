import { type MeasureChoice, similarityByFrequency } from "@svcca/core";
import { SvccaError } from "@svcca/linalg";
import { openPair } from "../../input/open-pair.js";
import type { ComparisonFlags } from "../../options/comparison.js";
import { frequencyOptions } from "../../options/frequencies.js";
import type { IdsFlags } from "../../options/ids.js";
import type { WeighingFlags } from "../../options/weighing.js";
import type { Compared } from "./sides.js";

/**
 * Two convolutional layers frequency by frequency.
 *
 * @throws SvccaError `invalid-argument` for what has no meaning there.
 */
export async function compareFrequencies(
  targetX: string,
  targetY: string,
  choice: MeasureChoice,
  flags: ComparisonFlags & WeighingFlags & IdsFlags,
): Promise<Compared> {
  const { onProgress } = choice;
  if (flags.significance === "permutation" || flags.bootstrap !== undefined) {
    throw new SvccaError(
      "invalid-argument",
      "--spatial dft has no --significance permutation and no --bootstrap; leave them out, or take --spatial average or datapoints",
      { received: flags.significance },
    );
  }
  const { x, y, remarks, close } = await openPair(targetX, targetY, flags);
  try {
    const options = { ...frequencyOptions(choice, flags), ...(onProgress ? { onProgress } : {}) };
    const result = await similarityByFrequency(x.source, y.source, options);
    const inputs = await Promise.all([x.describe(), y.describe()]);
    return { result, weighed: {}, inputs, frequencies: result.frequencies, remarks };
  } finally {
    await close();
  }
}
