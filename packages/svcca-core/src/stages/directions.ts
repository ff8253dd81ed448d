import { type Backend, type Matrix64, SvccaError, withFallback } from "@svcca/linalg";
import { type MeasureChoice, measureOf } from "../measures/choice.js";
import { contextOf } from "../measures/measure.js";
import type { Similarity } from "../measures/result.js";
import type { LayerMoments } from "../moments/moments.js";
import type { Basis, Route } from "../routes/basis.js";
import { gramBasis } from "../routes/gram.js";
import { betterAlong, type Found, wantsAnotherPass } from "../routes/read-again.js";

/**
 * The directions of one layer, as they go from one machine to the next: a coordinate system of its
 * neurons in which it has unit variance, and how often the data were read to make it better.
 */
export interface LayerDirections {
  readonly basis: Basis;
  readonly passes: number;
}

/** How many datapoints and neurons a layer has. */
interface Size {
  readonly datapoints: number;
  readonly neurons: number;
}

/**
 * What the measure needs of the data before it can compare: `moments` of each pair of layers, as
 * they are; or `directions` of each layer first, then the moments along these, as `comparePairs`
 * does it.
 *
 * @throws SvccaError `unsupported` for a measure that looks at pairs of datapoints, or that holds
 *   the data in memory; `invalid-argument` as the measure.
 */
export function stagesOf(choice: MeasureChoice): "moments" | "directions" {
  const { directions, fromMoments } = measureOf(choice);
  if (directions?.method === "moments") return "directions";
  if (fromMoments && !directions) return "moments";
  const { measure = "svcca", estimator } = choice;
  const method = choice.method === "exact" ? "exact" : undefined;
  throw new SvccaError(
    "unsupported",
    `${[measure, estimator, method].filter(Boolean).join(", ")}: needs all datapoints in one place, so it does not split over shards; use svcca, cca, pwcca, cka (biased), pls or procrustes`,
    { measure, estimator, method },
  );
}

/**
 * The directions of a layer from its second moments over all datapoints.
 *
 * @throws SvccaError `no-variance` when every neuron is constant.
 */
export async function firstDirections(
  layer: LayerMoments,
  datapoints: number,
  choice: MeasureChoice,
): Promise<LayerDirections> {
  return { basis: await gramBasis(layer, datapoints, routeOf(choice)), passes: 0 };
}

/** Whether reading the layer along its directions once more would make these more accurate. */
export function wantsMoments(found: LayerDirections, size: Size, backend: Backend): boolean {
  return wantsAnotherPass(found, size, withFallback(backend));
}

/**
 * The directions of a layer, made more accurate by its second moments along them.
 *
 * @param gram k x k: the moments of the layer as `collectAlong` reads it.
 */
export async function betterDirections(
  found: LayerDirections,
  gram: Matrix64,
  size: Size,
  choice: MeasureChoice,
): Promise<LayerDirections> {
  const better: Found = await betterAlong(found, gram, size, routeOf(choice));
  return better;
}

/**
 * Two layers by their directions and the moments between these.
 *
 * @param cross kx ky: as `collectAlong` gives it.
 * @param datapoints that went into it.
 */
export async function compareDirections(
  x: LayerDirections,
  y: LayerDirections,
  cross: Matrix64,
  datapoints: number,
  choice: MeasureChoice,
): Promise<Similarity> {
  const context = contextOf(choice);
  const { unitRoundoff } = context.backend;
  const comparison = { x: x.basis, y: y.basis, cross, datapoints, unitRoundoff };
  return directionsOf(choice).score(comparison, context);
}

function routeOf(choice: MeasureChoice): Route {
  const { backend, call } = contextOf(choice);
  return { reduction: directionsOf(choice).reduction, backend, call, refinable: true };
}

function directionsOf(choice: MeasureChoice) {
  const { directions } = measureOf(choice);
  if (directions) return directions;
  throw new SvccaError(
    "invalid-argument",
    `${choice.measure}: compares moments, not directions; stagesOf says which`,
    { measure: choice.measure },
  );
}
