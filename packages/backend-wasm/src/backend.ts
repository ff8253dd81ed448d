import {
  assertCentred,
  assertLayers,
  assertProjected,
  type ComplexBackend,
  productShape,
} from "@svcca/linalg";
import { hermitianEighs } from "./complex/eigh.js";
import { complexProducts } from "./complex/products.js";
import { complexSingularValues } from "./complex/singular-values.js";
import { eighsOn } from "./eigh/eigh.js";
import type { Engine } from "./engine/engine.js";
import { fourier2 } from "./fourier/fourier2.js";
import { spectralMoments } from "./fourier/moments.js";
import type { Precision } from "./options.js";
import { blockMoments } from "./product/block-moments.js";
import { momentSums } from "./product/moment-sums.js";
import type { Operand } from "./product/operand.js";
import { product } from "./product/product.js";
import { DOUBLE, SINGLE } from "./product/staged.js";
import { singularValuesOn } from "./svd/singular-values.js";
import { svd } from "./svd/svd.js";

/** The backend contract, on an engine. */
export function backendOn(engine: Engine, precision: Precision): ComplexBackend {
  const single = precision === "float32";
  const moments = single ? SINGLE : DOUBLE;
  const matmul: ComplexBackend["matmul"] = async (a, b, options = {}) => {
    const { transA = false, transB = false, signal } = options;
    signal?.throwIfAborted();
    const { rows, inner, cols } = productShape(a, b, { transA, transB });
    const left: Operand = { matrix: a, alongRows: !transA, lines: rows, inner };
    const gram = a === b && transA !== transB;
    const right = gram ? left : { matrix: b, alongRows: transB, lines: cols, inner };
    return product(engine, left, right, signal ? { signal } : {});
  };
  return {
    name: single ? "wasm-float32" : "wasm",
    unitRoundoff: 2 ** -53,
    momentsRoundoff: single ? 2 ** -24 : 2 ** -53,

    matmul,

    async project(a, mean, b, options = {}) {
      options.signal?.throwIfAborted();
      assertProjected(a, mean, b);
      const left: Operand = { matrix: a, alongRows: true, lines: a.rows, inner: a.cols, mean };
      const right: Operand = { matrix: b, alongRows: false, lines: b.cols, inner: b.rows };
      return product(engine, left, right, options);
    },

    async centredProduct(a, meanA, b, meanB, { signal } = {}) {
      signal?.throwIfAborted();
      assertCentred(a, meanA, b, meanB);
      const self = a === b && meanA === meanB;
      const [layers, means] = self
        ? [[a], [meanA]]
        : [
            [a, b],
            [meanA, meanB],
          ];
      const pair = [0, self ? 0 : 1] as const;
      const { products } = await blockMoments(engine, layers, [pair], moments, means, signal);
      return products[0]!;
    },

    async blockMoments(layers, pairs, { signal } = {}) {
      signal?.throwIfAborted();
      assertLayers(layers, pairs);
      return blockMoments(engine, layers, pairs, moments, undefined, signal);
    },

    momentSums: (widths, pairs) => momentSums(engine, widths, pairs, moments),

    eigh: eighsOn(engine),
    svd: (a, options) => svd(engine, a, options),
    singularValues: singularValuesOn(engine),

    hermitianEighs: (matrices, options) => hermitianEighs(engine, matrices, options),
    complexSingularValues: (matrices, options) => complexSingularValues(engine, matrices, options),
    complexProducts: (factors, options) => complexProducts(engine, matmul, factors, options),
    spectralMoments: async (plan) => spectralMoments(engine, plan),
    fourier2: (data, axes, into, options) => fourier2(engine, data, axes, into, options),

    async dispose() {
      engine.dispose();
    },
  };
}
