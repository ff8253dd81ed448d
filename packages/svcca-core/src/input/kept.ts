import type { ArraySource, Matrix, RowOptions } from "@svcca/linalg";
import { flatLayer, type Layer } from "./layer.js";

/**
 * Bytes of activations that are kept in memory by default (256 MB): a hundred layers of 5,000
 * datapoints x 128 neurons in float32, with as much again left to compute in under a gigabyte.
 */
export const KEPT_BYTES = 2 ** 28;

/** What is left of the memory that layers may be kept in, shared by those of one study. */
export interface Room {
  bytes: number;
}

/**
 * A layer that is kept in memory as it is first read, where there is room for it, so that its file
 * is read once however often the layer is needed. As the layer is after its positions or steps were
 * treated, which may be a small part of what is stored. The values are the same, so results are,
 * to the last bit.
 *
 * It is kept only when it is first read in order, from its start to its end.
 */
export function keptLayer(layer: Layer, room: Room): Layer {
  const { datapoints, neurons } = layer;
  let kept: Matrix["data"] | undefined;
  /** Rows that are in `kept`. */
  let rows = 0;
  let begun = false;

  const begin = async (end: number, options: RowOptions | undefined): Promise<Matrix> => {
    begun = true;
    const block = await layer.read(0, end, options);
    const bytes = datapoints * neurons * block.data.BYTES_PER_ELEMENT;
    if (bytes <= room.bytes) {
      room.bytes -= bytes;
      const Floats = block.data instanceof Float32Array ? Float32Array : Float64Array;
      kept = new Floats(datapoints * neurons);
      kept.set(block.data);
      rows = end;
    }
    return block;
  };

  return {
    ...layer,
    inMemory: () => kept !== undefined && rows === datapoints,
    async read(start, end, options) {
      if (start === 0 && !begun) return begin(end, options);
      if (!kept) return layer.read(start, end, options);
      const place = kept.subarray(start * neurons, end * neurons);
      const block = { data: place, rows: end - start, cols: neurons };
      if (end <= rows) return block;
      // Not to what a caller offers: that may be the block before, which is to stay.
      const { into: _, ...call } = options ?? {};
      if (start !== rows) return layer.read(start, end, call);
      const { data } = await layer.read(start, end, { ...call, into: place });
      if (data.buffer !== place.buffer) place.set(data);
      rows = end;
      return block;
    },
  };
}

/** The same of a source whose positions are needed as they are stored. */
export function keptSource(source: ArraySource, room: Room): ArraySource {
  const kept = keptLayer(flatLayer(source), room);
  return {
    ...source,
    read: async (start, end, options) => (await kept.read(start, end, options)).data,
  };
}
