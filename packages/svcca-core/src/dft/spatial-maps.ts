import { inverseDft2 } from "@svcca/dft-preprocessing";
import { SvccaError } from "@svcca/linalg";
import type { FrequencyDirections } from "./directions.js";

/** A direction as two filters over space; see {@link spatialMaps}. */
export interface SpatialMaps {
  /** channels, height, width: the axes of both. */
  readonly shape: readonly [number, number, number];
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/**
 * A direction of one frequency back in space, by the inverse Fourier transform: two filters as large
 * as the layer's images. The sum of the activations times `real` is the real part of the image's
 * variate (with the same constant off for all images), and times `imaginary` its imaginary part. Both
 * are one wave in each channel, in the strength and the phase that the channel has in the direction;
 * they are a quarter of a wave apart. At frequencies that are their own opposites (zero, and half of
 * an even size) one filter says all, and the other is 0.
 *
 * Where the data set holds all its translations and the convolutions are circular, the directions of
 * the flattened layers (`spatial: "flatten"`) are combinations of such filters: those with the
 * coefficient of this direction span what the two filters span.
 *
 * Source: Raghu et al. 2017 (arXiv 1706.05806), appendix C.
 *
 * @param index which direction, from 0.
 * @throws SvccaError `invalid-argument` for a direction that is not there.
 */
export function spatialMaps(
  { weights, frequency, height, width }: FrequencyDirections,
  index: number,
): SpatialMaps {
  const { rows: channels, cols } = weights;
  if (!Number.isSafeInteger(index) || index < 0 || index >= cols) {
    throw new SvccaError(
      "invalid-argument",
      `spatialMaps: direction ${index} of ${cols}; give one from 0 to ${cols - 1}`,
      { received: index, directions: cols },
    );
  }
  const positions = height * width;
  const place = ((frequency.y + height) % height) * width + ((frequency.x + width) % width);
  const [re, im] = [weights.re, weights.im].map((part) => {
    const spectrum = new Float64Array(channels * positions);
    for (let c = 0; c < channels; c++) {
      spectrum[c * positions + place] = part[c * cols + index]! * positions;
    }
    return spectrum;
  });
  const shape = [1, channels, height, width];
  const waves = inverseDft2({ re: re!, im: im!, shape, layout: "NCHW" });
  return {
    shape: [channels, height, width],
    real: waves.re,
    imaginary: waves.im.map((value) => -value),
  };
}
