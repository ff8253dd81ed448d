import { columnMeans, SvccaError, subtractRow } from "@svcca/linalg";
import type { Activations } from "../input/activations.js";
import { squaredDistances, wholeLayer } from "../kernels/kernel.js";
import type { ReadOptions } from "../moments/stream.js";
import { kernelMeasure } from "./kernel-measure.js";
import { comparePair } from "./measure.js";
import { frobenius } from "./norms.js";
import type { Similarity } from "./result.js";

/** Options of {@link ckaRbf}. */
export interface CkaRbfOptions extends ReadOptions {
  /**
   * The width of the kernel, as a share of the median distance between datapoints. Default 0.5,
   * for which Kornblith et al. found layers of different networks matched best.
   */
  readonly bandwidth?: number;
}

/**
 * Centred kernel alignment with a Gaussian kernel, exp(-|a - b|² / (2 sigma²)), where sigma² is
 * bandwidth² times the median of the squared distances over all n² pairs. Close datapoints decide.
 * Unchanged by rotation, permutation, shift and common scaling of the neurons of either side.
 *
 * Holds n x n matrices: up to 11,585 datapoints.
 *
 * Source: Kornblith et al. 2019 (arXiv 1905.00414), section 3, and their code for the median.
 *
 * @throws SvccaError `unsupported` beyond that, `no-variance` when most datapoints coincide, and
 *   as `cka`.
 */
export async function ckaRbf(
  x: Activations,
  y: Activations,
  options: CkaRbfOptions = {},
): Promise<Similarity> {
  return comparePair(ckaRbfMeasure(options), x, y, options);
}

/** {@link ckaRbf} as a measure of many pairs. */
export function ckaRbfMeasure({ bandwidth = 0.5 }: CkaRbfOptions) {
  if (!(bandwidth > 0 && Number.isFinite(bandwidth))) {
    throw new SvccaError("invalid-argument", `bandwidth: ${bandwidth}; give a number above 0`, {
      option: "bandwidth",
      received: bandwidth,
    });
  }
  return kernelMeasure<{ kernel: Float64Array; norm: number }>({
    name: "cka-rbf",
    least: 2,
    inflated: true,
    async prepare(layer, context) {
      const whole = await wholeLayer(layer, context);
      const centred = subtractRow(whole, columnMeans(whole));
      const scale = frobenius(centred) || 1;
      const unit = { ...centred, data: centred.data.map((value) => value / scale) };
      const products = await context.backend.matmul(unit, unit, { ...context.call, transB: true });
      const { data } = squaredDistances(products);
      const median = medianOf(data);
      if (!(median > 0)) {
        throw new SvccaError(
          "no-variance",
          `${layer.name}: the median distance between its ${layer.datapoints} datapoints is 0, so a Gaussian kernel has no width; use cka`,
          { array: layer.name, datapoints: layer.datapoints },
        );
      }
      const width = 2 * bandwidth ** 2 * median;
      const kernel = doublyCentred(
        data.map((square) => Math.exp(-square / width)),
        layer.datapoints,
      );
      return { kernel, norm: frobenius({ data: kernel, rows: 1, cols: kernel.length }) };
    },
    similarity(x, y) {
      let sum = 0;
      for (let p = 0; p < x.kernel.length; p++) sum += x.kernel[p]! * y.kernel[p]!;
      return Math.max(0, Math.min(1, sum / x.norm / y.norm));
    },
  });
}

/** The median, of a copy that is sorted. */
function medianOf(values: Float64Array): number {
  const sorted = values.slice().sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** H K H: rows and columns add up to 0. */
function doublyCentred(kernel: Float64Array, n: number): Float64Array {
  const means = new Float64Array(n);
  for (let p = 0; p < kernel.length; p++) means[Math.floor(p / n)]! += kernel[p]! / n;
  const mean = means.reduce((sum, value) => sum + value, 0) / n;
  return kernel.map((value, p) => value - means[Math.floor(p / n)]! - means[p % n]! + mean);
}
