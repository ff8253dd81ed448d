import { type Matrix64, shuffledOrder, uniform } from "@svcca/linalg";
import { type Activations, layersOf } from "../input/activations.js";
import { holdLayer } from "../input/hold.js";
import type { Layer } from "../input/layer.js";
import { projectedLayer } from "../input/projected.js";
import type { SpatialOptions } from "../input/spatial.js";
import type { CompareOptions } from "../measures/cca.js";
import { contextOf } from "../measures/measure.js";
import { assertChoice, assertCount, assertFraction } from "../measures/options.js";
import { largestBy, type TruncateOption } from "../measures/svcca.js";
import { coefficientsOf } from "../result/coefficients.js";
import type { Basis } from "../routes/basis.js";
import { compareLayers } from "../routes/layers.js";
import { defaultTruncation } from "../routes/truncation.js";

/** Options of {@link permutationTest}. */
export interface PermutationOptions
  extends Pick<CompareOptions, "backend" | "signal" | keyof SpatialOptions | "time">,
    TruncateOption {
  /** Default `svcca`. */
  readonly measure?: "svcca" | "cca";
  /** How often the pairing is shuffled. Default 199, which finds p = 0.005 and above. */
  readonly permutations?: number;
  /** Start of the random numbers. Default 0: the same call gives the same result. */
  readonly seed?: number;
  /** The chance of counting a coefficient that means nothing. Default 0.05, the field's. */
  readonly level?: number;
  /** Called after each shuffle with how many are done of how many. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What {@link permutationTest} found. */
export interface PermutationResult {
  /** The mean canonical correlation of the true pairing. */
  readonly similarity: number;
  /** The share of pairings, the true one among them, that are as similar as the true one. */
  readonly pValue: number;
  /** The mean and the standard deviation of the similarity over the shuffled pairings. */
  readonly nullMean: number;
  readonly nullSpread: number;
  /** Coefficients above what all but `level` of the shuffled pairings reach with their largest. */
  readonly significant: number;
  readonly level: number;
  readonly permutations: number;
}

/**
 * How similar the layers would be if the datapoints of one had nothing to do with those of the
 * other: shuffles which datapoint goes with which. The directions of each layer stay the same under
 * that, so nothing is decomposed again but the small matrix between them. Positions of one image
 * stay together, since they are not independent.
 *
 * Holds the projected layers: 8 n (kept.x + kept.y) bytes.
 *
 * Source: Good 2005, Permutation, parametric and bootstrap tests, 1.2 (the true pairing counts as
 * one of them); Winkler et al. 2020 for canonical correlations.
 *
 * @throws SvccaError as `svcca`.
 */
export async function permutationTest(
  x: Activations,
  y: Activations,
  options: PermutationOptions = {},
): Promise<PermutationResult> {
  const { measure = "svcca", permutations = 199, seed = 0, level = 0.05, onProgress } = options;
  assertChoice("measure", measure, ["svcca", "cca"]);
  assertCount("permutations", permutations, 1);
  assertFraction("level", level);
  const { onProgress: _, ...reading } = options;
  const { backend, call, read } = contextOf({ ...reading, single: true });
  const layers = layersOf([x, y], ["x", "y"], options);
  const reduction =
    measure === "cca"
      ? ({ kind: "all" } as const)
      : largestBy(options.truncate ?? defaultTruncation);
  const route = { reduction, backend, call, refinable: true };
  const { value: comparison } = await compareLayers(layers, [[0, 1]], route, read).next();
  const truth = await coefficientsOf(comparison, backend, call);
  const along = (layer: Layer, basis: Basis) =>
    holdLayer(projectedLayer(layer, basis, backend), call);
  const alongX = await along(layers[0]!, comparison.x);
  const alongY = await along(layers[1]!, comparison.y);

  const next = uniform(seed);
  const unit = Math.max(layers[0]!.unit, layers[1]!.unit);
  const means: number[] = [];
  const largest: number[] = [];
  for (let done = 1; done <= permutations; done++) {
    call.signal?.throwIfAborted();
    const order = shuffledOrder(alongY.rows / unit, next);
    const cross = await backend.matmul(alongX, inOrder(alongY, order, unit), {
      ...call,
      transA: true,
    });
    const coefficients = await coefficientsOf({ ...comparison, cross }, backend, call);
    means.push(mean(coefficients));
    largest.push(coefficients[0]!);
    onProgress?.(done, permutations);
  }
  const similarity = mean(truth);
  const nullMean = mean(means);
  const bar = largest.sort((a, b) => b - a)[Math.floor(level * (permutations + 1)) - 1] ?? 1;
  return {
    similarity,
    pValue: (1 + means.filter((value) => value >= similarity).length) / (1 + permutations),
    nullMean,
    nullSpread: Math.sqrt(mean(means.map((value) => (value - nullMean) ** 2))),
    significant: truth.filter((value) => value > bar).length,
    level,
    permutations,
  };
}

/** The rows of `a`, `unit` at a time, in another order. */
function inOrder(a: Matrix64, order: Uint32Array, unit: number): Matrix64 {
  const data = new Float64Array(a.data.length);
  const size = unit * a.cols;
  order.forEach((from, to) => {
    data.set(a.data.subarray(from * size, (from + 1) * size), to * size);
  });
  return { ...a, data };
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}
