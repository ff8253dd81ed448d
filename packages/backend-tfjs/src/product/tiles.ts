import type { Operand } from "./operand.js";

/**
 * Lines of a tile. A product of two is 64 MiB, half of what WebGPU grants every buffer, and what a
 * WebGL texture of the least guaranteed size holds.
 */
export const TILE_LINES = 4096;

/** A part of one of the products: some lines of one operand by some of another. */
export interface Tile {
  /** Which of the products. */
  readonly product: number;
  readonly left: Side;
  readonly right: Side;
}

interface Side {
  readonly operand: number;
  readonly line: number;
  readonly lines: number;
}

/** The tiles of products of pairs; of an operand with itself, those on and above the diagonal. */
export function tilesOf(
  operands: readonly Operand[],
  pairs: readonly (readonly [number, number])[],
  tileLines: number,
): Tile[] {
  const sides = (operand: number): Side[] => {
    const { lines } = operands[operand]!;
    return Array.from({ length: Math.ceil(lines / tileLines) }, (_, i) => {
      const line = i * tileLines;
      return { operand, line, lines: Math.min(tileLines, lines - line) };
    });
  };
  return pairs.flatMap(([i, j], product) =>
    sides(i).flatMap((left) =>
      sides(j)
        .filter((right) => i !== j || right.line >= left.line)
        .map((right) => ({ product, left, right })),
    ),
  );
}

/** Tiles in groups of at most so many values of results, for each of which operands go up once. */
export function groupsOf(tiles: readonly Tile[], mostValues: number): Tile[][] {
  const groups: Tile[][] = [];
  let values = Number.POSITIVE_INFINITY;
  for (const tile of tiles) {
    const size = tile.left.lines * tile.right.lines;
    if (values + size > mostValues) {
      groups.push([]);
      values = 0;
    }
    groups.at(-1)!.push(tile);
    values += size;
  }
  return groups;
}
