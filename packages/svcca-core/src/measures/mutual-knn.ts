import { type Matrix64, SvccaError } from "@svcca/linalg";
import type { Activations } from "../input/activations.js";
import { wholeLayer } from "../kernels/kernel.js";
import type { ReadOptions } from "../moments/stream.js";
import { kernelMeasure } from "./kernel-measure.js";
import { comparePair } from "./measure.js";
import { assertCount } from "./options.js";
import type { Similarity } from "./result.js";

/** Options of {@link mutualKnn}. */
export interface MutualKnnOptions extends ReadOptions {
  /** How many nearest neighbours of each datapoint are compared. Default 10, as in the paper. */
  readonly neighbours?: number;
}

/**
 * Mutual k nearest neighbours: the mean share of the k nearest neighbours of a datapoint in one
 * layer that are among its k nearest in the other, by cosine similarity. 0 to 1; unrelated layers
 * share k / (n - 1). Only what is near counts, so it says nothing about the large picture.
 * Unchanged by rotation, permutation and scaling of the neurons, but not by a shift. Of neighbours
 * that are equally near the earlier datapoint counts.
 *
 * Holds n x n matrices: up to 11,585 datapoints.
 *
 * Source: Huh, Cheung, Wang, Isola 2024, The platonic representation hypothesis (arXiv 2405.07987),
 * appendix A.
 *
 * @throws SvccaError `invalid-argument` unless there are more datapoints than neighbours,
 *   `unsupported` for too many datapoints, and as `cka`.
 */
export async function mutualKnn(
  x: Activations,
  y: Activations,
  options: MutualKnnOptions = {},
): Promise<Similarity> {
  return comparePair(mutualKnnMeasure(options), x, y, options);
}

/** {@link mutualKnn} as a measure of many pairs. */
export function mutualKnnMeasure({ neighbours = 10 }: MutualKnnOptions) {
  assertCount("neighbours", neighbours, 1);
  return kernelMeasure<readonly Set<number>[]>({
    name: "knn",
    least: 2,
    inflated: false,
    async prepare(layer, context) {
      if (layer.datapoints <= neighbours) {
        throw new SvccaError(
          "invalid-argument",
          `neighbours: ${neighbours} of ${layer.datapoints} datapoints in ${layer.name}; give at most ${layer.datapoints - 1}`,
          { option: "neighbours", received: neighbours, datapoints: layer.datapoints },
        );
      }
      const unit = rowsAtUnitNorm(await wholeLayer(layer, context));
      const products = await context.backend.matmul(unit, unit, { ...context.call, transB: true });
      return Array.from({ length: layer.datapoints }, (_, i) => nearest(products, i, neighbours));
    },
    similarity: (x, y) => {
      let shared = 0;
      x.forEach((near, i) => {
        for (const j of near) if (y[i]!.has(j)) shared++;
      });
      return shared / (x.length * neighbours);
    },
  });
}

/** Each row divided by its norm; a row of zeros stays, equally far from all others. */
function rowsAtUnitNorm({ data, rows, cols }: Matrix64): Matrix64 {
  const out = new Float64Array(data.length);
  for (let i = 0; i < rows; i++) {
    const row = data.subarray(i * cols, (i + 1) * cols);
    const largest = row.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    if (largest === 0) continue;
    const norm = Math.sqrt(row.reduce((sum, value) => sum + (value / largest) ** 2, 0));
    for (let j = 0; j < cols; j++) out[i * cols + j] = row[j]! / largest / norm;
  }
  return { data: out, rows, cols };
}

/** The datapoints other than i with the largest products with it. */
function nearest({ data, rows: n }: Matrix64, i: number, count: number): Set<number> {
  const best: number[] = [];
  const of = (j: number) => data[i * n + j]!;
  for (let j = 0; j < n; j++) {
    if (j === i || (best.length === count && of(j) <= of(best.at(-1)!))) continue;
    let place = best.length;
    while (place > 0 && of(best[place - 1]!) < of(j)) place--;
    best.splice(place, 0, j);
    best.length = Math.min(best.length, count);
  }
  return new Set(best);
}
