import { sliceColumns } from "@svcca/linalg";
import { type Activations, layerOf } from "../input/activations.js";
import { assertComparable } from "../input/comparable.js";
import type { LayerMoments } from "../moments/moments.js";
import { type ReadOptions, streamMoments } from "../moments/stream.js";
import type { Directions } from "../result/directions.js";
import { constantNeuronsLeftOut, fewDatapoints, type Warning } from "../result/warnings.js";
import { constantNeurons } from "../routes/constant-neurons.js";
import { diagonalOf } from "../routes/gram.js";
import { momentsRounding } from "../routes/rounding.js";
import { keptCount } from "../routes/truncation.js";
import { compactOf } from "../routes/views.js";
import { contextOf } from "./measure.js";
import { directionsOf } from "./moments-measure.js";

/** What {@link pca} found. */
export interface PcaResult {
  /** The variance along each direction (divisor n - 1), largest first. */
  readonly variances: Float64Array;
  /** The share of the variance of the layer that each direction holds. */
  readonly shares: Float64Array;
  /** How many dimensions the layer fills, by several counts. */
  readonly dimension: {
    /** (sum of variances)² / sum of squared variances: d for equal ones, 1 for a single one. */
    readonly participationRatio: number;
    /** The fewest directions that hold these shares of the variance. */
    readonly at90: number;
    readonly at95: number;
    readonly at99: number;
    /** Directions that stand out from rounding. */
    readonly rank: number;
  };
  /** Orthonormal directions, most variance first: `rank` of them. */
  readonly directions: Directions;
  readonly datapoints: number;
  readonly neurons: number;
  readonly backend: string;
  readonly warnings: readonly Warning[];
}

/**
 * Principal components of a layer, and how many dimensions it fills.
 *
 * Source: Pearson 1901; participation ratio as in Gao et al. 2017 and Recanatesi et al. 2019.
 *
 * @param x n x d: datapoints by neurons.
 * @throws SvccaError `too-few-datapoints`, `non-finite`, `no-variance`, `unsupported`,
 *   `invalid-argument`.
 */
export async function pca(x: Activations, options: ReadOptions = {}): Promise<PcaResult> {
  const layer = layerOf(x, "x", options);
  assertComparable([layer]);
  const context = contextOf(options);
  const { backend, call } = context;
  const compact = await compactOf(layer, context);
  const moments = await streamMoments([compact.layer], [], context.read);
  const side: LayerMoments = moments.layers[0]!;
  const n = moments.datapoints;
  const dead = constantNeurons(diagonalOf(side.gram), side.mean, n, side.name);
  const { values, vectors } = await backend.eigh(side.gram, call);
  const floor = momentsRounding(side.gram, n, backend).floor(values[0]!);
  const rank = values.filter((value) => value > floor).length;
  const live = values.map((value) => Math.max(0, value));
  const total = live.reduce((sum, value) => sum + value, 0);
  const shares = live.map((value) => value / total);
  const roots = live.map(Math.sqrt);
  const at = (variance: number) => keptCount(roots, rank, { variance });
  return {
    variances: live.map((value) => value / (n - 1)),
    shares,
    dimension: {
      participationRatio: 1 / shares.reduce((sum, share) => sum + share * share, 0),
      at90: at(0.9),
      at95: at(0.95),
      at99: at(0.99),
      rank,
    },
    directions: await directionsOf(sliceColumns(vectors, 0, rank), side, compact, n, context),
    datapoints: n,
    neurons: layer.neurons,
    backend: backend.name,
    warnings: [
      ...fewDatapoints(n, [layer.neurons]),
      ...constantNeuronsLeftOut(
        side.name,
        compact.axes ? compact.constant : dead.filter(Boolean).length,
        layer.neurons,
      ),
    ],
  };
}
