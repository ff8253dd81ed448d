import { columnMeans, type Matrix64, SvccaError, subtractRow } from "@svcca/linalg";
import type { Activations } from "../input/activations.js";
import type { Layer } from "../input/layer.js";
import { squaredDistances, upperTriangle, wholeLayer } from "../kernels/kernel.js";
import { ranksOf, standardized } from "../kernels/ranks.js";
import type { ReadOptions } from "../moments/stream.js";
import { kernelMeasure } from "./kernel-measure.js";
import { type Context, comparePair } from "./measure.js";
import { frobenius } from "./norms.js";
import { assertChoice } from "./options.js";
import type { Similarity } from "./result.js";

/** Options of {@link rsa}. */
export interface RsaOptions extends ReadOptions {
  /**
   * How unlike two datapoints are in a layer: 1 minus the correlation of their values over the
   * neurons (default, the field's), or the Euclidean distance. A layer of one neuron has only the
   * latter.
   */
  readonly distance?: "correlation" | "euclidean";
  /** How the distances of two layers are compared: by rank (default, Spearman) or as they are. */
  readonly correlation?: "spearman" | "pearson";
}

/**
 * Representational similarity analysis: the correlation, over all pairs of datapoints, of how
 * unlike the two are in one layer with how unlike they are in the other. Layers need not have
 * anything else in common. In [-1, 1].
 *
 * With Euclidean distances it is unchanged by rotation, permutation, shift and common scaling of
 * the neurons; with correlation distances by their permutation and common scaling, and by what is
 * added to all neurons of a datapoint alike.
 *
 * Holds n x n matrices: up to 11,585 datapoints.
 *
 * Source: Kriegeskorte, Mur, Bandettini 2008, Frontiers in Systems Neuroscience 2:4.
 *
 * @throws SvccaError `too-few-datapoints` under 3, `unsupported` for too many, `no-variance` when
 *   distances are undefined or all the same, and as `cka`.
 */
export async function rsa(
  x: Activations,
  y: Activations,
  options: RsaOptions = {},
): Promise<Similarity> {
  return comparePair(rsaMeasure(options), x, y, options);
}

/** {@link rsa} as a measure of many pairs. */
export function rsaMeasure({ distance = "correlation", correlation = "spearman" }: RsaOptions) {
  assertChoice("distance", distance, ["correlation", "euclidean"]);
  assertChoice("correlation", correlation, ["spearman", "pearson"]);
  return kernelMeasure<Float64Array>({
    name: "rsa",
    least: 3,
    inflated: false,
    async prepare(layer, context) {
      const whole = await wholeLayer(layer, context);
      const distances = await (distance === "correlation"
        ? correlationDistances(layer, whole, context)
        : euclideanDistances(whole, context));
      const values = upperTriangle(distances);
      const compared = standardized(correlation === "spearman" ? ranksOf(values) : values);
      if (compared) return compared;
      throw new SvccaError(
        "no-variance",
        `${layer.name}: all pairs of its ${layer.datapoints} datapoints are equally far apart, so there is nothing to correlate`,
        { array: layer.name },
      );
    },
    similarity: (x, y) =>
      Math.max(
        -1,
        Math.min(
          1,
          x.reduce((sum, value, i) => sum + value * y[i]!, 0),
        ),
      ),
  });
}

async function correlationDistances(
  { name, neurons }: Layer,
  { data, rows, cols }: Matrix64,
  { backend, call }: Context,
): Promise<Matrix64> {
  const unit = new Float64Array(data.length);
  for (let i = 0; i < rows; i++) {
    const row = standardized(data.subarray(i * cols, (i + 1) * cols));
    if (!row) {
      throw new SvccaError(
        "no-variance",
        `${name}: its ${neurons === 1 ? "one neuron has" : `${neurons} neurons have all`} the same value at datapoint ${i}, so it has no correlation with other datapoints; use the euclidean distance (--distance euclidean)`,
        { array: name, datapoint: i },
      );
    }
    unit.set(row, i * cols);
  }
  const rowsAtUnitNorm = { data: unit, rows, cols };
  const products = await backend.matmul(rowsAtUnitNorm, rowsAtUnitNorm, { ...call, transB: true });
  return { ...products, data: products.data.map((value) => 1 - value) };
}

async function euclideanDistances(whole: Matrix64, { backend, call }: Context): Promise<Matrix64> {
  const centred = subtractRow(whole, columnMeans(whole));
  const scale = frobenius(centred) || 1;
  const unit = { ...centred, data: centred.data.map((value) => value / scale) };
  const squares = squaredDistances(await backend.matmul(unit, unit, { ...call, transB: true }));
  return { ...squares, data: squares.data.map(Math.sqrt) };
}
