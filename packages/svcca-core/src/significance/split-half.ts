import { shuffledOrder, uniform } from "@svcca/linalg";
import { type Activations, layersOf } from "../input/activations.js";
import { assertComparable } from "../input/comparable.js";
import type { Layer } from "../input/layer.js";
import { projectedLayer } from "../input/projected.js";
import { subsetLayer } from "../input/subset.js";
import type { CcaResult } from "../measures/cca.js";
import { type MeasureChoice, measureOf } from "../measures/choice.js";
import { type Context, contextOf } from "../measures/measure.js";
import { assertChoice } from "../measures/options.js";
import { streamMoments } from "../moments/stream.js";
import { diagonalOf } from "../routes/gram.js";

/** Options of {@link splitHalf}. */
export type SplitHalfOptions = Omit<MeasureChoice, "measure"> & {
  /** Default `svcca`. */
  readonly measure?: "svcca" | "cca" | "pwcca" | "pls";
  /** Start of the random numbers. Default 0: the same call gives the same result. */
  readonly seed?: number;
};

/** What {@link splitHalf} found. */
export interface SplitHalfResult {
  /** The similarity over each half of the datapoints: how much it hangs on which were taken. */
  readonly halves: readonly [number, number];
  /**
   * The correlations of each pair of directions over the half that they were not found on, the
   * mean of both ways round. Near 0 where a direction was chance, and negative as often as not.
   */
  readonly heldOut: Float64Array;
  /** The mean of `heldOut`: the similarity without the part that any data would show. */
  readonly similarity: number;
}

/**
 * Whether aligned directions are still aligned on datapoints that had no part in finding them:
 * finds them on a random half, and correlates them over the other half, both ways round. Positions
 * of one image stay together. Reads the data about eight times.
 *
 * Source: Stone 1974, Cross-validatory choice; for canonical correlations, Wang et al. 2020,
 * Finding the needle in a high-dimensional haystack, NeuroImage 216.
 *
 * @throws SvccaError `too-few-datapoints` under 4, and as the measure.
 */
export async function splitHalf(
  x: Activations,
  y: Activations,
  options: SplitHalfOptions = {},
): Promise<SplitHalfResult> {
  assertChoice("measure", options.measure ?? "svcca", ["svcca", "cca", "pwcca", "pls"]);
  const measure = measureOf(options);
  const context = contextOf({ ...options, single: true });
  const layers = layersOf([x, y], ["x", "y"], options);
  assertComparable(layers, 4);
  const unit = Math.max(...layers.map((layer) => layer.unit));
  const order = shuffledOrder(layers[0]!.datapoints / unit, uniform(options.seed ?? 0));
  const half = order.length >> 1;
  const halves = [order.slice(0, half).sort(), order.slice(half).sort()].map((units) =>
    layers.map((layer) => subsetLayer(layer, units, unit)),
  );
  const results: CcaResult[] = [];
  for (const both of halves) {
    const { value } = await measure.compare(both, [[0, 1]], context).next();
    results.push(value as CcaResult);
  }
  const k = Math.min(...results.map(({ coefficients }) => coefficients.length));
  const there = await correlationsOn(halves[1]!, results[0]!, context);
  const back = await correlationsOn(halves[0]!, results[1]!, context);
  const heldOut = Float64Array.from({ length: k }, (_, i) => (there[i]! + back[i]!) / 2);
  return {
    halves: [results[0]!.similarity, results[1]!.similarity],
    heldOut,
    similarity: heldOut.reduce((sum, value) => sum + value, 0) / k,
  };
}

/** The correlation of each pair of directions over the datapoints of `layers`. */
async function correlationsOn(
  layers: readonly Layer[],
  { directions }: Pick<CcaResult, "directions">,
  { backend, read }: Context,
): Promise<Float64Array> {
  const along = [directions.x, directions.y].map((side, i) =>
    projectedLayer(layers[i]!, side, backend),
  );
  const { layers: [a, b] = [], crosses } = await streamMoments(along, [[0, 1]], read);
  const [squaresX, squaresY] = [diagonalOf(a!.gram), diagonalOf(b!.gram)];
  return diagonalOf(crosses[0]!.product).map((value, i) => {
    const size = Math.sqrt(squaresX[i]!) * Math.sqrt(squaresY[i]!);
    return size > 0 ? value / size : 0;
  });
}
