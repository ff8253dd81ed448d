import {
  type CompareOptions,
  collectMoments,
  directionSubspace,
  leastSquaresReconstruction,
  neuronSubspace,
  pls,
  type Subspace,
  svcca,
} from "@svcca/core";
import {
  eigh,
  type Matrix,
  type Matrix64,
  matrix,
  qr,
  referenceBackend,
  sliceColumns,
  transpose,
} from "@svcca/linalg";
import { type Reconstruction, reconstructionOf } from "./reconstruction.js";

/** How the directions that a layer keeps are chosen. */
export type Directions =
  | "svcca"
  | "svcca-network"
  | "pca"
  | "pls"
  | "random"
  | "highest-activation";

/** The kinds of {@link Directions}, for a command line. */
export const compressionMethods: readonly Directions[] = [
  "svcca",
  "svcca-network",
  "pca",
  "pls",
  "random",
  "highest-activation",
];

/** Where directions come from. */
export interface SubspaceInputs {
  readonly by: Directions;
  /** What comes into the layer: datapoints (or positions) x neurons (or channels). */
  readonly x: Matrix;
  /** Finds the logits, or the same layer of another network, over the same rows. */
  readonly against: () => Promise<Matrix>;
  readonly seed: number;
  readonly reconstruction: Reconstruction;
  readonly options: Pick<CompareOptions, "backend" | "signal">;
}

/**
 * The first `count` directions of a layer; less where less hold all that there is. SVCCA and PLS
 * against the logits give no more directions than there are logits; those of largest variance in
 * what is left follow them.
 *
 * @throws SvccaError as `svcca`, `pls` and `neuronSubspace`.
 */
export async function subspaceOf(inputs: SubspaceInputs, count: number): Promise<Subspace> {
  const moments = await collectMoments([inputs.x], inputs.options);
  const { gram, mean } = moments.layers[0]!;
  const projection = await projectionOf(inputs, gram, count);
  const back = await reconstructionOf(projection, gram, inputs.reconstruction);
  return { projection, back, mean };
}

/** The directions in orthonormal rows. */
async function projectionOf(
  inputs: SubspaceInputs,
  gram: Matrix64,
  count: number,
): Promise<Matrix64> {
  const { by, x, seed, options } = inputs;
  if (by === "random" || by === "highest-activation") {
    return (await neuronSubspace(x, count, { ...options, choice: by, seed })).projection;
  }
  const columns = await completed(await aligned(inputs, by), gram);
  const { q } = await qr(sliceColumns(columns, 0, Math.min(count, columns.cols)));
  return transpose(q);
}

/** Orthonormal directions in columns: those aligned with the other side, none for PCA. */
async function aligned(
  { x, against, options }: SubspaceInputs,
  by: "svcca" | "svcca-network" | "pca" | "pls",
): Promise<Matrix64> {
  if (by === "pca") return matrix(x.cols, 0);
  const y = await against();
  const { directions } = by === "pls" ? await pls(x, y, options) : await svcca(x, y, options);
  const { cols } = directions.x.weights;
  const plain = { reconstruction: "projection" } as const;
  return (await directionSubspace(directions.x, cols, plain)).back;
}

/**
 * Directions, and behind them those of most variance in what they do not tell of the layer: the
 * eigenvectors of C - C Q (Q'CQ)^-1 Q'C, the covariance of the residuals of a regression on them.
 */
async function completed(first: Matrix64, gram: Matrix64): Promise<Matrix64> {
  const left = first.cols === 0 ? gram : await residualsOf(first, gram);
  const { values, vectors } = await eigh(left);
  const total = gram.data.reduce((sum, v, p) => sum + (p % (gram.rows + 1) === 0 ? v : 0), 0);
  // What rounding leaves of directions that are there already, and of neurons that never change.
  const floor = gram.rows * ROUNDING * total;
  const live = values.filter((value) => value > floor).length;
  return besides(first, sliceColumns(vectors, 0, Math.min(live, gram.rows - first.cols)));
}

/** Activations are float32, so their products have no more correct digits. */
const ROUNDING = 2 ** -24;

async function residualsOf(q: Matrix64, gram: Matrix64): Promise<Matrix64> {
  const back = await leastSquaresReconstruction(transpose(q), gram);
  const cross = await referenceBackend.matmul(q, gram, { transA: true });
  const told = await referenceBackend.matmul(back, cross);
  return { ...gram, data: gram.data.map((value, p) => value - told.data[p]!) };
}

/** The columns of both. */
function besides(a: Matrix64, b: Matrix64): Matrix64 {
  const out = matrix(a.rows, a.cols + b.cols);
  for (let i = 0; i < a.rows; i++) {
    out.data.set(a.data.subarray(i * a.cols, (i + 1) * a.cols), i * out.cols);
    out.data.set(b.data.subarray(i * b.cols, (i + 1) * b.cols), i * out.cols + a.cols);
  }
  return out;
}
