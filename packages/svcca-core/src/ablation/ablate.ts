import {
  type ArraySource,
  type Matrix64,
  referenceBackend,
  SvccaError,
  subtractRow,
} from "@svcca/linalg";
import { type Activations, layerOf } from "../input/activations.js";
import { imageOf } from "../input/layout.js";
import { allFinite, nonFiniteError } from "../input/scan.js";
import type { ReadOptions } from "../moments/stream.js";
import type { Subspace } from "./subspace.js";

/**
 * What is left of a layer's activations when only some directions of them are kept: A P (x - mean) +
 * mean for each datapoint x. Give the result to the rest of the network to see what accuracy the
 * directions hold (figure 2 of the SVCCA paper), or to any measure here.
 *
 * Nothing is computed before the result is read, and then only the rows asked for. It has the shape
 * of what was given. The positions of a convolutional layer are projected one by one with
 * `spatial: "datapoints"`, and all together with `flatten`.
 *
 * Source: Raghu et al. 2017 (arXiv 1706.05806), section 2.1 and figure 2; google/svcca, tutorial
 * 003.
 *
 * @param activations n x d, or a convolutional layer.
 * @param subspace from `directionSubspace` or `neuronSubspace` of the same layer.
 * @returns a source that can be read like any other; reading throws `non-finite` for values that
 *   cannot be projected, and `invalid-argument` for rows outside.
 * @throws SvccaError `shape-mismatch` when the layer has another number of neurons,
 *   `invalid-argument` for `spatial: "average"` and others that leave no positions to put back.
 */
export function ablate(
  activations: Activations,
  { projection, back, mean }: Subspace,
  options: Omit<ReadOptions, "onProgress"> = {},
): ArraySource {
  const layer = layerOf(activations, "ablate", options);
  const { name, neurons, unit } = layer;
  if (neurons !== projection.cols) {
    throw new SvccaError(
      "shape-mismatch",
      `ablate: ${name} has ${neurons} neurons, the subspace is of ${projection.cols}; give activations of the same layer`,
      { received: neurons, expected: projection.cols },
    );
  }
  const given = "data" in activations ? undefined : activations;
  const image = given?.shape.length === 4 && options.spatial !== "flatten";
  const { spatial } = options;
  if (image && (spatial !== "datapoints" || options.positions !== undefined)) {
    throw new SvccaError(
      "invalid-argument",
      `ablate: ${name} with ${spatial === "datapoints" ? "some positions" : `spatial ${spatial}`} has none to put back; use spatial datapoints or flatten, with all positions`,
      { array: name, received: spatial },
    );
  }
  const channelsFirst = image && imageOf(given, options.layout).stepP === 1;
  const layout = image ? { layout: channelsFirst ? "NCHW" : "NHWC" } : {};
  const shape = given?.shape ?? [layer.datapoints, neurons];
  const { backend = referenceBackend, signal } = options;
  return {
    name: `${name} ablated`,
    shape,
    dtype: "<f8",
    attributes: { ...given?.attributes, ...layout },
    async read(start, end, call = signal ? { signal } : {}) {
      assertRows(start, end, shape[0]!, name);
      const block = await layer.read(start * unit, end * unit, call);
      if (!allFinite(block.data)) throw await nonFiniteError(layer, call);
      const along = await backend.matmul(subtractRow(block, mean), projection, {
        ...call,
        transB: true,
      });
      const kept = await backend.matmul(along, back, { ...call, transB: true });
      for (let p = 0; p < kept.data.length; p++) kept.data[p]! += mean[p % neurons]!;
      return channelsFirst ? channelsThenPositions(kept, unit) : kept.data;
    },
  };
}

function assertRows(start: number, end: number, rows: number, name: string): void {
  if (Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start <= end && end <= rows)
    return;
  throw new SvccaError(
    "invalid-argument",
    `${name} ablated: rows ${start} to ${end} of ${rows}; give 0 <= start <= end <= ${rows}`,
    { start, end, rows },
  );
}

/** Rows of channels, `positions` of them an image, as images of channels of positions. */
function channelsThenPositions({ data, rows, cols }: Matrix64, positions: number): Float64Array {
  const out = new Float64Array(data.length);
  for (let row = 0, p = 0; row < rows; row++) {
    const at = Math.floor(row / positions) * positions * cols + (row % positions);
    for (let c = 0; c < cols; c++, p++) out[at + c * positions] = data[p]!;
  }
  return out;
}
