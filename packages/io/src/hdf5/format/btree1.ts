import { type ChunkGrid, Counter, type HasChunks, type Place } from "./chunk-grid.js";
import type { Structures } from "./structures.js";

/** Looks chunks up in a version 1 B-tree (III.A.1), the index of all files of the older format. */
export function chunksOfBtree1(file: Structures, root: number, grid: ChunkGrid): HasChunks {
  const wrong = () => file.damaged("the index of its chunks is not in order");
  const head = 8 + 2 * file.sizes.address;
  const axes = grid.chunk.length;
  const keySize = 8 + 8 * (axes + 1);

  /** The places of a node's chunks, or of where its children start, and of where it ends. */
  function node(address: number) {
    const start = file.read(address, head);
    const isChunks = start.text(4) === "TREE" && start.number(1) === 1;
    const level = start.number(1);
    const entries = start.number(2);
    if (!isChunks) throw wrong();
    const body = file.read(address + head, entries * (keySize + file.sizes.address) + keySize);
    const places: Place[] = [];
    const children: (number | undefined)[] = [];
    for (let i = 0; i <= entries; i++) {
      body.skip(8);
      // The last number counts bytes within a value: 0 but where the tree ends.
      const place = [...grid.chunk.map((size) => body.number(8) / size), body.number(8)];
      if (i < entries && !place.every(Number.isSafeInteger)) throw wrong();
      places.push(place);
      if (i < entries) children.push(body.address());
    }
    return { level, places, children };
  }

  return (from, to) => {
    const counter = new Counter(grid, from, to, wrong);
    const visit = (address: number, parent: number, low?: Place, high?: Place): void => {
      const { level, places, children } = node(address);
      // One level down each time, so that no circle is walked; no node but the root is empty.
      if (parent >= 0 && (level !== parent - 1 || children.length === 0)) throw wrong();
      children.forEach((child, i) => {
        const [place, next] = [places[i]!, places[i + 1]!];
        if (level > 0) {
          if (child === undefined) throw wrong();
          if (place[0]! < to && next[0]! >= from) visit(child, level, place, next);
        } else if (child !== undefined) counter.add(place, low, high);
      });
    };
    visit(root, -1);
    return counter.isComplete;
  };
}
