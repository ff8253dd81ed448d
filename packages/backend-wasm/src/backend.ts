import { assertCentred, type CompleteBackend, productShape } from "@svcca/linalg";
import { eigh } from "./eigh/eigh.js";
import type { Engine } from "./engine/engine.js";
import type { Operand } from "./product/operand.js";
import { product } from "./product/product.js";
import { singularValues, svd } from "./svd/svd.js";

/** The backend contract, on an engine. */
export function backendOn(engine: Engine): CompleteBackend {
  return {
    name: "wasm",
    unitRoundoff: 2 ** -53,

    async matmul(a, b, { transA = false, transB = false, signal } = {}) {
      signal?.throwIfAborted();
      const { rows, inner, cols } = productShape(a, b, { transA, transB });
      const left: Operand = { matrix: a, alongRows: !transA, lines: rows, inner };
      const gram = a === b && transA !== transB;
      const right = gram ? left : { matrix: b, alongRows: transB, lines: cols, inner };
      return product(engine, left, right, signal ? { signal } : {});
    },

    async centredProduct(a, meanA, b, meanB, { signal } = {}) {
      signal?.throwIfAborted();
      assertCentred(a, meanA, b, meanB);
      const centred = (matrix: typeof a, mean: Float64Array): Operand => ({
        matrix,
        mean,
        alongRows: false,
        lines: matrix.cols,
        inner: matrix.rows,
      });
      const left = centred(a, meanA);
      const right = a === b && meanA === meanB ? left : centred(b, meanB);
      return product(engine, left, right, signal ? { signal } : {});
    },

    eigh: (a, options) => eigh(engine, a, options),
    svd: (a, options) => svd(engine, a, options),
    singularValues: (a, options) => singularValues(engine, a, options),

    async dispose() {
      engine.dispose();
    },
  };
}
