import type * as layers from "@tensorflow/tfjs-layers";

/** Floating point operations of a layer for one datapoint. */
export interface LayerWork {
  readonly layer: string;
  /** Multiplications and additions of its products; 0 for layers that have none. */
  readonly forward: number;
  /** Of its backward pass: the gradients of its weights and of its inputs, as far as needed. */
  readonly backward: number;
}

/**
 * The work of each layer of a model, for one datapoint: two operations for each multiplication and
 * addition in convolutions, dense and LSTM layers. Batch norm, activations and pooling are left out;
 * they are a small share.
 *
 * The gradient of the weights of a layer costs as much as its forward pass, and is needed while it
 * learns; that of its inputs too, and is needed where a layer below it learns. So with the bottom
 * layers frozen, their backward work is 0, and the lowest layer that learns needs half.
 *
 * @param frozen names of layers that do not learn.
 */
export function layerWork(model: layers.LayersModel, frozen: readonly string[] = []): LayerWork[] {
  const still = new Set(frozen);
  // Whether any layer up to and including this one learns.
  const learns = new Map<layers.layers.Layer, boolean>();
  return model.layers.map((layer) => {
    const below = layer.inboundNodes
      .flatMap((node) => node.inboundLayers)
      .some((source) => learns.get(source) ?? false);
    const here = layer.trainableWeights.length > 0 && !still.has(layer.name);
    learns.set(layer, here || below);
    const { input, through } = products(layer);
    return {
      layer: layer.name,
      forward: input + through,
      backward: (here ? input + through : 0) + (below ? input : 0) + (here || below ? through : 0),
    };
  });
}

/** The backward work of a whole model for one datapoint: the sum of {@link layerWork}. */
export function backwardWork(model: layers.LayersModel, frozen: readonly string[] = []): number {
  return layerWork(model, frozen).reduce((sum, { backward }) => sum + backward, 0);
}

/** Operations of the products with what comes in, and of those with a layer's own earlier steps. */
function products(layer: layers.layers.Layer): { input: number; through: number } {
  const kernels = layer.weights.filter(({ shape }) => shape.length > 1);
  const sizes = kernels.map(({ shape }) => shape.reduce<number>((a, b) => a * b!, 1));
  const [input = 0, recurrent = 0] = sizes.map((size) => 2 * size);
  const out = layer.outputShape as (number | null)[];
  switch (layer.getClassName()) {
    case "Dense":
      return { input: input * positions(out.slice(1, -1)), through: 0 };
    case "Conv2D":
    case "DepthwiseConv2D":
      return { input: input * positions(out.slice(1, 3)), through: 0 };
    case "LSTM": {
      const steps = (layer.input as layers.SymbolicTensor).shape[1] ?? 1;
      return { input: input * steps, through: recurrent * steps };
    }
    default:
      return { input: 0, through: 0 };
  }
}

function positions(axes: readonly (number | null)[]): number {
  return axes.reduce<number>((product, n) => product * (n ?? 1), 1);
}
