import type { ChunkGrid, HasChunks } from "./chunk-grid.js";
import { type ElementRow, elementsAt, findByNumber, lastOf, nothing } from "./linear.js";
import { bitAt, type Structures } from "./structures.js";

/** Looks chunks up in a fixed array (VII.C): datasets that grow no further than a given shape. */
export function chunksOfFixedArray(file: Structures, address: number, grid: ChunkGrid): HasChunks {
  const wrong = () => file.damaged("the index of its chunks is no fixed array");
  const header = file.read(address, 8 + file.sizes.length + file.sizes.address);
  if (header.text(4) !== "FAHD") throw wrong();
  const size = header.skip(2).number(1);
  const perPage = 2 ** header.number(1);
  const count = header.length();
  const block = header.address();
  if (size < file.sizes.address) throw wrong();
  const none = { row: nothing, at: 0 };
  if (block === undefined) return findByNumber(grid, 0, () => none);
  const before = 6 + file.sizes.address;
  if (file.read(block, before).text(4) !== "FADB") throw wrong();

  const elements = (start: number, length: number) => elementsAt(file, start, length, size);
  const inRange = (index: number) => {
    if (index >= count) throw wrong();
    return index;
  };
  if (count <= perPage) {
    const row: ElementRow = elements(block + before, count);
    return findByNumber(grid, 0, (index) => ({ row, at: inRange(index) }));
  }
  const pages = Math.ceil(count / perPage);
  const made = file.read(block + before, Math.ceil(pages / 8)).bytes(Math.ceil(pages / 8));
  // A checksum stands behind the bits, and behind each page.
  const firstPage = block + before + made.length + 4;
  const pageAt = lastOf((page: number) =>
    elements(firstPage + page * (perPage * size + 4), Math.min(perPage, count - page * perPage)),
  );
  return findByNumber(grid, 0, (index) => {
    const page = Math.floor(inRange(index) / perPage);
    return bitAt(made, page) ? { row: pageAt(page), at: index % perPage } : none;
  });
}
