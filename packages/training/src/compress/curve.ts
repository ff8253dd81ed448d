import type * as layers from "@tensorflow/tfjs-layers";
import type { DataSet } from "../data/data-set.js";
import { accuracy } from "../train/evaluate.js";
import { type CompressOptions, compress, type ModelSize } from "./compress.js";
import type { Directions } from "./subspaces.js";

/** Options of {@link compressionCurve}. */
export interface CompressionCurveOptions extends Omit<CompressOptions, "keep" | "by"> {
  /** How much to keep. Default 1, 0.5, 0.35, 0.25 and 0.1. */
  readonly keep?: readonly number[];
  /** The kinds of directions to compare. Default: SVCCA, PCA, PLS and both choices of neurons. */
  readonly by?: readonly Directions[];
  /** Awaited after each point, so that a program can do other things in between. */
  readonly onProgress?: (done: number, total: number) => void | Promise<void>;
}

/** The accuracy of a model that was made smaller. */
export interface CompressionPoint extends ModelSize {
  readonly by: Directions;
  readonly keep: number;
  /** On the test set, as a share of 1. */
  readonly accuracy: number;
}

/**
 * Accuracy against size: the model compressed by each kind of directions to each size, without
 * training it again.
 *
 * Source: Raghu et al. 2017 (arXiv 1706.05806), Fig. 2 and Fig. App. 5.
 *
 * @param set from which the directions are found; training data.
 * @param test on which the accuracy is measured; other data, or directions that fit `set` by
 *   chance look too good.
 * @throws SvccaError as `compress` and `accuracy`.
 */
export async function compressionCurve(
  model: layers.LayersModel,
  set: DataSet,
  test: DataSet,
  options: CompressionCurveOptions = {},
): Promise<CompressionPoint[]> {
  const { keep = [1, 0.5, 0.35, 0.25, 0.1], onProgress, ...rest } = options;
  const { by = ["svcca", "pca", "pls", "random", "highest-activation"] } = options;
  const points: CompressionPoint[] = [];
  for (const kind of by) {
    for (const share of keep) {
      const { model: small, after } = await compress(model, set, {
        ...rest,
        keep: share,
        by: kind,
      });
      options.signal?.throwIfAborted();
      points.push({ by: kind, keep: share, accuracy: await accuracy(small, test), ...after });
      small.dispose();
      await onProgress?.(points.length, by.length * keep.length);
    }
  }
  return points;
}
