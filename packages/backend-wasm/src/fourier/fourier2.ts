import type { CallOptions, ImageAxes } from "@svcca/linalg";
import type { Engine } from "../engine/engine.js";
import { Scope, scoped } from "../engine/scope.js";
import { isTransformable, placeTransform, transformImages } from "./transform.js";

/** Values that are transformed before they are copied out, still in the third-level cache: 8 MB. */
const VALUES = 2 ** 20;

/** The transform of all channels of images at all frequencies; see `Backend.fourier2`. */
export async function fourier2(
  engine: Engine,
  data: Float32Array | Float64Array,
  axes: ImageAxes,
  into: { readonly re: Float64Array; readonly im: Float64Array },
  { signal }: CallOptions = {},
): Promise<Float64Array | undefined> {
  signal?.throwIfAborted();
  if (!isTransformable(axes)) return undefined;
  const { channels, height, width, channelsLast } = axes;
  const positions = height * width;
  const values = channels * positions;
  const frequencies = Array.from({ length: positions }, (_, p) => {
    return { y: Math.floor(p / width), x: p % width };
  });
  return scoped(engine, signal, async (scope) => {
    const transform = placeTransform(engine, scope, { ...axes, frequencies });
    const step = Math.max(1, Math.floor(VALUES / values));
    const re = scope.float64(2 * step * values);
    const output = {
      re,
      im: re + 8 * step * values,
      perFrequency: channelsLast ? channels : 1,
      perImage: values,
      perChannel: channelsLast ? 1 : positions,
      channels,
    };
    const sizes = new Float64Array(data.length / positions);
    for (let start = 0; start < data.length; start += step * values) {
      await engine.breath.take(signal);
      const part = data.subarray(start, start + step * values);
      const own = new Scope(engine);
      try {
        sizes.set(transformImages(engine, own, transform, output, part, 0), start / positions);
      } finally {
        own.release();
      }
      into.re.set(engine.float64(output.re, part.length), start);
      into.im.set(engine.float64(output.im, part.length), start);
    }
    return sizes;
  });
}
