import {
  assertCentred,
  assertLayers,
  assertProjected,
  type CompleteBackend,
  productShape,
} from "@svcca/linalg";
import type { Gemm } from "./gemm.js";
import { blockMoments } from "./product/block-moments.js";
import type { Operand } from "./product/lines.js";
import { momentSums } from "./product/moment-sums.js";
import { gram, product } from "./product/product.js";

/** How often a value must be used for its copy to be worth while: bench/cpu, cases d and e. */
const LEAST_USES = 64;
/** The same where the copy is a transpose, and the mean is to be found first. */
const LEAST_USES_OF_BLOCKS = 100;

/** The backend contract: large products by `gemm`, all else by `host`. */
export function backendOn(gemm: Gemm, host: CompleteBackend, leastFlops: number): CompleteBackend {
  return {
    ...host,
    name: "native",
    unitRoundoff: 2 ** -53,
    momentsRoundoff: 2 ** -53,

    async matmul(a, b, options = {}) {
      const { transA = false, transB = false, signal } = options;
      signal?.throwIfAborted();
      const { rows, inner, cols } = productShape(a, b, { transA, transB });
      if (isSmall(rows * inner * cols, inner * (rows + cols))) return host.matmul(a, b, options);
      const left: Operand = { matrix: a, alongRows: !transA };
      return a === b && transA !== transB
        ? gram(gemm, left, signal)
        : product(gemm, left, { matrix: b, alongRows: transB }, signal ? { signal } : {});
    },

    async project(a, mean, b, options = {}) {
      options.signal?.throwIfAborted();
      assertProjected(a, mean, b);
      if (isSmall(a.rows * a.cols * b.cols, a.cols * (a.rows + b.cols)))
        return host.project(a, mean, b, options);
      const left: Operand = { matrix: a, alongRows: true, mean };
      return product(gemm, left, { matrix: b, alongRows: false }, options);
    },

    async centredProduct(a, meanA, b, meanB, options = {}) {
      options.signal?.throwIfAborted();
      assertCentred(a, meanA, b, meanB);
      if (isSmall(a.rows * a.cols * b.cols, a.rows * (a.cols + b.cols))) {
        return host.centredProduct(a, meanA, b, meanB, options);
      }
      const self = a === b && meanA === meanB;
      const [layers, means] = self
        ? [[a], [meanA]]
        : [
            [a, b],
            [meanA, meanB],
          ];
      const pair = [0, self ? 0 : 1] as const;
      const { products } = await blockMoments(gemm, layers, [pair], means, options.signal);
      return products[0]!;
    },

    async blockMoments(layers, pairs, options = {}) {
      options.signal?.throwIfAborted();
      assertLayers(layers, pairs);
      const rows = layers[0]?.rows ?? 0;
      const values = pairs.reduce((sum, [i, j]) => sum + layers[i]!.cols * layers[j]!.cols, 0);
      const width = layers.reduce((sum, { cols }) => sum + cols, 0);
      if (isSmall(rows * values, rows * width, LEAST_USES_OF_BLOCKS)) {
        return host.blockMoments(layers, pairs, options);
      }
      return blockMoments(gemm, layers, pairs, undefined, options.signal);
    },

    momentSums(widths, pairs) {
      const values = pairs.reduce((sum, [i, j]) => sum + (widths[i] ?? 0) * (widths[j] ?? 0), 0);
      const width = widths.reduce((sum, d) => sum + d, 0);
      const ofHost = isNarrow(values, width, LEAST_USES_OF_BLOCKS)
        ? host.momentSums?.(widths, pairs)
        : undefined;
      return ofHost ?? momentSums(gemm, widths, pairs);
    },

    dispose: () => gemm.release(),
  };

  /** @param copied values that are made ready for the products: what a narrow layer is slow for. */
  function isSmall(terms: number, copied: number, leastUses = LEAST_USES): boolean {
    // A multiplication and an addition for each.
    return terms === 0 || 2 * terms < leastFlops || isNarrow(terms, copied, leastUses);
  }

  function isNarrow(terms: number, copied: number, leastUses: number): boolean {
    return leastFlops > 0 && terms < leastUses * copied;
  }
}
