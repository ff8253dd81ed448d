import type { Matrix64 } from "@svcca/linalg";
import type { LayerMoments, PairView } from "../moments/moments.js";
import { type Directions, deviationsOf, inverseNorms } from "../result/directions.js";
import { constantNeuronsLeftOut, fewDatapoints } from "../result/warnings.js";
import { constantNeurons } from "../routes/constant-neurons.js";
import { diagonalOf } from "../routes/gram.js";
import { type Compact, pairViews } from "../routes/views.js";
import type { Context, Measure } from "./measure.js";
import type { Similarity } from "./result.js";

/** One layer of a pair, by its moments, and how to get from coordinates back to neurons. */
type Side = Partial<Pick<Compact, "neurons" | "constant" | "axes" | "mean">>;

/** A pair of layers as a measure of second moments is given it. */
export interface ViewedPair {
  readonly view: PairView;
  readonly x: Side;
  readonly y: Side;
}

/** A measure of the second moments as they are, without choosing directions first. */
export function momentsMeasure<R extends Similarity>(
  conclude: (pair: ViewedPair, context: Context) => Promise<R>,
): Required<Omit<Measure<R>, "score" | "directions">> {
  return {
    async *compare(layers, pairs, context) {
      for await (const pair of pairViews(layers, pairs, context, context.read)) {
        yield await conclude(pair, context);
      }
    },
    fromMoments: (view, context) => conclude({ view, x: {}, y: {} }, context),
  };
}

/**
 * What every result says about a pair.
 *
 * @throws SvccaError `no-variance` when every neuron of a layer is constant.
 */
export function factsOf({ view, x, y }: ViewedPair, { backend }: Context) {
  const { datapoints } = view;
  const neurons = { x: x.neurons ?? view.x.mean.length, y: y.neurons ?? view.y.mean.length };
  return {
    datapoints,
    neurons,
    kept: neurons,
    backend: backend.name,
    warnings: [
      ...fewDatapoints(datapoints, [neurons.x, neurons.y]),
      ...constantNeuronsLeftOut(view.x.name, constantOf(view.x, x, datapoints), neurons.x),
      ...constantNeuronsLeftOut(view.y.name, constantOf(view.y, y, datapoints), neurons.y),
    ],
  };
}

function constantOf({ gram, mean, name }: LayerMoments, side: Side, datapoints: number): number {
  const among = constantNeurons(diagonalOf(gram), mean, datapoints, name);
  return side.axes ? (side.constant ?? 0) : among.filter(Boolean).length;
}

/**
 * Orthonormal directions of one side, from the coordinates that its moments are in to its neurons.
 *
 * @param axes one direction a column, in those coordinates.
 */
export async function directionsOf(
  axes: Matrix64,
  { gram, mean }: LayerMoments,
  side: Side,
  datapoints: number,
  { backend, call }: Context,
): Promise<Directions> {
  const products = await backend.matmul(gram, axes, call);
  const weights = side.axes ? await backend.matmul(side.axes, axes, call) : axes;
  const loadings = side.axes ? await backend.matmul(side.axes, products, call) : products;
  const squares = side.axes
    ? await squaresAlong(side.axes, gram, { backend, call })
    : diagonalOf(gram);
  const norms = inverseNorms(squares);
  // Xc'(Xc v) over the norm of each neuron and of the direction: their correlation.
  const sizes = columnDots(axes, products).map((square) =>
    square > 0 ? 1 / Math.sqrt(square) : 0,
  );
  const correlations = {
    ...loadings,
    data: loadings.data.map(
      (value, p) => value * norms[Math.floor(p / loadings.cols)]! * sizes[p % loadings.cols]!,
    ),
  };
  const deviations = deviationsOf(squares, datapoints);
  return { weights, mean: side.mean ?? mean, correlations, deviations };
}

/** The sums of squares of the neurons, from their coordinates: the diagonal of V G V'. */
async function squaresAlong(
  axes: Matrix64,
  gram: Matrix64,
  { backend, call }: Pick<Context, "backend" | "call">,
): Promise<Float64Array> {
  const { data, rows, cols } = await backend.matmul(axes, gram, call);
  return Float64Array.from({ length: rows }, (_, i) => {
    let sum = 0;
    for (let p = i * cols; p < (i + 1) * cols; p++) sum += data[p]! * axes.data[p]!;
    return sum;
  });
}

/** The inner product of each column of `a` with the same column of `b`. */
export function columnDots(a: Matrix64, b: Matrix64): Float64Array {
  const out = new Float64Array(a.cols);
  for (let p = 0; p < a.data.length; p++) out[p % a.cols]! += a.data[p]! * b.data[p]!;
  return out;
}
