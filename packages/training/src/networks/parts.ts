import { SvccaError } from "@svcca/linalg";
import * as layers from "@tensorflow/tfjs-layers";

/** What every network here is built from. */
export interface NetworkOptions {
  /** The shape of one datapoint, as in the data set. */
  readonly inputShape: readonly number[];
  /** How many classes, or values to predict. */
  readonly outputs: number;
  /** Of the initial weights: the same seed gives the same network. Default 1. */
  readonly seed?: number;
}

/** @throws SvccaError `shape-mismatch` for datapoints that are no images. */
export function assertImages(network: string, { inputShape }: NetworkOptions): void {
  if (inputShape.length === 3) return;
  throw new SvccaError(
    "shape-mismatch",
    `${network}: datapoints of shape (${inputShape.join(", ")}); give images of (height, width, channels), or take another network`,
    { shape: inputShape },
  );
}

type Layer = layers.layers.Layer;

/** Makers of layers; of the general type, as declarations of others lie deep in tfjs. */
interface SeededLayers {
  /** 3 x 3 unless `kernelSize` says otherwise, padded so that the size stays. */
  convolution(name: string, filters: number, more?: Partial<ConvolutionOptions>): Layer;
  dense(name: string, units: number, activation?: "relu"): Layer;
  lstm(name: string, units: number, returnSequences: boolean): Layer;
  /** Momentum 0.9: with some hundred steps in all, the usual 0.99 would lag behind the weights. */
  batchNorm(name: string): Layer;
}

/** Layers with initial weights of their own, by a running number and the seed. */
export function seededLayers(seed: number): SeededLayers {
  let made = 0;
  // Each layer needs a seed of its own, or layers of one shape would start out equal.
  const initializer = () => {
    made++;
    return layers.initializers.heNormal({ seed: seed * 1000 + made });
  };
  return {
    convolution: (name, filters, more = {}) =>
      layers.layers.conv2d({
        name,
        filters,
        kernelSize: 3,
        padding: "same",
        activation: "relu",
        kernelInitializer: initializer(),
        ...more,
      }),
    dense: (name, units, activation) =>
      layers.layers.dense({
        name,
        units,
        kernelInitializer: initializer(),
        ...(activation ? { activation } : {}),
      }),
    lstm: (name, units, returnSequences) =>
      layers.layers.lstm({
        name,
        units,
        returnSequences,
        kernelInitializer: initializer(),
        // Orthogonal, the default, is slow in tfjs and warns.
        recurrentInitializer: initializer(),
      }),
    batchNorm: (name) => layers.layers.batchNormalization({ name, momentum: 0.9 }),
  };
}

type ConvolutionOptions = Parameters<typeof layers.layers.conv2d>[0];
