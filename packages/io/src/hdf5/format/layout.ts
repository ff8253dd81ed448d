import { SvccaError } from "@svcca/linalg";
import { chunksOfBtree1 } from "./btree1.js";
import { chunksOfBtree2 } from "./btree2.js";
import type { ChunkGrid, HasChunks } from "./chunk-grid.js";
import { chunksOfExtensibleArray } from "./extensible-array.js";
import type { Fields } from "./fields.js";
import { chunksOfFixedArray } from "./fixed-array.js";
import type { Structures } from "./structures.js";

/** Where the values of a dataset are. */
export type Layout =
  /** In one piece; not `written` when there is no such place. */
  | { readonly kind: "whole"; readonly written: boolean }
  | { readonly kind: "chunks"; readonly grid: ChunkGrid; readonly hasChunks: HasChunks };

/** What the layout is of. */
interface Extent {
  readonly name: string;
  readonly shape: readonly number[];
  /** As far as each axis may grow. */
  readonly most: readonly number[];
}

const [COMPACT, CONTIGUOUS, CHUNKED] = [0, 1, 2];

/**
 * Reads the layout message (IV.A.2.i), versions 1 to 5.
 *
 * @throws SvccaError `unsupported` for a later one, `format` for a damaged one.
 */
export function readLayout(file: Structures, message: Fields, extent: Extent): Layout {
  const version = message.number(1);
  if (version < 1 || version > 5) {
    throw new SvccaError(
      "unsupported",
      `${extent.name}: stored in a way (layout ${version}) that is newer than what is read here; write it again with an older library`,
      { version },
    );
  }
  if (version < 3) return oldLayout(file, message, extent);
  const kind = message.number(1);
  if (kind === COMPACT) return { kind: "whole", written: true };
  if (kind === CONTIGUOUS) return { kind: "whole", written: message.address() !== undefined };
  if (kind !== CHUNKED) throw file.damaged("a layout of no known kind");
  if (version === 3) {
    const axes = message.number(1) - 1;
    const root = message.address();
    return byBtree1(file, root, gridOf(file, message, axes, 4, extent));
  }
  return newLayout(file, message, extent);
}

function oldLayout(file: Structures, message: Fields, extent: Extent): Layout {
  const axes = message.number(1);
  const kind = message.number(1);
  message.skip(5);
  if (kind === COMPACT) return { kind: "whole", written: true };
  const address = message.address();
  if (kind === CONTIGUOUS) return { kind: "whole", written: address !== undefined };
  if (kind !== CHUNKED) throw file.damaged("a layout of no known kind");
  return byBtree1(file, address, gridOf(file, message, axes - 1, 4, extent));
}

function byBtree1(file: Structures, root: number | undefined, grid: ChunkGrid): Layout {
  const hasChunks = root === undefined ? () => false : chunksOfBtree1(file, root, grid);
  return { kind: "chunks", grid, hasChunks };
}

function newLayout(file: Structures, message: Fields, extent: Extent): Layout {
  const flags = message.number(1);
  const axes = message.number(1) - 1;
  const grid = gridOf(file, message, axes, message.number(1), extent);
  const index = message.number(1);
  const settings = [0, flags & 2 ? file.sizes.length + 4 : 0, 0, 1, 5, 6][index];
  if (settings === undefined) throw file.damaged("an index of chunks of no known kind");
  const address = message.skip(settings).address();
  if (address === undefined) return { kind: "chunks", grid, hasChunks: () => false };
  return { kind: "chunks", grid, hasChunks: lookUp(file, index, address, grid) };
}

function lookUp(file: Structures, index: number, address: number, grid: ChunkGrid): HasChunks {
  if (index === 3) return chunksOfFixedArray(file, address, grid);
  if (index === 4) {
    const growing = Math.max(0, grid.most.indexOf(Number.POSITIVE_INFINITY));
    return chunksOfExtensibleArray(file, address, grid, growing);
  }
  if (index === 5) return chunksOfBtree2(file, address, grid);
  if (index === 1 && grid.counts.some((n) => n > 1)) {
    throw file.damaged("one chunk in place of several");
  }
  // One chunk, or all of them one behind the other: they are there.
  return () => true;
}

/** Reads the sizes of a chunk, behind which that of a value stands. */
function gridOf(
  file: Structures,
  message: Fields,
  axes: number,
  width: number,
  { shape, most }: Extent,
): ChunkGrid {
  const chunk = Array.from({ length: Math.max(0, axes) }, () => message.number(width));
  message.skip(width);
  if (axes !== shape.length || chunk.some((n) => !(n > 0))) {
    throw file.damaged("chunks that do not fit its shape");
  }
  return {
    chunk,
    counts: shape.map((n, axis) => Math.ceil(n / chunk[axis]!)),
    most: most.map((n, axis) =>
      n >= 2 ** 63 ? Number.POSITIVE_INFINITY : Math.ceil(n / chunk[axis]!),
    ),
  };
}
