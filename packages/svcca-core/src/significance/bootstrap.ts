import { type Matrix64, SvccaError, uniform } from "@svcca/linalg";
import { type Activations, layersOf } from "../input/activations.js";
import { assertComparable } from "../input/comparable.js";
import { holdLayer } from "../input/hold.js";
import { type MeasureChoice, measureOf } from "../measures/choice.js";
import { type Context, contextOf } from "../measures/measure.js";
import { assertCount, assertFraction } from "../measures/options.js";
import type { LayerMoments, PairView } from "../moments/moments.js";
import { compactOf } from "../routes/views.js";

/** Options of {@link bootstrap}. */
export type BootstrapOptions = MeasureChoice & {
  /** How often datapoints are drawn. Default 200, enough for the ends of an interval. */
  readonly replicates?: number;
  /** The share of intervals that hold the true value. Default 0.95. */
  readonly confidence?: number;
  /** Start of the random numbers. Default 0: the same call gives the same result. */
  readonly seed?: number;
};

/** What {@link bootstrap} found. */
export interface BootstrapResult {
  /** The similarity over the datapoints as they are. */
  readonly similarity: number;
  /** The ends of the interval. */
  readonly lower: number;
  readonly upper: number;
  readonly confidence: number;
  readonly replicates: number;
}

/**
 * How much the similarity hangs on which datapoints were taken: draws as many of them again, with
 * replacement, and compares anew. Positions of one image are drawn together.
 *
 * The interval is the basic one (2 similarity - quantile). Correlations of few datapoints are too
 * high, and drawing with replacement makes them higher still, so it takes the bias out in part and
 * lies lower than the similarity itself. Where the similarity is near the noise floor the rest of
 * the bias is what remains: it is no test against chance (see `permutationTest` and `splitHalf`).
 *
 * For measures of second moments. Holds both layers in memory, up to 1 GiB each.
 *
 * Source: Davison & Hinkley 1997, Bootstrap methods and their application, 2.4.
 *
 * @throws SvccaError `unsupported` for cka-rbf, rsa, knn and estimators other than biased, and
 *   beyond 1 GiB; as the measure itself.
 */
export async function bootstrap(
  x: Activations,
  y: Activations,
  options: BootstrapOptions = {},
): Promise<BootstrapResult> {
  const { replicates = 200, confidence = 0.95, seed = 0 } = options;
  assertCount("replicates", replicates, 2);
  assertFraction("confidence", confidence);
  const { onProgress, ...reading } = options;
  const measure = measureOf(options);
  if (!measure.fromMoments) {
    const { measure: name, estimator } = options;
    const which = name === "cka" ? `cka with estimator ${estimator}` : name;
    throw new SvccaError(
      "unsupported",
      `bootstrap: ${which} is no function of second moments; use svcca, cca, pwcca, cka with estimator biased, pls or procrustes`,
      { option: "measure", received: name, ...(estimator ? { estimator } : {}) },
    );
  }
  const context = contextOf(reading);
  const layers = layersOf([x, y], ["x", "y"], options);
  assertComparable(layers);
  const whole: Matrix64[] = [];
  for (const layer of layers) {
    whole.push(await holdLayer((await compactOf(layer, context)).layer, context.call));
  }
  const names = layers.map(({ name }) => name);
  const unit = Math.max(...layers.map((layer) => layer.unit));
  const units = whole[0]!.rows / unit;
  const estimate = async (counts: Uint32Array) =>
    (await measure.fromMoments!(await drawn(whole, names, counts, unit, context), context))
      .similarity;

  const next = uniform(seed);
  const values: number[] = [];
  while (values.length < replicates) {
    context.call.signal?.throwIfAborted();
    const counts = new Uint32Array(units);
    for (let i = 0; i < units; i++) counts[Math.floor(next() * units)]!++;
    values.push(await estimate(counts));
    onProgress?.(values.length, replicates);
  }
  values.sort((a, b) => a - b);
  const similarity = await estimate(new Uint32Array(units).fill(1));
  const tail = (1 - confidence) / 2;
  return {
    similarity,
    lower: clamp(2 * similarity - quantile(values, 1 - tail)),
    upper: clamp(2 * similarity - quantile(values, tail)),
    confidence,
    replicates,
  };
}

/** The moments of datapoints that were drawn `counts` times each, a unit at a time. */
async function drawn(
  whole: readonly Matrix64[],
  names: readonly string[],
  counts: Uint32Array,
  unit: number,
  { backend, call }: Context,
): Promise<PairView> {
  const datapoints = whole[0]!.rows;
  const sides = whole.map((layer) => weighted(layer, counts, unit));
  const product = (a: Matrix64, b: Matrix64) => backend.matmul(a, b, { ...call, transA: true });
  const momentsOf = async (i: number): Promise<LayerMoments> => ({
    name: names[i]!,
    mean: sides[i]!.mean,
    gram: await product(sides[i]!.rows, sides[i]!.rows),
  });
  return {
    datapoints,
    x: await momentsOf(0),
    y: await momentsOf(1),
    cross: await product(sides[0]!.rows, sides[1]!.rows),
  };
}

/** The mean, and the centred rows times the root of how often each counts; without those of 0. */
function weighted(
  { data, rows, cols }: Matrix64,
  counts: Uint32Array,
  unit: number,
): { mean: Float64Array; rows: Matrix64 } {
  const mean = new Float64Array(cols);
  for (let i = 0; i < rows; i++) {
    const share = counts[Math.floor(i / unit)]! / rows;
    for (let j = 0; j < cols; j++) mean[j]! += share * data[i * cols + j]!;
  }
  const there = counts.reduce((sum, count) => sum + (count > 0 ? unit : 0), 0);
  const out = new Float64Array(there * cols);
  for (let i = 0, p = 0; i < rows; i++) {
    const root = Math.sqrt(counts[Math.floor(i / unit)]!);
    if (root === 0) continue;
    for (let j = 0; j < cols; j++, p++) out[p] = root * (data[i * cols + j]! - mean[j]!);
  }
  return { mean, rows: { data: out, rows: there, cols } };
}

/** The value under which that share of the sorted values lies, between two of them linearly. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const low = Math.floor(place);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low]! + (place - low) * (sorted[high]! - sorted[low]!);
}

function clamp(value: number): number {
  return Math.max(0, Math.min(1, value));
}
