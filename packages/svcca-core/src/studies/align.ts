import { type Matrix64, SvccaError } from "@svcca/linalg";
import { type Activations, layersOf } from "../input/activations.js";
import { blockRowsFor } from "../input/blocks.js";
import { holdLayer } from "../input/hold.js";
import type { Layer } from "../input/layer.js";
import { projectedLayer } from "../input/projected.js";
import type { CcaResult } from "../measures/cca.js";
import { type MeasureChoice, measureOf } from "../measures/choice.js";
import { comparePair, contextOf } from "../measures/measure.js";
import { assertChoice, assertCount } from "../measures/options.js";
import type { PlsResult } from "../measures/pls.js";

/** Options of {@link align}. */
export type AlignOptions = Omit<MeasureChoice, "measure"> & {
  /** A measure that has aligned directions. Default `svcca`. */
  readonly measure?: "svcca" | "cca" | "pwcca" | "pls";
  /** How many directions, and how many neurons beside them. Default 3. */
  readonly count?: number;
};

/** One layer seen along its aligned directions, and by its most active neurons. */
export interface AlignedSide {
  /** n x count: the datapoints along each direction, most correlated first. */
  readonly along: Matrix64;
  /** The neurons with the largest mean absolute activation, largest first. */
  readonly neurons: readonly number[];
  /** n x count: the activations of these neurons. */
  readonly activations: Matrix64;
}

/** What {@link align} found. */
export interface AlignResult {
  readonly result: CcaResult | PlsResult;
  readonly x: AlignedSide;
  readonly y: AlignedSide;
}

/**
 * The aligned directions of two layers over the datapoints, beside the most active neurons of
 * each: directions that two networks share look alike, single neurons do not.
 *
 * Source: Raghu et al. 2017 (arXiv 1706.05806), Fig. 1, and the tutorials of google/svcca.
 *
 * @param x n x a: datapoints by neurons.
 * @param y n x b, the same datapoints in the same order.
 * @throws SvccaError `invalid-argument` for more directions than there are, and as the measure.
 */
export async function align(
  x: Activations,
  y: Activations,
  options: AlignOptions = {},
): Promise<AlignResult> {
  const { count = 3, measure = "svcca" } = options;
  assertCount("count", count, 1);
  assertChoice("measure", measure, ["svcca", "cca", "pwcca", "pls"]);
  const result = (await comparePair(measureOf(options), x, y, options)) as CcaResult | PlsResult;
  const found = result.coefficients.length;
  if (count > found) {
    throw new SvccaError(
      "invalid-argument",
      `count: ${count} of ${found} aligned directions; give at most ${found}`,
      { option: "count", received: count, directions: found },
    );
  }
  const { backend, call } = contextOf(options);
  const layers = layersOf([x, y], ["x", "y"], options);
  const side = async (name: "x" | "y"): Promise<AlignedSide> => {
    const layer = layers[name === "x" ? 0 : 1]!;
    const { weights, mean } = result.directions[name];
    const first = {
      mean,
      weights: columns(
        weights,
        Array.from({ length: count }, (_, i) => i),
      ),
    };
    const neurons = await mostActive(layer, count, call);
    return {
      along: await holdLayer(projectedLayer(layer, first, backend), call),
      neurons,
      activations: await holdLayer(chosenNeurons(layer, neurons), call),
    };
  };
  return { result, x: await side("x"), y: await side("y") };
}

/** The neurons with the largest mean absolute activation, largest first. */
async function mostActive(
  layer: Layer,
  count: number,
  call: Parameters<Layer["read"]>[2],
): Promise<number[]> {
  const sums = new Float64Array(layer.neurons);
  const step = blockRowsFor(layer.neurons, layer.unit);
  for (let start = 0; start < layer.datapoints; start += step) {
    const { data, cols } = await layer.read(start, Math.min(start + step, layer.datapoints), call);
    for (let p = 0; p < data.length; p++) sums[p % cols]! += Math.abs(data[p]!);
  }
  return Array.from(sums, (_, j) => j)
    .sort((i, j) => sums[j]! - sums[i]! || i - j)
    .slice(0, count);
}

function chosenNeurons(layer: Layer, neurons: readonly number[]): Layer {
  return {
    ...layer,
    neurons: neurons.length,
    read: async (start, end, options) => columns(await layer.read(start, end, options), neurons),
  };
}

/** Some columns of a matrix, in that order. */
function columns(
  a: { data: ArrayLike<number>; rows: number; cols: number },
  which: readonly number[],
) {
  const data = new Float64Array(a.rows * which.length);
  for (let i = 0, p = 0; i < a.rows; i++) {
    for (const j of which) data[p++] = a.data[i * a.cols + j]!;
  }
  return { data, rows: a.rows, cols: which.length };
}
