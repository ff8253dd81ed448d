import { type CallOptions, type Matrix64, SvccaError } from "@svcca/linalg";
import { blockRowsFor } from "./blocks.js";
import type { Layer } from "./layer.js";
import { allFinite, nonFiniteError } from "./scan.js";

/** Matrices of more float64 values than this (1 GiB) are not held in memory. */
export const MOST_HELD = 2 ** 27;

/** How much memory so many float64 values take, for people. */
export function gibibytes(values: number): string {
  return `${((8 * values) / 2 ** 30).toFixed(1)} GiB`;
}

/**
 * A layer whole, in float64.
 *
 * @throws SvccaError `unsupported` beyond 1 GiB, `non-finite` with the counts and the first place.
 */
export async function holdLayer(layer: Layer, call: CallOptions): Promise<Matrix64> {
  const { name, datapoints: n, neurons } = layer;
  if (n * neurons > MOST_HELD) {
    throw new SvccaError(
      "unsupported",
      `${name}: ${n} datapoints x ${neurons} take ${gibibytes(n * neurons)} in memory, 1 GiB is the limit where a layer is held whole; use fewer datapoints (--rows)`,
      { array: name, datapoints: n, neurons },
    );
  }
  const data = new Float64Array(n * neurons);
  const step = blockRowsFor(neurons, layer.unit);
  for (let start = 0; start < n; start += step) {
    const block = await layer.read(start, Math.min(start + step, n), call);
    if (!allFinite(block.data)) throw await nonFiniteError(layer, call);
    data.set(block.data, start * neurons);
  }
  return { data, rows: n, cols: neurons };
}
