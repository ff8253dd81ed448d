import { type ArraySource, SvccaError } from "@svcca/linalg";

/**
 * Activations as a source: float32, channels last as tfjs has them, with the rows checked.
 *
 * @param shape of a batch: the first entry is not used.
 */
export function layerArray(
  name: string,
  count: number,
  shape: readonly (number | null)[],
  read: ArraySource["read"],
): ArraySource {
  return {
    name,
    shape: [count, ...shape.slice(1).map((n) => n!)],
    dtype: "<f4",
    attributes: shape.length === 4 ? { layout: "NHWC" } : {},
    async read(start, end, options) {
      if (!(Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start <= end)) {
        throw outside(name, start, end, count);
      }
      if (end > count) throw outside(name, start, end, count);
      return read(start, end, options);
    },
  };
}

function outside(name: string, start: number, end: number, count: number): SvccaError {
  return new SvccaError(
    "invalid-argument",
    `${name}: rows ${start} to ${end} of ${count}; give 0 <= start <= end <= ${count}`,
    { start, end, rows: count },
  );
}
