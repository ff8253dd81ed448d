import { axesOf, type ImageBlock, type Size } from "../block.js";
import { applyWeights, type ResizedBlock, shaped } from "./apply.js";
import { assertSize } from "./resize.js";
import { averageWeights } from "./weights.js";

/**
 * The mean over windows that lie side by side; windows at the far edges are cut off where the
 * image ends, and average what is there.
 *
 * @param window its height and width, whole numbers from 1.
 * @throws SvccaError `invalid-argument` for such a window, `shape-mismatch` for a block that is none.
 */
export function poolAverage(block: ImageBlock, window: Size): ResizedBlock {
  assertSize(window, "poolAverage", "window");
  const { height, width } = axesOf(block, "poolAverage", block.data.length);
  return applyWeights(
    block,
    averageWeights(height, window.height),
    averageWeights(width, window.width),
    "poolAverage",
  );
}

/**
 * The largest value of windows that lie side by side; windows at the far edges are cut off where
 * the image ends. NaN where a window holds one.
 *
 * @param window its height and width, whole numbers from 1.
 * @throws SvccaError as {@link poolAverage}.
 */
export function poolMax(block: ImageBlock, window: Size): ResizedBlock {
  assertSize(window, "poolMax", "window");
  const from = axesOf(block, "poolMax", block.data.length);
  const size = {
    height: Math.ceil(from.height / window.height),
    width: Math.ceil(from.width / window.width),
  };
  const shape = shaped(block, size);
  const to = axesOf(shape, "poolMax");
  const data = new Float64Array(to.images * to.values).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < from.images; i++) {
    for (let y = 0; y < from.height; y++) {
      for (let x = 0; x < from.width; x++) {
        const target = Math.floor(y / window.height) * to.width + Math.floor(x / window.width);
        let source = i * from.values + (y * from.width + x) * from.stepP;
        let at = i * to.values + target * to.stepP;
        for (let c = 0; c < from.channels; c++, source += from.stepC, at += to.stepC) {
          data[at] = Math.max(data[at]!, block.data[source]!);
        }
      }
    }
  }
  return { data, ...shape };
}
