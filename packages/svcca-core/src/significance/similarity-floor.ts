import type { Similarity } from "../measures/result.js";
import { noiseFloor } from "./noise-floor.js";

/**
 * The similarity that two layers with nothing in common would show at the sizes of a result: its
 * {@link noiseFloor}, averaged as the similarity was.
 *
 * @param average as in `svcca`. Default `"kept"`.
 * @returns a number from 0 to 1; undefined for measures without such a number. PWCCA weighs its
 *   coefficients by the layer at hand, so its floor is no function of the sizes, and other measures
 *   are no means of correlations.
 * @throws SvccaError as {@link noiseFloor}.
 */
export function similarityFloor(
  result: Similarity,
  average: "kept" | "neurons" = "kept",
): number | undefined {
  const { measure, datapoints, kept, neurons } = result;
  if (measure !== "svcca" && measure !== "cca") return undefined;
  const floor = noiseFloor(datapoints, kept);
  if (average === "kept") return floor;
  return (floor * Math.min(kept.x, kept.y)) / Math.min(neurons.x, neurons.y);
}
