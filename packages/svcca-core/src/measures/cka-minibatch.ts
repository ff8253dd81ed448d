import { columnMeans, type Matrix64, scaleRows, subtractRow } from "@svcca/linalg";
import { assertComparable } from "../input/comparable.js";
import type { Layer } from "../input/layer.js";
import { allFinite, nonFiniteError } from "../input/scan.js";
import { fewDatapoints } from "../result/warnings.js";
import type { CkaResult } from "./cka.js";
import { alignment, assertEnough, LEAST_DATAPOINTS } from "./cka-debiased.js";
import { unbiasedHsic } from "./hsic.js";
import type { Context, Measure } from "./measure.js";
import { frobenius } from "./norms.js";
import { assertCount } from "./options.js";

/**
 * CKA of the unbiased terms of each batch of rows, averaged over the batches: one pass, and memory
 * for one batch of every layer. The last batch counts if it has at least 4 rows.
 */
export function minibatchMeasure(batch: number): Measure<CkaResult> {
  assertCount("batch", batch, LEAST_DATAPOINTS);
  return {
    async *compare(layers, pairs, { backend, call, read }) {
      assertComparable(layers);
      assertEnough(layers[0]!);
      const n = layers[0]!.datapoints;
      const unit = Math.max(...layers.map((layer) => layer.unit));
      const step = Math.ceil(batch / unit) * unit;
      const self = new Float64Array(layers.length);
      const between = new Float64Array(pairs.length);
      const scales = new Float64Array(layers.length);
      for (let start = 0; start < n; start += step) {
        const end = Math.min(start + step, n);
        if (end - start < LEAST_DATAPOINTS) break;
        const kernels: Matrix64[] = [];
        for (const [i, layer] of layers.entries()) {
          const rows = await centredBatch(layer, start, end, call);
          // The scale of the first batch that varies: its kernel has unit norm, and later ones
          // keep their size beside it.
          scales[i] ||= frobenius(rows);
          const scaled = scaleRows(rows, new Float64Array(rows.rows).fill(1 / (scales[i] || 1)));
          const kernel = await backend.matmul(scaled, scaled, { ...call, transB: true });
          kernels.push(kernel);
          self[i]! += hsic(kernel, kernel);
        }
        for (const [place, [x, y]] of pairs.entries()) {
          between[place]! += hsic(kernels[x]!, kernels[y]!);
        }
        read.onProgress?.(end, n);
      }
      for (const [place, [x, y]] of pairs.entries()) {
        const [a, b] = [layers[x]!, layers[y]!];
        const neurons = { x: a.neurons, y: b.neurons };
        yield {
          measure: "cka",
          estimator: "minibatch",
          byChance: 0,
          similarity: alignment(between[place]!, self[x]!, self[y]!, [a.name, b.name]),
          datapoints: n,
          neurons,
          kept: neurons,
          backend: backend.name,
          warnings: fewDatapoints(n, [a.neurons, b.neurons]),
        };
      }
    },
  };
}

async function centredBatch(
  layer: Layer,
  start: number,
  end: number,
  call: Context["call"],
): Promise<Matrix64> {
  const block = await layer.read(start, end, call);
  if (!allFinite(block.data)) throw await nonFiniteError(layer, call);
  return subtractRow(block, columnMeans(block));
}

/** HSIC_1 of two kernels of centred rows (n x n each), times n (n - 3). */
function hsic(k: Matrix64, l: Matrix64): number {
  const n = k.rows;
  let [products, traceK, traceL, diagonals] = [0, 0, 0, 0];
  for (let p = 0; p < k.data.length; p++) products += k.data[p]! * l.data[p]!;
  for (let i = 0; i < n; i++) {
    const [kii, lii] = [k.data[i * (n + 1)]!, l.data[i * (n + 1)]!];
    traceK += kii;
    traceL += lii;
    diagonals += kii * lii;
  }
  return unbiasedHsic({ n, products, traceK, traceL, diagonals });
}
