import { type Matrix64, matrix, SvccaError, transpose } from "@svcca/linalg";
import type { Context } from "../measures/measure.js";
import { constantNeurons } from "../routes/constant-neurons.js";
import { gramTolerance } from "../routes/rounding.js";
import type { Acts } from "./acts.js";
import { symmetricFunction } from "./matrix-sqrt.js";
import { chosenColumns } from "./select.js";

/** One layer of a comparison with a ridge. */
export interface Side {
  readonly mean: Float64Array;
  /** Which neurons vary enough to take part. */
  readonly idxs: readonly boolean[];
  /** n x d: those neurons, centred. */
  readonly kept: Matrix64;
  /** The largest covariance between two neurons; it is a variance. */
  readonly largest: number;
  /** What is added to the sum of squares of each neuron. */
  readonly ridge: number;
}

/**
 * google/svcca's `remove_small` and its scaling.
 *
 * @throws SvccaError `no-variance` when no neuron is left.
 */
export function sideOf({ centred, mean, squares }: Acts, epsilon: number, name: string): Side {
  constantNeurons(squares, mean, centred.rows, name);
  const most = squares.reduce((max, square) => Math.max(max, square), 0);
  const idxs = Array.from(squares, (square) => square >= epsilon * most);
  if (!idxs.includes(true)) {
    throw new SvccaError(
      "no-variance",
      `${name}: epsilon ${epsilon} leaves out all ${idxs.length} neurons; give less than 1`,
      { array: name, epsilon },
    );
  }
  return {
    mean,
    idxs,
    kept: chosenColumns(centred, idxs),
    largest: most / (centred.rows - 1),
    ridge: epsilon * most,
  };
}

/**
 * The two layers with their ridge, by further datapoints: +r and -r for each neuron, at which all
 * others, and the other layer, are 0. The ridge then is a property of the data, which go the way of
 * any other and get the accuracy of an SVD of the data, where google/svcca inverts a covariance.
 */
export function withRidge(x: Side, y: Side): [Matrix64, Matrix64] {
  if (x.ridge === 0) return [x.kept, y.kept];
  const further = 2 * (x.kept.cols + y.kept.cols);
  return [extended(x, 0, further), extended(y, 2 * x.kept.cols, further)];
}

/** @param start place, among the further datapoints of both layers, of the first of this one. */
function extended({ kept, ridge }: Side, start: number, further: number): Matrix64 {
  const { rows, cols } = kept;
  const out = matrix(rows + further, cols);
  out.data.set(kept.data);
  const r = Math.sqrt(ridge / 2);
  for (let j = 0; j < cols; j++) {
    const row = rows + start + 2 * j;
    out.data[row * cols + j] = r;
    out.data[(row + 1) * cols + j] = -r;
  }
  return out;
}

/** Directions as google/svcca writes them. */
export interface Rows {
  /** k x d: what the centred neurons are multiplied by; `coef invsqrt`. */
  readonly along: Matrix64;
  /** k x d, orthonormal rows. */
  readonly coef: Matrix64;
  /** d x d: the inverse root of the covariance over its largest value, with the ridge. */
  readonly invsqrt: Matrix64;
}

/**
 * @param weights d x k: directions with a sum of squares of n - 1 over the n datapoints of both
 *   kinds.
 */
export async function rowsOf(
  { kept, largest, ridge }: Side,
  weights: Matrix64,
  datapoints: number,
  { backend, call }: Context,
): Promise<Rows> {
  const total = largest * (kept.rows - 1);
  const gram = await backend.matmul(kept, kept, { ...call, transA: true });
  const scaled = gram.data.map((value, p) => (value + (p % (kept.cols + 1) ? 0 : ridge)) / total);
  const found = await backend.eigh({ ...gram, data: scaled }, call);
  const floor = gramTolerance(kept.cols, backend.unitRoundoff) * found.values[0]!;
  const factor = Math.sqrt(total / (datapoints - 1));
  const along = transpose({ ...weights, data: weights.data.map((value) => value * factor) });
  const sqrt = symmetricFunction(found, (value) => Math.sqrt(Math.max(0, value)));
  return {
    along,
    coef: await backend.matmul(along, sqrt, call),
    invsqrt: symmetricFunction(found, (value) => (value > floor ? 1 / Math.sqrt(value) : 0)),
  };
}
