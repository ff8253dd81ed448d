import { type Matrix64, scaleColumns, scaleRows } from "@svcca/linalg";
import type { LayerMoments, PairView } from "../moments/moments.js";
import { type Basis, type Comparison, countKept, type Route } from "./basis.js";
import { constantNeurons } from "./constant-neurons.js";
import { momentsRounding } from "./rounding.js";
import { whiten } from "./whiten.js";

/**
 * The directions of a layer from its second moments: whitening by the eigendecomposition of the
 * covariance, W = V diag(l)^-1/2. No inverse square root of a full matrix, and no epsilon.
 *
 * A product Xc'Xc squares the condition: directions under about 1e-7 of the largest cannot be told
 * from rounding here.
 *
 * @throws SvccaError `no-variance` when every neuron is constant.
 */
export async function gramBasis(
  { name, mean, gram }: LayerMoments,
  datapoints: number,
  { reduction, backend, call, refinable }: Route,
): Promise<Basis> {
  const squares = diagonalOf(gram);
  const isConstant = constantNeurons(squares, mean, datapoints, name);
  const factors = unitFactors(reduction.kind, isConstant, squares);
  const constant = isConstant.filter(Boolean).length;
  const scaled = scaleRows(scaleColumns(gram, factors), factors);
  const { weights, loadings, ...rest } = await whiten(
    scaled,
    (singularValues, rank) =>
      refinable && reduction.kind === "all"
        ? gram.rows - constant
        : countKept(reduction, singularValues, rank),
    momentsRounding(scaled, datapoints, backend),
    backend,
    call,
  );
  return {
    ...rest,
    name,
    mean,
    squares,
    weights: scaleRows(weights, factors),
    loadings: scaleRows(loadings, inverse(factors)),
    constant,
  };
}

/** The correlations between the directions of two layers whose cross moments are known. */
export async function crossOf(
  x: Basis,
  y: Basis,
  product: Matrix64,
  { backend, call }: Pick<Route, "backend" | "call">,
): Promise<Matrix64> {
  const half = await backend.matmul(x.weights, product, { ...call, transA: true });
  return backend.matmul(half, y.weights, call);
}

/** Compares a pair of which only the second moments are known. */
export async function compareMoments(
  { datapoints, x, y, cross }: PairView,
  route: Route,
): Promise<Comparison> {
  const basisX = await gramBasis(x, datapoints, route);
  const basisY = await gramBasis(y, datapoints, route);
  return {
    x: basisX,
    y: basisY,
    cross: await crossOf(basisX, basisY, cross, route),
    datapoints,
    unitRoundoff: route.backend.unitRoundoff,
  };
}

/**
 * What to scale each neuron by before the decomposition. CCA does not change when neurons are
 * scaled, so each is first brought to unit norm: neurons of very different size then cost no
 * accuracy. SVCCA's largest directions do depend on scale. Constant neurons go.
 */
export function unitFactors(
  kind: "all" | "largest",
  isConstant: readonly boolean[],
  squares: Float64Array,
): number[] {
  return isConstant.map((constant, j) => {
    if (constant) return 0;
    return kind === "all" ? 1 / Math.sqrt(squares[j]!) : 1;
  });
}

/** 1 / factor, and 0 for a neuron that was left out. */
export function inverse(factors: readonly number[]): number[] {
  return factors.map((factor) => (factor === 0 ? 0 : 1 / factor));
}

/** The diagonal of a square matrix; of Xc'Xc, the sum of squares of each neuron. */
export function diagonalOf(a: Matrix64): Float64Array {
  return Float64Array.from({ length: a.rows }, (_, j) => a.data[j * (a.cols + 1)]!);
}
