import { type CallOptions, referenceBackend, SvccaError, withFallback } from "@svcca/linalg";
import { type Activations, layerOf } from "./input/activations.js";
import type { PairMoments } from "./moments/pair-moments.js";
import { type ReadOptions, streamMoments } from "./moments/stream.js";
import { align } from "./result/coefficients.js";
import { alignedDirections, type Directions } from "./result/directions.js";
import { type Warning, warningsOf } from "./result/warnings.js";
import type { Comparison, Reduction } from "./routes/basis.js";
import { compareExactly } from "./routes/exact.js";
import { compareMoments } from "./routes/from-moments.js";
import { refine } from "./routes/refine.js";

/** Options of `cca` and `svcca`. */
export interface CompareOptions extends ReadOptions {
  /**
   * What the similarity divides the sum of the coefficients by: the number of `kept` directions of
   * the narrower side (default, what all published code does), or its number of `neurons` (eq. 1
   * of the SVCCA paper, whose text counts the directions that truncation drops as zeros).
   */
  readonly average?: "kept" | "neurons";
  /**
   * `moments` (default) streams the data in fixed memory; it reads them once, or up to three times
   * where one pass would cost accuracy. `exact` holds both layers in memory and decomposes the
   * data themselves: slower, for checking.
   */
  readonly method?: "moments" | "exact";
}

/** What a comparison of two layers found. */
export interface CcaResult {
  readonly measure: "cca" | "svcca";
  /** The mean canonical correlation, 0 (nothing in common) to 1; `average` says over what. */
  readonly similarity: number;
  /** The canonical correlations, largest first, in [0, 1]. */
  readonly coefficients: Float64Array;
  /** Directions of each layer that took part. */
  readonly kept: { readonly x: number; readonly y: number };
  readonly datapoints: number;
  readonly neurons: { readonly x: number; readonly y: number };
  /** The aligned directions; give them to `project` for the projected datapoints. */
  readonly directions: { readonly x: Directions; readonly y: Directions };
  /** Estimated error of the coefficients by rounding. */
  readonly error: number;
  readonly method: "moments" | "exact";
  /** The name of the backend that computed. */
  readonly backend: string;
  readonly warnings: readonly Warning[];
}

/** Everything that `cca` and `svcca` share. */
export interface Measured {
  readonly result: Omit<CcaResult, "measure">;
  readonly comparison: Comparison;
}

/** Compares activations, in the way that `options.method` says. */
export async function measureActivations(
  x: Activations,
  y: Activations,
  reduction: Reduction,
  options: CompareOptions,
): Promise<Measured> {
  assertOptions(options);
  const layerX = layerOf(x, "x", options);
  const layerY = layerOf(y, "y", options);
  const names = { x: layerX.name, y: layerY.name };
  const backend = withFallback(options.backend ?? referenceBackend);
  const call: CallOptions = options.signal ? { signal: options.signal } : {};
  if (options.method === "exact") {
    const comparison = await compareExactly(layerX, layerY, reduction, backend, call);
    return conclude(comparison, names, reduction, options, call);
  }
  const read = { ...options, backend };
  const moments = await streamMoments(layerX, layerY, read);
  const route = { names, reduction, backend, call, refinable: true };
  const first = await compareMoments(moments, route);
  const comparison = await refine(first, layerX, layerY, route, read);
  return conclude(comparison, names, reduction, options, call);
}

/** Compares two layers of which only the moments are known. */
export async function measureMoments(
  moments: PairMoments,
  reduction: Reduction,
  options: MomentsOptions,
): Promise<Measured> {
  assertOptions(options);
  if (moments.datapoints < 2) {
    throw new SvccaError(
      "too-few-datapoints",
      `moments of ${moments.datapoints} datapoints; a correlation needs at least 2`,
      { datapoints: moments.datapoints },
    );
  }
  const names = { x: "x", y: "y" };
  const backend = withFallback(options.backend ?? referenceBackend);
  const call: CallOptions = options.signal ? { signal: options.signal } : {};
  const route = { names, reduction, backend, call, refinable: false };
  const comparison = await compareMoments(moments, route);
  return conclude(comparison, names, reduction, options, call);
}

/** Options of `ccaFromMoments` and `svccaFromMoments`: the data are not read, so less is to say. */
export type MomentsOptions = Omit<CompareOptions, "method" | "onProgress">;

async function conclude(
  comparison: Comparison,
  names: { x: string; y: string },
  reduction: Reduction,
  { average = "kept", backend = referenceBackend, method = "moments" }: CompareOptions,
  call: CallOptions,
): Promise<Measured> {
  const complete = withFallback(backend);
  const aligned = await align(comparison, complete, call);
  const coefficients = aligned.s;
  const neurons = { x: comparison.x.weights.rows, y: comparison.y.weights.rows };
  const over = average === "kept" ? coefficients.length : Math.min(neurons.x, neurons.y);
  return {
    comparison,
    result: {
      similarity: coefficients.reduce((sum, value) => sum + value, 0) / over,
      coefficients,
      kept: { x: comparison.x.weights.cols, y: comparison.y.weights.cols },
      datapoints: comparison.datapoints,
      neurons,
      directions: await alignedDirections(comparison, aligned, complete, call),
      error: comparison.error,
      method,
      backend: backend.name,
      warnings: warningsOf(comparison, names, reduction.kind === "all"),
    },
  };
}

function assertOptions({ average, method }: CompareOptions): void {
  for (const [option, value, allowed] of [
    ["average", average, ["kept", "neurons"]],
    ["method", method, ["moments", "exact"]],
  ] as const) {
    if (value !== undefined && !(allowed as readonly string[]).includes(value)) {
      throw new SvccaError(
        "invalid-argument",
        `${option}: ${JSON.stringify(value)}; give ${allowed.map((a) => JSON.stringify(a)).join(" or ")}`,
        { option, received: value },
      );
    }
  }
}
