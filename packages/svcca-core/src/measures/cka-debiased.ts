import { SvccaError, subtractRow } from "@svcca/linalg";
import { blockRowsFor } from "../input/blocks.js";
import type { Layer } from "../input/layer.js";
import { type Compact, pairViews } from "../routes/views.js";
import type { CkaResult } from "./cka.js";
import { unbiasedHsic } from "./hsic.js";
import type { Context, Measure } from "./measure.js";
import { factsOf } from "./moments-measure.js";
import { frobenius, layerNorm } from "./norms.js";

/** HSIC_1 divides by n - 3. */
export const LEAST_DATAPOINTS = 4;

/**
 * CKA of unbiased estimates: second moments, and the squared norm of every centred datapoint, for
 * which each layer is read once more. Holds 8 n bytes a layer.
 */
export const debiasedMeasure: Measure<CkaResult> = {
  async *compare(layers, pairs, context) {
    assertEnough(layers[0]!);
    const known = new Map<Compact, Float64Array>();
    for await (const pair of pairViews(layers, pairs, context, context.read)) {
      const facts = factsOf(pair, context);
      const { x, y, cross, datapoints: n } = pair.view;
      const [normX, normY] = [layerNorm(x.gram), layerNorm(y.gram)];
      const sides = [
        [pair.x, x.mean, normX],
        [pair.y, y.mean, normY],
      ] as const;
      for (const [compact, mean, norm] of sides) {
        if (!known.has(compact)) {
          known.set(compact, await squaredNorms(compact.layer, mean, norm, context));
        }
      }
      const [k, l] = [known.get(pair.x)!, known.get(pair.y)!];
      // Every layer at unit norm, so that both traces are 1 and no fourth power overflows.
      const hsic = (product: number, a: Float64Array, b: Float64Array) =>
        unbiasedHsic({ n, products: product ** 2, traceK: 1, traceL: 1, diagonals: dot(a, b) });
      yield {
        measure: "cka",
        estimator: "debiased",
        byChance: 0,
        similarity: alignment(
          hsic(frobenius(cross) / normX / normY, k, l),
          hsic(frobenius(x.gram) / normX / normX, k, k),
          hsic(frobenius(y.gram) / normY / normY, l, l),
          [x.name, y.name],
        ),
        ...facts,
      };
    }
  },
};

/**
 * HSIC(K, L) / sqrt(HSIC(K, K) HSIC(L, L)), in [-1, 1].
 *
 * @throws SvccaError `no-variance` when a kernel has nothing beside what chance explains.
 */
export function alignment(kl: number, kk: number, ll: number, names: readonly string[]): number {
  for (const [i, self] of [kk, ll].entries()) {
    if (!(self > 0)) {
      throw new SvccaError(
        "no-variance",
        `${names[i]}: no two datapoints are more alike than others, so there is nothing to align; use the biased estimator or more datapoints`,
        { array: names[i] },
      );
    }
  }
  return Math.max(-1, Math.min(1, kl / Math.sqrt(kk) / Math.sqrt(ll)));
}

/** @throws SvccaError `too-few-datapoints`. */
export function assertEnough({ name, datapoints }: Layer): void {
  if (datapoints >= LEAST_DATAPOINTS) return;
  throw new SvccaError(
    "too-few-datapoints",
    `${name}: ${datapoints} datapoints; the debiased estimate needs at least ${LEAST_DATAPOINTS}`,
    { array: name, datapoints },
  );
}

/** The squared norm of each centred datapoint, of a layer that is scaled to unit norm as a whole. */
async function squaredNorms(
  layer: Layer,
  mean: Float64Array,
  norm: number,
  { call }: Context,
): Promise<Float64Array> {
  const out = new Float64Array(layer.datapoints);
  const step = blockRowsFor(layer.neurons, layer.unit);
  for (let start = 0; start < layer.datapoints; start += step) {
    const end = Math.min(start + step, layer.datapoints);
    const { data, cols } = subtractRow(await layer.read(start, end, call), mean);
    for (let p = 0; p < data.length; p++)
      out[start + Math.floor(p / cols)]! += (data[p]! / norm) ** 2;
  }
  return out;
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}
