import type { Engine } from "../engine/engine.js";
import { padded } from "./operand.js";

/** Side of the square of results that is one share of the work, in strips: 128 lines. */
const TILE_STRIPS = 32;

/** C += left right, both packed; C has `stride` values from row to row. */
export function multiplyTiles(
  engine: Engine,
  left: number,
  right: number,
  c: number,
  shape: { rows: number; cols: number; inner: number; stride: number; triangle: boolean },
): void {
  const { rows, cols, inner, stride, triangle } = shape;
  const rowStrips = padded(rows) / 4;
  const columnStrips = padded(cols) / 4;
  // Smaller tiles where there would be fewer than four for each thread.
  let side = TILE_STRIPS;
  const tiles = () => Math.ceil(rowStrips / side) * Math.ceil(columnStrips / side);
  while (side > 4 && tiles() < 4 * engine.threads) side /= 2;
  const across = Math.ceil(columnStrips / side);
  const count = triangle ? (across * (across + 1)) / 2 : tiles();
  const flops = (triangle ? 1 : 2) * rows * cols * inner;
  const args = [inner, c, stride, rowStrips, columnStrips, side, Number(triangle)];
  engine.share("multiply", count, flops, left, right, ...args);
}
