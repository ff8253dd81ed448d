import {
  assertCentred,
  assertLayers,
  type ComplexBackend,
  productShape,
  referenceBackend,
  withComplexFallback,
} from "@svcca/linalg";
import type { Device } from "./device/device.js";
import { leastFlopsOf, type TfjsOptions } from "./options.js";
import { centredColumns } from "./product/columns.js";
import { operandOf } from "./product/operand.js";
import { type Blocking, products } from "./product/products.js";
import { TILE_LINES } from "./product/tiles.js";
import { Turns } from "./turns.js";

/**
 * Longer sums than of 128 products leave more noise, and adding up 64 of them on the device no more
 * than on the host, for one download instead of 64: bench/gpu/blocks.mjs. With 2 ** 26 values results
 * take 256 MiB of a device.
 */
const BLOCKING: Blocking = { depth: 128, sums: 64, tileLines: TILE_LINES, held: 2 ** 26 };

/** The backend contract, on a device. */
export function backendOn(
  device: Device,
  options: TfjsOptions,
  blocking: Blocking = BLOCKING,
): ComplexBackend {
  const host = withComplexFallback(options.host ?? referenceBackend);
  const leastFlops = leastFlopsOf(options);
  const turns = new Turns();
  // One call after the other: what a device reports as refused is of the call that runs.
  const onDevice = <T>(work: () => Promise<T>) => turns.run(() => device.health.watch(work));

  const computing = withComplexFallback({
    name: `tfjs-${device.name}`,
    unitRoundoff: 2 ** -24,

    async matmul(a, b, callOptions = {}) {
      const { transA = false, transB = false, signal } = callOptions;
      signal?.throwIfAborted();
      const { rows, inner, cols } = productShape(a, b, { transA, transB });
      if (2 * rows * inner * cols < leastFlops) return host.matmul(a, b, callOptions);
      const left = operandOf(a, !transA);
      const gram = a === b && transA !== transB;
      const operands = gram ? [left] : [left, operandOf(b, transB)];
      const pair = [0, gram ? 0 : 1] as const;
      const [product] = await onDevice(() =>
        products(device, operands, [pair], blocking, callOptions),
      );
      return product!;
    },

    async centredProduct(a, meanA, b, meanB, callOptions = {}) {
      callOptions.signal?.throwIfAborted();
      assertCentred(a, meanA, b, meanB);
      if (2 * a.rows * a.cols * b.cols < leastFlops) {
        return host.centredProduct(a, meanA, b, meanB, callOptions);
      }
      const left = centredColumns(a, meanA);
      const self = a === b && meanA === meanB;
      const operands = self ? [left] : [left, centredColumns(b, meanB)];
      const pair = [0, self ? 0 : 1] as const;
      const [product] = await onDevice(() =>
        products(device, operands, [pair], blocking, callOptions),
      );
      return product!;
    },

    async blockMoments(layers, pairs, callOptions = {}) {
      callOptions.signal?.throwIfAborted();
      assertLayers(layers, pairs);
      const flops = pairs.reduce(
        (sum, [i, j]) => sum + 2 * layers[i]!.rows * layers[i]!.cols * layers[j]!.cols,
        0,
      );
      if (flops < leastFlops) return host.blockMoments(layers, pairs, callOptions);
      const operands = layers.map((layer) => centredColumns(layer));
      return {
        means: operands.map(({ means }) => means!),
        products: await onDevice(() => products(device, operands, pairs, blocking, callOptions)),
      };
    },

    eigh: (a, callOptions) => host.eigh(a, callOptions),
    svd: (a, callOptions) => host.svd(a, callOptions),
    singularValues: (a, callOptions) => host.singularValues(a, callOptions),
    hermitianEighs: (matrices, callOptions) => host.hermitianEighs(matrices, callOptions),
    complexSingularValues: (matrices, callOptions) =>
      host.complexSingularValues(matrices, callOptions),
  });
  return {
    ...computing,
    async dispose() {
      await turns.run(async () => device.dispose());
    },
  };
}
