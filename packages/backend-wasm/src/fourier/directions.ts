import type { SpectralDirections } from "@svcca/linalg";
import type { Engine } from "../engine/engine.js";
import type { Scope } from "../engine/scope.js";
import { padded } from "../product/operand.js";

/**
 * Directions in memory as assembly/fourier/moments.ts reads them: packed real and imaginary parts,
 * the mean, and their number; zeros for none.
 */
export function placeDirections(
  engine: Engine,
  scope: Scope,
  directions: SpectralDirections | undefined,
): [number, number, number] {
  if (!directions) return [0, 0, 0];
  const { weights, mean } = directions;
  const { rows, cols } = weights;
  const [channels, count] = [padded(rows), padded(cols)];
  const packed = scope.float64(2 * channels * count);
  const values = engine.float64(packed, 2 * channels * count).fill(0);
  for (const [part, data] of [weights.re, weights.im].entries()) {
    for (let i = 0, p = 0; i < rows; i++) {
      for (let j = 0; j < cols; j++, p++) {
        // Strips of four columns, each with its rows one after the other.
        const strip = part * channels * count + (j >> 2) * 4 * channels;
        values[strip + 4 * i + (j & 3)] = data[p]!;
      }
    }
  }
  const means = scope.zeros(2 * channels);
  const place = engine.float64(means, 2 * channels);
  place.set(mean.re);
  place.set(mean.im, channels);
  return [packed, means, count];
}
