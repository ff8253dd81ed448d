import type { Matrix } from "@svcca/linalg";
import type { Layer } from "./layer.js";

/**
 * Some units of `unit` datapoints (one, or the positions of an image) of a layer, in their order.
 * Reading them reads what lies between too, and lets it go.
 *
 * @param units places of the units, ascending.
 * @param unit a multiple of the layer's own.
 */
export function subsetLayer(layer: Layer, units: ArrayLike<number>, unit: number): Layer {
  return {
    name: layer.name,
    neurons: layer.neurons,
    unit,
    datapoints: units.length * unit,
    async read(start, end, options): Promise<Matrix> {
      const [first, last] = [start / unit, Math.ceil(end / unit)];
      const from = units[first]!;
      const { data, cols } = await layer.read(from * unit, (units[last - 1]! + 1) * unit, options);
      const out = data.slice(0, (end - start) * cols);
      for (let i = first; i < last; i++) {
        const at = (units[i]! - from) * unit * cols;
        out.set(data.subarray(at, at + unit * cols), (i - first) * unit * cols);
      }
      return { data: out, rows: end - start, cols };
    },
  };
}
