import type { Subspace } from "@svcca/core";
import { SvccaError } from "@svcca/linalg";
import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import { factorsOf } from "./factors.js";
import type { Replacement } from "./rebuild.js";

/**
 * Two layers in place of one: W x + b becomes (W A)(P x) + b', with k numbers in between. A
 * convolution is split by channel: a 1 x 1 convolution to k channels, then the old window.
 *
 * Around a convolution with padding, what is added is 0 and not the mean; there one further channel
 * that is 1 inside the image carries the mean.
 *
 * Source: Raghu et al. 2017 (arXiv 1706.05806), section 4.4.
 *
 * @throws SvccaError `unsupported` for layers that are neither dense nor a 2-D convolution with
 *   channels last.
 */
export async function lowRankLayers(
  layer: layers.layers.Layer,
  subspace: Subspace,
): Promise<Replacement> {
  assertCompressible(layer);
  const dense = layer.getClassName() === "Dense";
  const config = layer.getConfig();
  const [kernel, bias] = layer.getWeights();
  const [neurons, outputs] = kernel!.shape.slice(-2) as [number, number];
  const places = kernel!.size / (neurons * outputs);
  const values = Float64Array.from(await kernel!.data());
  const { inside, narrow, wide, shift, carried } = await factorsOf(
    { values, places, neurons, outputs },
    subspace,
    config.padding === "same",
  );
  const old = bias ? ((await bias.data()) as Float32Array) : new Float32Array(outputs);
  const one = Float32Array.from({ length: inside }, (_, i) => (i === inside - 1 ? 1 : 0));
  const first = { name: `${layer.name}_narrow`, useBias: carried };
  const { batchInputShape, ...rest } = config;
  return [
    {
      layer: dense
        ? layers.layers.dense({ ...first, units: inside })
        : layers.layers.conv2d({ ...first, filters: inside, kernelSize: 1 }),
      weights: [
        tf.tensor(narrow, dense ? [neurons, inside] : [1, 1, neurons, inside]),
        ...(carried ? [tf.tensor1d(one)] : []),
      ],
    },
    {
      layer: layerFrom(layer, { ...rest, useBias: true }),
      weights: [
        tf.tensor(wide, [...kernel!.shape.slice(0, -2), inside, outputs]),
        tf.tensor1d(old.map((value, j) => value + shift[j]!)),
      ],
    },
  ];
}

/** A layer of the kind of another, with settings of its own. */
export function layerFrom(layer: layers.layers.Layer, config: object): layers.layers.Layer {
  type Kind = { fromConfig(kind: unknown, config: object): layers.layers.Layer };
  const kind = layer.constructor as unknown as Kind;
  return kind.fromConfig(kind, config);
}

/**
 * Refuses layers that cannot be split.
 *
 * @throws SvccaError `unsupported`.
 */
export function assertCompressible(layer: layers.layers.Layer): void {
  const kind = layer.getClassName();
  const channelsFirst = layer.getConfig().dataFormat === "channelsFirst";
  if ((kind === "Dense" || kind === "Conv2D") && !channelsFirst) return;
  throw new SvccaError(
    "unsupported",
    `layer ${layer.name}: a ${kind} layer${channelsFirst ? " with channels first" : ""} is not compressed; name Dense and Conv2D layers`,
    { layer: layer.name, kind },
  );
}

/** The names of the layers of a model that can be compressed: all dense ones and convolutions. */
export function compressibleLayers(model: layers.LayersModel): string[] {
  return model.layers
    .filter((layer) => ["Dense", "Conv2D"].includes(layer.getClassName()))
    .map(({ name }) => name);
}
