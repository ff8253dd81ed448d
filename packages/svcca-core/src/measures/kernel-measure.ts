import { assertComparable } from "../input/comparable.js";
import type { Layer } from "../input/layer.js";
import { fewDatapoints, type Warning } from "../result/warnings.js";
import type { Context, Measure } from "./measure.js";
import type { Similarity } from "./result.js";

/** A measure that looks at each pair of datapoints, in two steps. */
interface KernelMeasure<K> {
  readonly name: Similarity["measure"];
  /** Datapoints that it needs. */
  readonly least: number;
  /** What is known of one layer, computed once. */
  prepare(layer: Layer, context: Context): Promise<K>;
  similarity(x: K, y: K): number;
  /** Whether as few datapoints as neurons make it too high. */
  readonly inflated: boolean;
}

/**
 * A measure of datapoints against datapoints. Layers are prepared as pairs ask for them, and
 * forgotten after their last pair.
 */
export function kernelMeasure<K>(measure: KernelMeasure<K>): Measure<Similarity> {
  return {
    async *compare(layers, pairs, context) {
      assertComparable(layers, measure.least);
      const prepared = new Map<number, K>();
      const lastUse = new Map(
        pairs.flatMap(([x, y], place) => [
          [x, place],
          [y, place],
        ]),
      );
      for (const [place, pair] of pairs.entries()) {
        for (const i of pair) {
          if (!prepared.has(i)) prepared.set(i, await measure.prepare(layers[i]!, context));
        }
        const [x, y] = pair;
        const [a, b] = [layers[x]!, layers[y]!];
        const neurons = { x: a.neurons, y: b.neurons };
        const warnings: Warning[] = measure.inflated
          ? fewDatapoints(a.datapoints, [a.neurons, b.neurons])
          : [];
        yield {
          measure: measure.name,
          similarity: measure.similarity(prepared.get(x)!, prepared.get(y)!),
          datapoints: a.datapoints,
          neurons,
          kept: neurons,
          backend: context.backend.name,
          warnings,
        };
        for (const i of pair) if (lastUse.get(i) === place) prepared.delete(i);
      }
    },
  };
}
