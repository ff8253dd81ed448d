import { SvccaError } from "@svcca/linalg";
import { axesOf, type ImageBlock, type Size } from "../block.js";
import { applyWeights, type ResizedBlock } from "./apply.js";
import { fourierWeights, linearWeights } from "./weights.js";

/**
 * Images of another size by trigonometric interpolation: what cropping or padding the spectrum
 * and transforming back gives, with the amplitude kept (a constant stays that constant, a wave
 * that the new size can hold stays that wave) and the highest wave of an even size split evenly
 * between its two signs. Images are taken as periodic; growing and then shrinking gives the
 * images back.
 *
 * @param size the new height and width, whole numbers from 1.
 * @throws SvccaError `invalid-argument` for such a size or an image without positions,
 *   `shape-mismatch` for a block that is none.
 */
export function resizeFourier(block: ImageBlock, size: Size): ResizedBlock {
  return resize(block, size, fourierWeights, "resizeFourier");
}

/**
 * Images of another size by linear interpolation between the centres of positions, as image
 * programs and PyTorch (`align_corners=False`, its default) do it: both sizes cover the same area.
 * Shrinking by more than two skips values; average pooling does not.
 *
 * @param size the new height and width, whole numbers from 1.
 * @throws SvccaError as {@link resizeFourier}.
 */
export function resizeLinear(block: ImageBlock, size: Size): ResizedBlock {
  return resize(block, size, linearWeights, "resizeLinear");
}

function resize(
  block: ImageBlock,
  size: Size,
  weights: typeof fourierWeights,
  where: string,
): ResizedBlock {
  const { height, width } = axesOf(block, where, block.data.length);
  assertSize(size, where, "size");
  assertSize({ height, width }, where, "images");
  return applyWeights(block, weights(height, size.height), weights(width, size.width), where);
}

/** @throws SvccaError `invalid-argument` unless both are whole numbers from 1. */
export function assertSize({ height, width }: Size, where: string, what: string): void {
  for (const value of [height, width]) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new SvccaError(
        "invalid-argument",
        `${where}: ${what} of ${height} x ${width}; heights and widths are whole numbers from 1`,
        { height, width },
      );
    }
  }
}
