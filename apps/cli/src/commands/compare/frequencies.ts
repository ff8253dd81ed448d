import { dftSvcca, type MeasureChoice, type Similarity } from "@svcca/core";
import { SvccaError } from "@svcca/linalg";
import { openPair } from "../../input/open-pair.js";
import type { ComparisonFlags } from "../../options/comparison.js";
import type { IdsFlags } from "../../options/ids.js";
import type { WeighingFlags } from "../../options/weighing.js";
import type { Compared } from "./sides.js";

/**
 * Two convolutional layers frequency by frequency. Counts are those of the flattened layers: all
 * channels, and all kept directions, at all frequencies.
 *
 * @throws SvccaError `invalid-argument` for what has no meaning there.
 */
export async function compareFrequencies(
  targetX: string,
  targetY: string,
  choice: MeasureChoice,
  flags: ComparisonFlags & WeighingFlags & IdsFlags,
): Promise<Compared> {
  const { measure, average, truncate, backend, signal, onProgress } = choice;
  if ((measure !== "svcca" && measure !== "cca") || flags.exact) {
    throw new SvccaError(
      "invalid-argument",
      `--spatial dft is for --measure svcca or cca without --exact, not ${measure}; take another treatment of space`,
      { received: measure },
    );
  }
  if (flags.significance === "permutation" || flags.bootstrap !== undefined) {
    throw new SvccaError(
      "invalid-argument",
      "--spatial dft has no --significance permutation and no --bootstrap; leave them out, or take --spatial average or datapoints",
      { received: flags.significance },
    );
  }
  const { x, y, remarks, close } = await openPair(targetX, targetY, flags);
  try {
    const found = await dftSvcca(x.source, y.source, {
      measure,
      ...(average ? { average } : {}),
      ...(truncate ? { truncate } : {}),
      ...(flags.layout ? { layout: flags.layout } : {}),
      ...(backend ? { backend } : {}),
      ...(signal ? { signal } : {}),
      ...(onProgress ? { onProgress } : {}),
    });
    const { similarity, coefficients, datapoints, channels, frequencies, perFrequency } = found;
    const places = frequencies.height * frequencies.width;
    const total = (side: "x" | "y") =>
      perFrequency.reduce((sum, { multiplicity, kept }) => sum + multiplicity * kept[side], 0);
    const result: Similarity & { readonly coefficients: Float64Array } = {
      measure,
      similarity,
      coefficients,
      datapoints,
      kept: { x: total("x"), y: total("y") },
      neurons: { x: channels.x * places, y: channels.y * places },
      backend: found.backend,
      warnings: found.warnings,
    };
    const inputs = await Promise.all([x.describe(), y.describe()]);
    return { result, weighed: {}, inputs, frequencies, remarks };
  } finally {
    await close();
  }
}
