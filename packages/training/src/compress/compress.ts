import type { CompareOptions } from "@svcca/core";
import { SvccaError } from "@svcca/linalg";
import * as tf from "@tensorflow/tfjs-core";
import type * as layers from "@tensorflow/tfjs-layers";
import { layerOf } from "../capture/submodel.js";
import type { DataSet } from "../data/data-set.js";
import { layerWork } from "../freeze/work.js";
import { assertCompressible, compressibleLayers, lowRankLayers } from "./low-rank.js";
import { rebuild } from "./rebuild.js";
import type { Reconstruction } from "./reconstruction.js";
import { compared, inputsOf } from "./sides.js";
import { type Directions, subspaceOf } from "./subspaces.js";

/** Options of {@link compress}. */
export interface CompressOptions extends Pick<CompareOptions, "backend" | "signal"> {
  /** How much to keep of each layer, above 0 and up to 1. */
  readonly keep: number;
  /**
   * Of what: of the directions that come into a layer (`"directions"`, default: as many as there are
   * neurons or channels), or of its parameters (`"parameters"`).
   */
  readonly of?: "directions" | "parameters";
  /** Layers to compress, one after another. Default: all that are dense or 2-D convolutions. */
  readonly layers?: readonly string[];
  /**
   * Which directions: those most aligned with the logits (`"svcca"`, default) or with the same layer
   * of another network (`"svcca-network"`), of most variance (`"pca"`), of most covariance with the
   * logits (`"pls"`), or, as baselines, single neurons: `"random"` or of `"highest-activation"`.
   *
   * There are no more directions against the logits than there are logits; the directions of most
   * variance in what they leave come after them.
   */
  readonly by?: Directions;
  /** The other network, of the same architecture, for `"svcca-network"`. */
  readonly other?: layers.LayersModel;
  /**
   * What the layer sees of its input x: `"least-squares"` (default) what comes closest to x among
   * all that P x tells, each neuron projected on the span of the directions over the datapoints;
   * `"projection"` P'P x, the same for PCA and worse for SVCCA. The size is the same.
   */
  readonly reconstruction?: Reconstruction;
  /** Of the random neurons. Default 0. */
  readonly seed?: number;
}

/** What became of a layer. */
export interface CompressedLayer {
  readonly layer: string;
  /** Neurons (or channels) that come in, and directions of them that are kept. */
  readonly neurons: number;
  readonly kept: number;
}

/** The numbers of a model that say how large it is. */
export interface ModelSize {
  readonly parameters: number;
  /** Floating point operations of the forward pass for a datapoint: see `layerWork`. */
  readonly operations: number;
}

/** A smaller model. */
export interface Compressed {
  /** Of ordinary layers: it can be saved, loaded and trained. The caller disposes of it. */
  readonly model: layers.LayersModel;
  readonly layers: readonly CompressedLayer[];
  readonly before: ModelSize;
  readonly after: ModelSize;
}

/**
 * Makes layers of a model smaller without training: W x becomes (W A)(P x), where the k rows of P
 * are directions of what comes into the layer. A dense layer m x n becomes k (m + n) parameters
 * instead of m n: it is smaller where k is under m n / (m + n), half of the directions of a square
 * one. Convolutions are compressed by channel, and there the P is small. A layer that keeps all is
 * left as it is.
 *
 * Layers are compressed one after another from the input on, each by what the compressed layers
 * below it give.
 *
 * Source: Raghu et al. 2017 (arXiv 1706.05806), section 4.4 and Fig. App. 5.
 *
 * @param model with one input and one output; it stays as it is.
 * @param set some hundred or thousand datapoints, from which the directions are found.
 * @throws SvccaError `invalid-argument` for a share that is not above 0 and up to 1, or without
 *   `other` where it is needed; `not-found`, `unsupported` for layers that cannot be compressed;
 *   and as `svcca`.
 */
export async function compress(
  model: layers.LayersModel,
  set: DataSet,
  options: CompressOptions,
): Promise<Compressed> {
  const { keep, by = "svcca", other, seed = 0, reconstruction = "least-squares" } = options;
  const names = inOrder(model, options.layers ?? compressibleLayers(model));
  assertOptions(keep, by, other);
  const { signal, backend } = options;
  const how = { ...(signal ? { signal } : {}), ...(backend ? { backend } : {}) };
  let current = rebuild(model, new Map());
  const done: CompressedLayer[] = [];
  for (const name of names) {
    const layer = layerOf(current, name);
    const [neurons, outputs] = layer.getWeights()[0]!.shape.slice(-2) as [number, number];
    const places = layer.getWeights()[0]!.size / (neurons * outputs);
    const wide = places * outputs;
    const share = options.of === "parameters" ? wide / (neurons + wide) : 1;
    const kept = Math.max(1, Math.round(keep * share * neurons));
    if (keep === 1 || kept >= neurons) {
      done.push({ layer: name, neurons, kept: neurons });
      continue;
    }
    const x = await inputsOf(current, name, set, signal);
    const against = () => compared(by, { model, other, name, set, rows: x.rows }, signal);
    const inputs = { by, x, against, seed, reconstruction, options: how };
    const subspace = await subspaceOf(inputs, kept);
    const replacement = await lowRankLayers(layer, subspace);
    const next = rebuild(current, new Map([[name, replacement]]));
    tf.dispose(replacement.flatMap(({ weights }) => [...weights]));
    current.dispose();
    current = next;
    done.push({ layer: name, neurons, kept: subspace.projection.rows });
  }
  return { model: current, layers: done, before: sizeOf(model), after: sizeOf(current) };
}

/** The names in the order of the model: a layer sees what became of those below it. */
function inOrder(model: layers.LayersModel, names: readonly string[]): string[] {
  for (const name of names) assertCompressible(layerOf(model, name));
  return model.layers.map(({ name }) => name).filter((name) => names.includes(name));
}

function assertOptions(keep: number, by: Directions, other: layers.LayersModel | undefined): void {
  if (!(keep > 0 && keep <= 1)) {
    throw new SvccaError(
      "invalid-argument",
      `keep: ${keep}; give the share of directions to keep, above 0 and up to 1`,
      { received: keep },
    );
  }
  if (by === "svcca-network" && !other) {
    throw new SvccaError(
      "invalid-argument",
      `by: "${by}" needs another network of the same architecture; give it as other`,
      { by },
    );
  }
}

function sizeOf(model: layers.LayersModel): ModelSize {
  return {
    parameters: model.countParams(),
    operations: layerWork(model).reduce((sum, { forward }) => sum + forward, 0),
  };
}
