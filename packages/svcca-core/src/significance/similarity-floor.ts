import type { CkaResult } from "../measures/cka.js";
import type { Similarity } from "../measures/result.js";
import { noiseFloor } from "./noise-floor.js";

/**
 * The similarity that two layers with nothing in common would show at the sizes of a result.
 *
 * - SVCCA and CCA: the {@link noiseFloor}, averaged as the similarity was.
 * - PWCCA: the same. The directions of unrelated layers lie anywhere in the layer that weighs them,
 *   whatever their coefficients, so that each coefficient has the same weight in the mean.
 * - CKA: its `byChance`.
 *
 * @param average as in `svcca`. Default `"kept"`.
 * @returns a number from 0 to 1; undefined for the other measures, of which no formula is known.
 * @throws SvccaError as {@link noiseFloor}.
 */
export function similarityFloor(
  result: Similarity,
  average: "kept" | "neurons" = "kept",
): number | undefined {
  const { measure, datapoints, kept, neurons } = result;
  if (measure === "cka") return (result as CkaResult).byChance;
  if (measure !== "svcca" && measure !== "cca" && measure !== "pwcca") return undefined;
  const floor = noiseFloor(datapoints, kept);
  if (average === "kept" || measure === "pwcca") return floor;
  return (floor * Math.min(kept.x, kept.y)) / Math.min(neurons.x, neurons.y);
}
