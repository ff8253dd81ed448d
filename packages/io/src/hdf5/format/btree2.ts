import { type ChunkGrid, Counter, type HasChunks, type Place } from "./chunk-grid.js";
import type { Structures } from "./structures.js";

/** Signature, version, type and checksum of a node. */
const AROUND = 10;

/** How many bytes hold numbers up to this one. */
const widthFor = (most: number) => Math.floor(Math.log2(most) / 8) + 1;

/**
 * Looks chunks up in a version 2 B-tree (III.A.2, records 10 and 11): datasets that may grow without
 * end along two or more axes.
 */
export function chunksOfBtree2(file: Structures, address: number, grid: ChunkGrid): HasChunks {
  const wrong = () => file.damaged("the index of its chunks is not in order");
  const axes = grid.chunk.length;
  const header = file.read(address, 4 + 2 + 4 + 2 + 2 + 2 + file.sizes.address + 2);
  if (header.text(4) !== "BTHD") throw wrong();
  header.skip(2);
  const nodeSize = header.number(4);
  const recordSize = header.number(2);
  const depth = header.number(2);
  const root = header.skip(2).address();
  const rootRecords = header.number(2);
  const between = recordSize - file.sizes.address - 8 * axes;
  if (between < 0 || nodeSize <= AROUND + recordSize || depth > 32) throw wrong();
  const widths = pointerWidths(nodeSize, recordSize, depth, file.sizes.address);

  function node(at: number, level: number, records: number) {
    const fields = file.read(at, nodeSize);
    if (fields.text(4) !== (level > 0 ? "BTIN" : "BTLF")) throw wrong();
    fields.skip(2);
    const chunks = Array.from({ length: records }, () => {
      const written = fields.address() !== undefined;
      const place = fields.skip(between) && grid.chunk.map(() => fields.number(8));
      return { place, written };
    });
    const children = Array.from({ length: level > 0 ? records + 1 : 0 }, () => {
      const child = fields.address();
      const count = fields.number(widths[0]!.records);
      fields.skip(widths[level]!.total);
      if (child === undefined) throw wrong();
      return { child, count };
    });
    return { chunks, children };
  }

  return (from, to) => {
    const counter = new Counter(grid, from, to, wrong);
    const visit = (at: number, level: number, records: number, low?: Place, high?: Place) => {
      const { chunks, children } = node(at, level, records);
      for (let i = 0; i <= chunks.length; i++) {
        const before = chunks[i - 1]?.place ?? low;
        const next = chunks[i]?.place ?? high;
        const child = children[i];
        const inRange =
          (before === undefined || before[0]! < to) && (next === undefined || next[0]! >= from);
        if (child && inRange) {
          if (child.count === 0) throw wrong();
          visit(child.child, level - 1, child.count, before, next);
        }
        const chunk = chunks[i];
        if (chunk?.written && inRange) counter.add(chunk.place, low, high);
      }
    };
    if (root !== undefined && rootRecords > 0) visit(root, depth, rootRecords);
    return counter.isComplete;
  };
}

/** Bytes of the number of records in a child, and of those below it, for each level. */
function pointerWidths(nodeSize: number, recordSize: number, depth: number, addressSize: number) {
  const leafMost = Math.floor((nodeSize - AROUND) / recordSize);
  const records = widthFor(leafMost);
  // The total below a leaf is not stored.
  const widths = [{ records, total: 0 }];
  let [below, belowWidth] = [leafMost, 0];
  for (let level = 1; level <= depth; level++) {
    const pointer = addressSize + records + belowWidth;
    const most = Math.floor((nodeSize - AROUND - pointer) / (recordSize + pointer));
    widths.push({ records, total: belowWidth });
    below = (most + 1) * below + most;
    belowWidth = widthFor(below);
  }
  return widths;
}
