import { type DataSet, pickData } from "@svcca/training";
import * as tf from "@tensorflow/tfjs-core";
import type * as layers from "@tensorflow/tfjs-layers";

/** Every so-manieth datapoint. */
export function every(set: DataSet, step: number): DataSet {
  return pickData(
    set,
    Array.from({ length: Math.floor(set.count / step) }, (_, i) => i * step),
  );
}

/** The weights of layers, copied, by the name of the layer. */
export async function weightsOf(
  model: layers.LayersModel,
  names: readonly string[] = model.layers.map(({ name }) => name),
): Promise<Record<string, Float32Array[]>> {
  const out: Record<string, Float32Array[]> = {};
  for (const name of names) {
    const weights = model.getLayer(name).getWeights();
    out[name] = await Promise.all(
      weights.map(async (one) => (await one.data()).slice() as Float32Array),
    );
  }
  return out;
}

/** The largest difference of two lists of numbers. */
export function worst(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`${a.length} and ${b.length} values`);
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

/** The largest absolute value. */
export function largest(values: ArrayLike<number>): number {
  return worst(values, new Float64Array(values.length));
}

export const FLOAT32_EPSILON = 2 ** -23;

/** How often kernels of tfjs run during some work, by name. */
export async function kernelCounts(work: () => Promise<unknown>): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const { kernels } = await tf.profile(async () => {
    await work();
    return [];
  });
  for (const { name } of kernels) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
