import type { Backend } from "../backend.js";
import { subtractRow } from "../centre.js";
import { assertProjected } from "../shapes.js";
import { blockMoments } from "./block-moments.js";
import { centredProduct } from "./centred-product.js";
import { eigh } from "./eigh.js";
import { matmul } from "./matmul.js";
import { singularValues, svd } from "./svd.js";

/** What few comparisons need: `withComplexFallback` has some of it, some has no fallback here. */
const EXTRAS = [
  "momentSums",
  "hermitianEighs",
  "complexSingularValues",
  "complexProducts",
  "spectralMoments",
  "fourier2",
] as const;

/** A backend that has all that plain comparisons need. */
export type CompleteBackend = Backend &
  Required<Omit<Backend, "dispose" | (typeof EXTRAS)[number]>>;

/**
 * Float64 in plain JavaScript: matrix products of our own, decompositions from ml-matrix. Slow and
 * exact: the default where nothing faster is passed, and what faster backends are checked against.
 */
export const referenceBackend: CompleteBackend = withFallback({
  name: "reference",
  unitRoundoff: 2 ** -53,
  matmul,
  eigh,
  svd,
  singularValues,
});

/**
 * `backend` with what it lacks made up for: decompositions by the reference, a product of centred
 * data by its own `matmul` on a centred copy, singular values by its own `svd`.
 */
export function withFallback(backend: Backend): CompleteBackend {
  const matmul: Backend["matmul"] = (a, b, options) => backend.matmul(a, b, options);
  // What the backend has, called on it: methods may use `this`.
  const methods = {
    matmul,
    ...(backend.centredProduct ? { centredProduct: backend.centredProduct.bind(backend) } : {}),
  };
  const centred: CompleteBackend["centredProduct"] = (a, meanA, b, meanB, options) =>
    backend.centredProduct
      ? backend.centredProduct(a, meanA, b, meanB, options)
      : centredProduct(matmul, a, meanA, b, meanB, options);
  return {
    get name() {
      return backend.name;
    },
    unitRoundoff: backend.unitRoundoff,
    momentsRoundoff: backend.momentsRoundoff ?? backend.unitRoundoff,
    matmul,
    centredProduct: centred,
    blockMoments: (layers, pairs, options) =>
      backend.blockMoments
        ? backend.blockMoments(layers, pairs, options)
        : blockMoments(methods, layers, pairs, options),
    async project(a, mean, b, options) {
      if (backend.project) return backend.project(a, mean, b, options);
      assertProjected(a, mean, b);
      return matmul(subtractRow(a, mean), b, options);
    },
    eigh: (a, options) => (backend.eigh ? backend.eigh(a, options) : eigh(a, options)),
    svd: (a, options) => (backend.svd ? backend.svd(a, options) : svd(a, options)),
    async singularValues(a, options) {
      if (backend.singularValues) return backend.singularValues(a, options);
      return backend.svd ? (await backend.svd(a, options)).s : singularValues(a, options);
    },
    ...extrasOf(backend),
  };
}

/** What a backend has beyond that, called on it too. */
function extrasOf(backend: Backend): Pick<Backend, (typeof EXTRAS)[number]> {
  const there = EXTRAS.filter((name) => backend[name] !== undefined);
  return Object.fromEntries(there.map((name) => [name, backend[name]!.bind(backend)]));
}
