import type { ArraySource } from "@svcca/linalg";
import type * as layers from "@tensorflow/tfjs-layers";
import type { DataSet } from "../data/data-set.js";
import { runBatches } from "./batches.js";
import { layerArray } from "./layer-array.js";
import { forwardTo, layerNames, layerOf, symbolOf } from "./submodel.js";

/** What to capture of a model, and how. */
export interface CaptureOptions {
  /**
   * Names of layers. Default: all that hold something of their own, in the order of the model; not
   * those that only pass on or rearrange (input, flatten, reshape, permute, dropout).
   */
  readonly layers?: readonly string[];
  /** Datapoints that go through the model at once. Default 100; less takes less memory. */
  readonly batchSize?: number;
  readonly signal?: AbortSignal;
}

/** Activations in memory: a source, and its values as they are, one datapoint after another. */
export interface CapturedLayer extends ArraySource {
  readonly values: Float32Array;
}

/**
 * What layers of a model hold of a data set, in inference mode, as sources for every measure of
 * `@svcca/core` and for writing. Nothing is computed before a source is read: then the rows asked
 * for go through the model up to that layer, in batches, so that activations of any size pass
 * through fixed memory. A layer that is read again is computed again; where the activations fit in
 * memory, `captureActivations` computes all layers in one pass.
 *
 * @param model with one input; `LayersModel` or `Sequential`.
 * @returns (n, units), (n, height, width, channels) with the attribute `layout: "NHWC"`, or
 *   (n, steps, units) for each layer; the model must not be trained on while they are read.
 * @throws SvccaError `not-found` for a layer that is not there, `unsupported` for a model of several
 *   inputs or a layer that is used in several places.
 */
export function activationSources(
  model: layers.LayersModel,
  set: DataSet,
  options: CaptureOptions = {},
): ArraySource[] {
  const { layers: names = layerNames(model), batchSize = 100, signal } = options;
  return names.map((name) => {
    const symbol = symbolOf(layerOf(model, name), "output");
    const forward = forwardTo(model, [symbol]);
    return layerArray(name, set.count, symbol.shape, async (start, end, call = {}) => {
      const width = rowWidth(symbol.shape);
      const out = new Float32Array((end - start) * width);
      const stop = call.signal ?? signal;
      for await (const part of runBatches(forward, set, [start, end], batchSize, stop)) {
        out.set(part.values[0]!, (part.start - start) * width);
      }
      return out;
    });
  });
}

/**
 * The same, computed at once in one pass and held in memory: for data sets that are small enough,
 * such as the probe images of a training run.
 *
 * @returns as {@link activationSources}, with the values at hand; later training does not change them.
 */
export async function captureActivations(
  model: layers.LayersModel,
  set: DataSet,
  options: CaptureOptions = {},
): Promise<CapturedLayer[]> {
  const { layers: names = layerNames(model), batchSize = 100, signal } = options;
  const symbols = names.map((name) => symbolOf(layerOf(model, name), "output"));
  const held = symbols.map(({ shape }) => new Float32Array(set.count * rowWidth(shape)));
  const forward = forwardTo(model, symbols);
  for await (const { start, values } of runBatches(
    forward,
    set,
    [0, set.count],
    batchSize,
    signal,
  )) {
    values.forEach((part, i) => {
      held[i]!.set(part, start * rowWidth(symbols[i]!.shape));
    });
  }
  return names.map((name, i) => {
    const { shape } = symbols[i]!;
    const width = rowWidth(shape);
    const values = held[i]!;
    const read: ArraySource["read"] = async (start, end) =>
      values.subarray(start * width, end * width);
    return { ...layerArray(name, set.count, shape, read), values };
  });
}

/** Values of one datapoint. */
function rowWidth(shape: readonly (number | null)[]): number {
  return shape.slice(1).reduce<number>((product, n) => product * n!, 1);
}
