import type { Machine } from "../engine/machine.js";
import { SINGLE, TRIANGLE, WIDE } from "../engine/shares.js";
import { padded } from "./operand.js";

/** Side of the square of results that is one share of the work, in strips: 128 lines. */
const TILE_STRIPS = 32;

/** A result in strips of four rows and columns. */
export interface TiledShape {
  readonly rowStrips: number;
  readonly columnStrips: number;
  /** Only the tiles on and above the diagonal. */
  readonly triangle: boolean;
}

/** The tiles of `side` strips of a result. */
export function tilesOf({ rowStrips, columnStrips, triangle }: TiledShape, side: number): number {
  const across = Math.ceil(columnStrips / side);
  return triangle ? (across * (across + 1)) / 2 : Math.ceil(rowStrips / side) * across;
}

/** The side of tiles: smaller where there would be fewer than four for each thread. */
export function sideFor(shapes: readonly TiledShape[], threads: number): number {
  const count = (side: number) => shapes.reduce((sum, shape) => sum + tilesOf(shape, side), 0);
  let side = TILE_STRIPS;
  while (side > 4 && count(side) < 4 * threads) side /= 2;
  return side;
}

/** What the kernel is told of a product. */
export function kindOf(
  machine: Machine,
  { triangle, single = false }: { readonly triangle: boolean; readonly single?: boolean },
): number {
  return (triangle ? TRIANGLE : 0) | (machine.wide ? WIDE : 0) | (single ? SINGLE : 0);
}

/** C += left right, both packed; C has `stride` values from row to row. */
export function multiplyTiles(
  machine: Machine,
  left: number,
  right: number,
  c: number,
  shape: { rows: number; cols: number; inner: number; stride: number; triangle: boolean },
): void {
  const { rows, cols, inner, stride, triangle } = shape;
  const tiled = { rowStrips: padded(rows) / 4, columnStrips: padded(cols) / 4, triangle };
  const side = sideFor([tiled], machine.threads);
  const flops = (triangle ? 1 : 2) * rows * cols * inner;
  const kind = kindOf(machine, tiled);
  const args = [inner, c, stride, tiled.rowStrips, tiled.columnStrips, side, kind];
  machine.share("multiply", tilesOf(tiled, side), flops, left, right, ...args);
}
