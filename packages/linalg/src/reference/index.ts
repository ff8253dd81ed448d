import type { Backend, CallOptions } from "../backend.js";
import { subtractRow } from "../centre.js";
import { complexEigh } from "../complex/eigh.js";
import { complexMatmul } from "../complex/matmul.js";
import { complexSingularValues } from "../complex/svd.js";
import { assertProjected } from "../shapes.js";
import { blockMoments } from "./block-moments.js";
import { breather } from "./breather.js";
import { centredProduct } from "./centred-product.js";
import { eigh } from "./eigh.js";
import { matmul } from "./matmul.js";
import { singularValues, svd } from "./svd.js";

/** What only backends with an arithmetic of their own have. */
type Extras = "dispose" | "spectralMoments" | "fourier2";

/** A backend that has every capability that has a fallback. */
export type CompleteBackend = Backend & Required<Omit<Backend, Extras>>;

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
    async hermitianEighs(matrices, options = {}) {
      if (backend.hermitianEighs) return backend.hermitianEighs(matrices, options);
      const { keep, ...call } = options;
      return oneByOne(matrices, call, (a, i) =>
        complexEigh(a, keep ? { ...call, keep: (values) => keep(values, i) } : call),
      );
    },
    async complexSingularValues(matrices, options) {
      if (backend.complexSingularValues) return backend.complexSingularValues(matrices, options);
      return oneByOne(matrices, options, (a) => complexSingularValues(a, options));
    },
    async complexProducts(factors, options) {
      if (backend.complexProducts) return backend.complexProducts(factors, options);
      return oneByOne(factors, options, ({ a, b, adjointA = false }) =>
        complexMatmul(a, b, { backend: { matmul }, adjointA, ...options }),
      );
    },
    ...(backend.spectralMoments ? { spectralMoments: backend.spectralMoments.bind(backend) } : {}),
    ...(backend.fourier2 ? { fourier2: backend.fourier2.bind(backend) } : {}),
  };
}

async function oneByOne<T, R>(
  list: readonly T[],
  { signal }: CallOptions = {},
  each: (one: T, index: number) => Promise<R>,
): Promise<R[]> {
  signal?.throwIfAborted();
  const breathe = breather(signal);
  const results: R[] = [];
  for (const [i, one] of list.entries()) {
    await breathe();
    results.push(await each(one, i));
  }
  return results;
}
