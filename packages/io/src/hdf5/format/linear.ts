import type { ChunkGrid, HasChunks } from "./chunk-grid.js";
import type { Structures } from "./structures.js";

/** Addresses of chunks that lie behind one another in a file. */
export interface ElementRow {
  /** How many. */
  readonly count: number;
  /** Whether there is a chunk at number `i`. */
  has(i: number): boolean;
}

/** No chunk was written here. */
export const nothing: ElementRow = { count: Number.POSITIVE_INFINITY, has: () => false };

/** Elements of an index from an address on: each starts with the address of its chunk. */
export function elementsAt(
  file: Structures,
  address: number,
  count: number,
  size: number,
): ElementRow {
  const bytes = file.read(address, count * size).bytes(count * size);
  const width = file.sizes.address;
  return {
    count,
    has(i) {
      for (let at = i * size; at < i * size + width; at++) if (bytes[at] !== 0xff) return true;
      return false;
    },
  };
}

/**
 * Looks chunks up by number: the last axis fastest, the axis that grows without end
 * slowest, all others as long as they may become.
 *
 * @param growing the axis that grows without end; 0 when there is none.
 * @param rowOf the elements that number `index` is among, and its place there.
 */
export function findByNumber(
  grid: ChunkGrid,
  growing: number,
  rowOf: (index: number) => { row: ElementRow; at: number },
): HasChunks {
  const strides = grid.most.map(() => 1);
  let stride = 1;
  for (let axis = grid.most.length - 1; axis >= 0; axis--) {
    if (axis === growing) continue;
    strides[axis] = stride;
    stride *= grid.most[axis]!;
  }
  strides[growing] = stride;
  return (from, to) => {
    const isThere = (axis: number, index: number): boolean => {
      if (axis === strides.length) {
        const { row, at } = rowOf(index);
        return row.has(at);
      }
      const last = axis === 0 ? to : grid.counts[axis]!;
      for (let place = axis === 0 ? from : 0; place < last; place++) {
        if (!isThere(axis + 1, index + place * strides[axis]!)) return false;
      }
      return true;
    };
    return isThere(0, 0);
  };
}

/** Keeps what was read last, by its address: neighbours are asked for one after the other. */
export function lastOf<T>(read: (address: number) => T): (address: number) => T {
  let known: { address: number; value: T } | undefined;
  return (address) => {
    if (known?.address !== address) known = { address, value: read(address) };
    return known.value;
  };
}
