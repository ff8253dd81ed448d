import { SvccaError } from "@svcca/linalg";
import type { Way, WayCost } from "./explain.js";

/** The way to take, and why. */
export interface Recommendation {
  readonly way: Way;
  /** How many positions of each image to take, where all would take too long. */
  readonly positions?: number;
  readonly reason: string;
}

/** Seconds that a comparison may take before fewer positions are recommended. */
const PATIENCE = 60;

/**
 * Which way to take: the one that the SVCCA paper takes for such a pair (section 3), or what stands in
 * for it where that would take too much.
 *
 * @param images how many of the two layers have positions.
 * @throws SvccaError `unsupported` when every way is refused.
 */
export function recommend(ways: readonly WayCost[], images: number): Recommendation {
  const open = (way: Way) => ways.find((one) => one.way === way && one.refused === undefined);
  const good = (way: Way) => open(way)?.caution === undefined && open(way);
  if (images === 0 && open("none")) {
    return { way: "none", reason: "the layers have no positions" };
  }
  if (images === 1 && open("average")) {
    return {
      way: "average",
      reason:
        "one layer has no positions: the average over those of the other is all of it that can pair up, which is its zero frequency (dft gives the same)",
    };
  }
  const positions = open("datapoints");
  if (positions) {
    const reason =
      "both layers have one height and width: every position is a datapoint, as in the paper for a layer of two networks";
    const { seconds = 0, datapoints = 0 } = positions;
    if (seconds <= PATIENCE) return { way: "datapoints", reason };
    const perImage = datapoints / Math.max(1, open("average")?.datapoints ?? datapoints);
    const some = Math.max(1, Math.floor((perImage * PATIENCE) / seconds));
    return { way: "datapoints", positions: some, reason: `${reason}; some of them suffice` };
  }
  const flat = good("flatten");
  const frequencies = good("dft");
  if (flat && (!frequencies || flat.seconds! <= frequencies.seconds!)) {
    return {
      way: "flatten",
      reason:
        "the layers differ in size, and there are images enough for every channel at every position to be a neuron",
    };
  }
  if (frequencies) {
    return {
      way: "dft",
      reason:
        "the layers differ in size: they share low frequencies, at each of which channels are compared, and nothing is made up between positions",
    };
  }
  if (open("interpolate")) {
    return {
      way: "interpolate",
      reason:
        "the layers differ in size, and there are too few images to compare them frequency by frequency",
    };
  }
  const refused = ways.find((one) => one.refused !== undefined);
  throw new SvccaError("unsupported", refused?.refused ?? "explain: no way to compare", { ways });
}
