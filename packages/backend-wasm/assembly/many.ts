import { address, whole } from "./description";
import { multiply } from "./multiply";
import { pack } from "./pack";
import { packSingle } from "./pack-single";
import { sizeColumns, sumColumns } from "./sums";
import { at } from "./vector";

/**
 * The same work for many layers or pairs at once: shares of all of them are numbered in one row, so
 * that threads meet once and not for each. A description is eight values; the first says which
 * share is its first.
 */
const DESCRIPTION = 8;

/** The last of `count` descriptions whose first share is not after `share`. */
function find(descriptions: usize, count: i32, share: i32): usize {
  let found = 0;
  while (
    found + 1 < count &&
    <i32>load<f64>(at(descriptions, (found + 1) * DESCRIPTION)) <= share
  ) {
    found++;
  }
  return at(descriptions, found * DESCRIPTION);
}

/**
 * Adds share `share` of the column sums of what was described as (first share, values, float32,
 * columns, first row, sums, sizes): differences from the first row, and their absolute values where
 * sizes are wanted (not 0), eight columns at a time.
 */
export function sumShare(
  descriptions: usize,
  count: i32,
  rows: i32,
  columnsPerShare: i32,
  share: i32,
): void {
  const own = find(descriptions, count, share);
  const columns = whole(own, 3);
  const from = (share - whole(own, 0)) * columnsPerShare;
  const to = min(from + columnsPerShare, columns);
  const values = address(own, 1);
  const first = address(own, 4);
  const sums = address(own, 5);
  const sizes = address(own, 6);
  if (whole(own, 2)) sumColumns<f32>(values, rows, columns, from, to, first, sums);
  else sumColumns<f64>(values, rows, columns, from, to, first, sums);
  if (!sizes) return;
  if (whole(own, 2)) sizeColumns<f32>(values, rows, columns, from, to, first, sizes);
  else sizeColumns<f64>(values, rows, columns, from, to, first, sizes);
}

/**
 * Packs share `share` of layers described as (first share, values, float32, columns, mean, packed,
 * factors): as float64, or with factors (not 0) as float32.
 */
export function packShare(
  descriptions: usize,
  count: i32,
  rows: i32,
  stripsPerShare: i32,
  share: i32,
): void {
  const own = find(descriptions, count, share);
  const columns = whole(own, 3);
  const factors = address(own, 6);
  const from = (share - whole(own, 0)) * stripsPerShare;
  const to = min(from + stripsPerShare, factors ? (columns + 7) >> 3 : (columns + 3) >> 2);
  const values = address(own, 1);
  const mean = address(own, 4);
  const target = address(own, 5) + ((<usize>(from * rows)) << 5);
  if (!factors) {
    pack(values, whole(own, 2), 0, columns, rows, columns, mean, 1, target, from, to);
  } else if (whole(own, 2)) {
    packSingle<f32>(values, rows, columns, mean, factors, target, from, to);
  } else packSingle<f64>(values, rows, columns, mean, factors, target, from, to);
}

/**
 * Multiplies tile `share` of products described as (first share, left, right, result, row strips,
 * column strips, kind, stride), kind as of `multiply`. Tiles of `side` strips go column by column.
 */
export function multiplyShare(
  descriptions: usize,
  count: i32,
  inner: i32,
  side: i32,
  share: i32,
): void {
  const own = find(descriptions, count, share);
  const tile = share - whole(own, 0);
  const rows = whole(own, 4);
  const columns = whole(own, 5);
  const kind = whole(own, 6);
  const down = (rows + side - 1) / side;
  let column = tile / down;
  let row = tile - column * down;
  if (kind & 1) {
    // Tile column j of a triangle has the tiles 0 to j.
    column = 0;
    row = tile;
    while (row > column) row -= ++column;
  }
  multiply(
    address(own, 1),
    address(own, 2),
    inner,
    address(own, 3),
    whole(own, 7),
    row * side,
    min((row + 1) * side, rows),
    column * side,
    min((column + 1) * side, columns),
    kind,
  );
}
