import type { Backend } from "../backend.js";
import { eigh } from "./eigh.js";
import { matmul } from "./matmul.js";
import { svd } from "./svd.js";

/** A backend that has every capability. */
export type CompleteBackend = Backend & Required<Pick<Backend, "eigh" | "svd">>;

/**
 * Float64 in plain JavaScript: matrix products of our own, decompositions from ml-matrix. Slow and
 * exact: the default where nothing faster is passed, and what faster backends are checked against.
 */
export const referenceBackend: CompleteBackend = {
  name: "reference",
  unitRoundoff: 2 ** -53,
  matmul,
  eigh,
  svd,
};

/** `backend` with the reference's decompositions in the place of the ones that it lacks. */
export function withFallback(backend: Backend): CompleteBackend {
  return {
    name: backend.name,
    unitRoundoff: backend.unitRoundoff,
    matmul: (a, b, options) => backend.matmul(a, b, options),
    eigh: (a, options) => (backend.eigh ? backend.eigh(a, options) : eigh(a, options)),
    svd: (a, options) => (backend.svd ? backend.svd(a, options) : svd(a, options)),
  };
}
