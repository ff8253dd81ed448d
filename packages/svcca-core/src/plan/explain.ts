import { commonFrequencies, imageSize } from "@svcca/dft-preprocessing";
import { referenceBackend, SvccaError, withComplexFallback } from "@svcca/linalg";
import { imageLayerOf } from "../dft/layers.js";
import { type Activations, layersOf } from "../input/activations.js";
import { assertComparable } from "../input/comparable.js";
import { assertActivations } from "../input/given.js";
import type { Spatial } from "../input/spatial.js";
import type { CompareOptions } from "../measures/cca.js";
import { assertChoice } from "../measures/options.js";
import type { TruncateOption } from "../measures/svcca.js";
import { assertAffordable } from "../routes/affordable.js";
import { assertTruncation, defaultTruncation } from "../routes/truncation.js";
import { type Cost, frequenciesCost, layersCost } from "./cost.js";
import { type KeptGuess, type Rates, ratesOf } from "./rates.js";
import { type Recommendation, recommend } from "./recommend.js";

/** A way to take the positions of two layers; `none` for layers that have no positions. */
export type Way = Spatial | "dft" | "none";

/** What one way takes, or why it is refused. */
export interface WayCost extends Partial<Cost> {
  readonly way: Way;
  readonly datapoints?: number;
  readonly neurons?: { readonly x: number; readonly y: number };
  /** The error that the comparison would end with. */
  readonly refused?: string;
  /** What the number could not bear. */
  readonly caution?: string;
}

/** Options of {@link explain}. */
export type ExplainOptions = CompareOptions &
  TruncateOption & {
    /** Default `svcca`. */
    readonly measure?: "svcca" | "cca" | "pwcca";
  };

/** What {@link explain} found. */
export interface Explanation {
  readonly backend: string;
  readonly ways: readonly WayCost[];
  readonly recommended: Recommendation;
}

const SPATIAL = ["average", "datapoints", "flatten", "interpolate"] as const;

/**
 * What a comparison of two layers would take, before it is made: for each way to treat space its
 * route, memory, operations and expected time, and which way to take. Reads the first images of each
 * layer, and tries small kernels on the backend, for up to a second.
 *
 * Times are of a program that has just begun, within a factor of about three, without the further readings that ill-conditioned layers
 * need. How many directions truncation keeps is not known before: for a share of the variance it is
 * taken to be half of them.
 *
 * @param options those of the comparison; `spatial` is not looked at.
 * @throws SvccaError where no way is open: `shape-mismatch`, `invalid-argument`, `unsupported`.
 */
export async function explain(
  x: Activations,
  y: Activations,
  options: ExplainOptions = {},
): Promise<Explanation> {
  const { measure = "svcca", truncate, method = "moments" } = options;
  assertChoice("measure", measure, ["svcca", "cca", "pwcca"]);
  assertChoice("method", method, ["moments", "exact"]);
  assertActivations(x, "x");
  assertActivations(y, "y");
  const rule = truncate ?? (measure === "svcca" ? defaultTruncation : undefined);
  if (rule) assertTruncation(rule);
  const kept: KeptGuess = (d) => {
    if (!rule) return d;
    return Math.max(1, "components" in rule ? Math.min(rule.components, d) : Math.ceil(d / 2));
  };
  const backend = withComplexFallback(options.backend ?? referenceBackend);
  const rates = ratesOf(backend, kept);
  const images = [x, y].filter((one) => !("data" in one) && one.shape.length === 4).length;
  const ways: WayCost[] = [];
  if (images === 0) ways.push(await layersWay(x, y, "none", options, kept, rates));
  else {
    for (const way of SPATIAL) ways.push(await layersWay(x, y, way, options, kept, rates));
    ways.push(await frequenciesWay(x, y, options, kept, rates));
  }
  return { backend: backend.name, ways, recommended: recommend(ways, images) };
}

async function layersWay(
  x: Activations,
  y: Activations,
  way: Spatial | "none",
  options: ExplainOptions,
  kept: KeptGuess,
  rates: Rates,
): Promise<WayCost> {
  const { positions, method = "moments", spatial: _, ...rest } = options;
  const some = positions !== undefined && (way === "datapoints" || way === "interpolate");
  return tried(way, async () => {
    const reading = {
      ...rest,
      ...(way === "none" ? {} : { spatial: way }),
      ...(some ? { positions } : {}),
    };
    const layers = layersOf([x, y], ["x", "y"], reading);
    const [a, b] = layers as [(typeof layers)[0], (typeof layers)[0]];
    assertComparable(layers);
    if (method === "moments") for (const layer of layers) assertAffordable(layer);
    return {
      datapoints: a.datapoints,
      neurons: { x: a.neurons, y: b.neurons },
      ...(await layersCost([a, b], method, kept, rates)),
      ...cautionOf(a.datapoints, kept(a.neurons), kept(b.neurons)),
    };
  });
}

async function frequenciesWay(
  x: Activations,
  y: Activations,
  { measure, method, layout }: ExplainOptions,
  kept: KeptGuess,
  rates: Rates,
): Promise<WayCost> {
  return tried("dft", async () => {
    if (measure === "pwcca" || method === "exact") {
      throw new SvccaError("unsupported", "by frequency there is svcca and cca, not exact", {});
    }
    const layers = [imageLayerOf(x, "x", layout), imageLayerOf(y, "y", layout)] as const;
    assertComparable(
      layersOf([x, y], ["x", "y"], { spatial: "average", ...(layout ? { layout } : {}) }),
    );
    const { height, width } = commonFrequencies(imageSize(layers[0]), imageSize(layers[1]));
    const [a, b] = layers.map(({ source: { shape }, layout: order }) =>
      shape.length === 4 ? shape[order === "NHWC" ? 3 : 1]! : (shape[1] ?? 1),
    ) as [number, number];
    const datapoints = layers[0].source.shape[0] ?? 0;
    return {
      datapoints,
      neurons: { x: a * height * width, y: b * height * width },
      ...(await frequenciesCost(layers, kept, rates)),
      ...cautionOf(datapoints, kept(a), kept(b)),
    };
  });
}

/** A way, with the error of what cannot be done instead of its cost. */
async function tried(way: Way, cost: () => Promise<Omit<WayCost, "way">>): Promise<WayCost> {
  try {
    return { way, ...(await cost()) };
  } catch (error) {
    const refusals = ["unsupported", "shape-mismatch", "too-few-datapoints", "no-variance"];
    if (!(error instanceof SvccaError) || !refusals.includes(error.code)) throw error;
    return { way, refused: error.message };
  }
}

function cautionOf(datapoints: number, kx: number, ky: number): { caution?: string } {
  if (datapoints - 1 >= kx + ky) return {};
  const trivial = Math.min(kx, ky, kx + ky - (datapoints - 1));
  return {
    caution: `about ${kx} and ${ky} directions of ${datapoints} datapoints: up to ${trivial} coefficients would be 1 for any data`,
  };
}
