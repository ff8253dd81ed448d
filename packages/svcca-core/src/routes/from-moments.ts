import {
  type CallOptions,
  type CompleteBackend,
  type Matrix64,
  scaleColumns,
  scaleRows,
} from "@svcca/linalg";
import type { PairMoments } from "../moments/pair-moments.js";
import { type Basis, type Comparison, countKept, type Reduction } from "./basis.js";
import { constantNeurons } from "./constant-neurons.js";
import { gramTolerance, whiten } from "./whiten.js";

/** What {@link compareMoments} is told beside the moments. */
export interface MomentsRoute {
  readonly names: { readonly x: string; readonly y: string };
  readonly reduction: Reduction;
  readonly backend: CompleteBackend;
  readonly call: CallOptions;
  /** A second pass over the data will follow, so directions at the noise level are not yet dropped. */
  readonly refinable: boolean;
}

/**
 * Compares two layers from their second moments alone, in small d x d algebra: whitening by the
 * eigendecomposition of each covariance, W = V diag(l)^-1/2, then the cross moments between the
 * whitened layers. No inverse square root of a full matrix, and no epsilon.
 *
 * A product Xc'Xc squares the condition: directions under about 1e-7 of the largest cannot be told
 * from rounding here.
 *
 * @throws SvccaError `no-variance` when every neuron of a layer is constant.
 */
export async function compareMoments(
  moments: PairMoments,
  route: MomentsRoute,
): Promise<Comparison> {
  const { meanX, meanY, cxx, cyy, cxy, datapoints } = moments;
  const { names, backend, call } = route;
  const constantX = constantNeurons(diagonal(cxx), meanX, datapoints, names.x);
  const constantY = constantNeurons(diagonal(cyy), meanY, datapoints, names.y);
  const x = await decompose(cxx, constantX, route);
  const y = await decompose(cyy, constantY, route);
  const half = await backend.matmul(x.basis.weights, cxy, { ...call, transA: true });
  const cross = await backend.matmul(half, y.basis.weights, call);
  const error = Math.max(x.error, y.error);
  return { x: x.basis, y: y.basis, cross, meanX, meanY, datapoints, error };
}

async function decompose(
  gram: Matrix64,
  isConstant: readonly boolean[],
  { reduction, backend, call, refinable }: MomentsRoute,
): Promise<{ basis: Basis; error: number }> {
  // CCA does not change when neurons are scaled, so each is first brought to unit norm: neurons of
  // very different size then cost no accuracy. SVCCA's largest directions do depend on scale.
  const factors = isConstant.map((constant, j) => {
    if (constant) return 0;
    return reduction.kind === "all" ? 1 / Math.sqrt(gram.data[j * gram.cols + j]!) : 1;
  });
  const constant = isConstant.filter(Boolean).length;
  const input = scaleRows(scaleColumns(gram, factors), factors);
  const { weights, error, ...rest } = await whiten(
    input,
    (singularValues, rank) =>
      refinable && reduction.kind === "all"
        ? gram.rows - constant
        : countKept(reduction, singularValues, rank),
    gramTolerance(gram.rows, backend.unitRoundoff),
    backend,
    call,
  );
  return { basis: { ...rest, weights: scaleRows(weights, factors), constant }, error };
}

function diagonal(a: Matrix64): Float64Array {
  return Float64Array.from({ length: a.rows }, (_, j) => a.data[j * (a.cols + 1)]!);
}
