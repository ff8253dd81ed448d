import type { CompleteBackend, Matrix64 } from "@svcca/linalg";
import type { Layer } from "./layer.js";

/** A layer seen along directions: (X - mean) weights, n x k, projected block by block. */
export function projectedLayer(
  layer: Layer,
  { weights, mean }: { readonly weights: Matrix64; readonly mean: Float64Array },
  backend: CompleteBackend,
): Layer {
  return {
    name: layer.name,
    datapoints: layer.datapoints,
    neurons: weights.cols,
    unit: layer.unit,
    async read(start, end, options) {
      // The memory of an earlier projection is no memory for the layer itself.
      const { into, ...call } = options ?? {};
      const block = await layer.read(start, end, call);
      const room = into instanceof Float64Array ? { into } : {};
      return backend.project(block, mean, weights, { ...call, ...room });
    },
  };
}
