import type { ArraySource } from "@svcca/linalg";
import { SvccaError } from "@svcca/linalg";

/**
 * A two-dimensional array of neurons x datapoints, as google/svcca has them, turned into
 * datapoints x neurons. Holds the array in memory: one block of datapoints needs all of its rows.
 *
 * @throws SvccaError `unsupported` for other than two dimensions.
 */
export function neuronsFirst(source: ArraySource): ArraySource {
  const [neurons, datapoints] = source.shape;
  if (source.shape.length !== 2 || neurons === undefined || datapoints === undefined) {
    throw new SvccaError(
      "unsupported",
      `${source.name}: --neurons-first needs 2 dimensions, the shape is (${source.shape.join(", ")})`,
      { shape: source.shape },
    );
  }
  let whole: Promise<Float32Array | Float64Array> | undefined;
  return {
    ...source,
    shape: [datapoints, neurons],
    async read(start, end, options) {
      // Kept, so not in the caller's memory.
      const { into: _, ...call } = options ?? {};
      whole ??= source.read(0, neurons, call);
      const values = await whole;
      const out = values.slice(0, (end - start) * neurons);
      for (let i = start, p = 0; i < end; i++) {
        for (let j = 0; j < neurons; j++, p++) out[p] = values[j * datapoints + i]!;
      }
      return out;
    },
  };
}
