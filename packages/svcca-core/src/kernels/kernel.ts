import { type Matrix64, SvccaError } from "@svcca/linalg";
import { gibibytes, holdLayer, MOST_HELD } from "../input/hold.js";
import type { Layer } from "../input/layer.js";
import type { Context } from "../measures/measure.js";

/**
 * A layer whole, in float64: what measures need that look at each pair of datapoints.
 *
 * @throws SvccaError `unsupported` when a matrix of datapoints by datapoints would take more than
 *   1 GiB (n = 11,585), and as `holdLayer`.
 */
export async function wholeLayer(layer: Layer, { call }: Context): Promise<Matrix64> {
  const { name, datapoints: n } = layer;
  if (n * n > MOST_HELD) {
    throw new SvccaError(
      "unsupported",
      `${name}: this measure compares each of ${n} datapoints with each other, which takes ${gibibytes(n * n)} a layer, 1 GiB is the limit; use fewer datapoints (--rows), or a measure of second moments such as cka`,
      { array: name, datapoints: n },
    );
  }
  return holdLayer(layer, call);
}

/** The squared distance of each datapoint to each other, from their inner products (n x n). */
export function squaredDistances({ data, rows: n }: Matrix64): Matrix64 {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const square = data[i * (n + 1)]! + data[j * (n + 1)]! - 2 * data[i * n + j]!;
      out[i * n + j] = out[j * n + i] = Math.max(0, square);
    }
  }
  return { data: out, rows: n, cols: n };
}

/** The values above the diagonal of a symmetric matrix: one for each pair of datapoints. */
export function upperTriangle({ data, rows: n }: Matrix64): Float64Array {
  const out = new Float64Array((n * (n - 1)) / 2);
  for (let i = 0, p = 0; i < n; i++) {
    out.set(data.subarray(i * n + i + 1, (i + 1) * n), p);
    p += n - 1 - i;
  }
  return out;
}
