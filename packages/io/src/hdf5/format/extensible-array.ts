import type { ChunkGrid, HasChunks } from "./chunk-grid.js";
import { type ElementRow, elementsAt, findByNumber, lastOf, nothing } from "./linear.js";
import { bitAt, type Structures } from "./structures.js";

/** Sizes of an extensible array, as its header gives them. */
interface Shape {
  readonly elementSize: number;
  /** Elements in the index block itself. */
  readonly inIndex: number;
  /** Elements of the smallest data block. */
  readonly least: number;
  /** Data blocks of the first super block that is stored on its own. */
  readonly blocks: number;
  readonly perPage: number;
  /** Bytes of a place in the array. */
  readonly offsetSize: number;
  /** Super blocks of the array. */
  readonly supers: number;
}

const none = { row: nothing, at: 0 };

/**
 * Looks chunks up in an extensible array (VII.D): datasets that grow without end along one axis.
 * Data blocks double in size every other super block; the first ones hang on the index block.
 */
export function chunksOfExtensibleArray(
  file: Structures,
  address: number,
  grid: ChunkGrid,
  growing: number,
): HasChunks {
  const wrong = () => file.damaged("the index of its chunks is no extensible array");
  const header = file.read(address, 12 + 6 * file.sizes.length + file.sizes.address);
  if (header.text(4) !== "EAHD") throw wrong();
  const shape = shapeOf(header.skip(2).bytes(6));
  if (shape.elementSize < file.sizes.address || !(shape.least >= 1 && shape.blocks >= 2)) {
    throw wrong();
  }
  header.skip(6 * file.sizes.length);
  const index = header.address();
  if (index === undefined) return findByNumber(grid, growing, () => none);

  const before = 6 + file.sizes.address;
  if (file.read(index, before).text(4) !== "EAIB") throw wrong();
  const { inIndex, elementSize, least, blocks, offsetSize, perPage } = shape;
  const elements = (start: number, count: number) => elementsAt(file, start, count, elementSize);
  const firstRow: ElementRow = elements(index + before, inIndex);
  const levels = levelsOf(shape);
  /** Super blocks whose data blocks hang on the index block, and how many those are. */
  const hanging = 2 * Math.log2(blocks);
  const direct = 2 * (blocks - 1);
  if (!Number.isInteger(hanging) || !Number.isInteger(Math.log2(least))) throw wrong();
  const addresses = (at: number, count: number) => {
    const fields = file.read(at, count * file.sizes.address);
    return Array.from({ length: count }, () => fields.address());
  };
  const behind = index + before + inIndex * elementSize;
  const blockAddresses = addresses(behind, direct);
  const superAddresses = addresses(
    behind + direct * file.sizes.address,
    Math.max(0, shape.supers - hanging),
  );

  /** The pages of a data block that were read; one that is not in pages is one page. */
  const pagesOf = lastOf((at: number) => {
    if (file.read(at, before).text(4) !== "EADB") throw wrong();
    return { start: at + before + offsetSize, rows: new Map<number, ElementRow>() };
  });

  function within(at: number, count: number, element: number, isMade: (page: number) => boolean) {
    const { start, rows } = pagesOf(at);
    const paged = count > perPage;
    const page = paged ? Math.floor(element / perPage) : 0;
    if (paged && !isMade(page)) return none;
    const size = paged ? perPage : count;
    // The checksum of a block in pages stands before them, and one behind each.
    const place = paged ? start + 4 + page * (perPage * elementSize + 4) : start;
    const row = rows.get(page) ?? elements(place, size);
    rows.set(page, row);
    return { row, at: element - page * size };
  }

  /** Addresses of the data blocks of a super block, and which of their pages were made. */
  const superBlock = lastOf((at: number) => {
    if (file.read(at, before).text(4) !== "EASB") throw wrong();
    const { count, ours } = levels[superAddresses.indexOf(at) + hanging]!;
    const pages = count > perPage ? count / perPage : 0;
    const bytes = ours * Math.ceil(pages / 8);
    const start = at + before + offsetSize;
    const made = file.read(start, bytes).bytes(bytes);
    return { made, pages, blocks: addresses(start + bytes, ours) };
  });

  return findByNumber(grid, growing, (number) => {
    if (number < inIndex) return { row: firstRow, at: number };
    const element = number - inIndex;
    const level = Math.floor(Math.log2(Math.floor(element / least) + 1));
    if (level >= shape.supers) throw wrong();
    // Levels 0 to level - 1 hold least x (2^level - 1) elements.
    const inLevel = element - least * (2 ** level - 1);
    const { count, earlier } = levels[level]!;
    const block = Math.floor(inLevel / count);
    if (level < hanging) {
      const at = blockAddresses[earlier + block];
      return at === undefined ? none : within(at, count, inLevel % count, () => false);
    }
    const superAt = superAddresses[level - hanging];
    if (superAt === undefined) return none;
    const { made, pages, blocks: ours } = superBlock(superAt);
    const at = ours[block];
    // One bit for each page, those of all data blocks in one row.
    const isMade = (page: number) => bitAt(made, block * pages + page);
    return at === undefined ? none : within(at, count, inLevel % count, isMade);
  });
}

function shapeOf(bytes: Uint8Array): Shape {
  const [elementSize, bits, inIndex, least, blocks, pageBits] = Array.from(bytes) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return {
    elementSize,
    inIndex,
    least,
    blocks,
    perPage: 2 ** pageBits,
    offsetSize: Math.ceil(bits / 8),
    supers: 1 + bits - Math.log2(least),
  };
}

/** For each super block, elements of its data blocks, how many of these, and those of earlier ones. */
function levelsOf({ least, supers }: Shape) {
  let earlier = 0;
  return Array.from({ length: supers }, (_, level) => {
    const ours = 2 ** Math.floor(level / 2);
    earlier += ours;
    return { count: least * 2 ** Math.ceil(level / 2), ours, earlier: earlier - ours };
  });
}
