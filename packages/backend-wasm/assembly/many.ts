import { multiply } from "./multiply";
import { load2, pack } from "./pack";
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

// @ts-ignore: decorator
@inline
function whole(description: usize, place: i32): i32 {
  return <i32>load<f64>(at(description, place));
}

/** The same for an address, which may be beyond 2^31. */
// @ts-ignore: decorator
@inline
function address(description: usize, place: i32): usize {
  return <usize>(<u32>load<f64>(at(description, place)));
}

/**
 * Adds share `share` of the column sums of what was described as (first share, values, float32,
 * columns, first row, sums): differences from the first row, eight columns at a time.
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
  if (whole(own, 2)) sumColumns<f32>(values, rows, columns, from, to, first, sums);
  else sumColumns<f64>(values, rows, columns, from, to, first, sums);
}

// @ts-ignore: decorator
@inline
function sumColumns<T>(
  values: usize,
  rows: i32,
  columns: i32,
  from: i32,
  to: i32,
  first: usize,
  sums: usize,
): void {
  const row = (<usize>columns) * sizeof<T>();
  let j = from;
  for (; j + 8 <= to; j += 8) {
    const f0 = v128.load(at(first, j));
    const f1 = v128.load(at(first, j), 16);
    const f2 = v128.load(at(first, j), 32);
    const f3 = v128.load(at(first, j), 48);
    let s0 = v128.load(at(sums, j));
    let s1 = v128.load(at(sums, j), 16);
    let s2 = v128.load(at(sums, j), 32);
    let s3 = v128.load(at(sums, j), 48);
    let here = values + (<usize>j) * sizeof<T>();
    for (let i = 0; i < rows; i++) {
      s0 = f64x2.add(s0, f64x2.sub(load2<T>(here), f0));
      s1 = f64x2.add(s1, f64x2.sub(load2<T>(here + 2 * sizeof<T>()), f1));
      s2 = f64x2.add(s2, f64x2.sub(load2<T>(here + 4 * sizeof<T>()), f2));
      s3 = f64x2.add(s3, f64x2.sub(load2<T>(here + 6 * sizeof<T>()), f3));
      here += row;
    }
    v128.store(at(sums, j), s0);
    v128.store(at(sums, j), s1, 16);
    v128.store(at(sums, j), s2, 32);
    v128.store(at(sums, j), s3, 48);
  }
  for (; j < to; j++) {
    let sum = load<f64>(at(sums, j));
    let here = values + (<usize>j) * sizeof<T>();
    for (let i = 0; i < rows; i++) {
      sum += <f64>load<T>(here) - load<f64>(at(first, j));
      here += row;
    }
    store<f64>(at(sums, j), sum);
  }
}

/** Packs share `share` of layers described as (first share, values, float32, columns, mean, packed). */
export function packShare(
  descriptions: usize,
  count: i32,
  rows: i32,
  stripsPerShare: i32,
  share: i32,
): void {
  const own = find(descriptions, count, share);
  const columns = whole(own, 3);
  const from = (share - whole(own, 0)) * stripsPerShare;
  const to = min(from + stripsPerShare, (columns + 3) >> 2);
  const target = address(own, 5) + ((<usize>(from * rows)) << 5);
  pack(address(own, 1), whole(own, 2), 0, columns, rows, columns, address(own, 4), 1, target, from, to);
}

/**
 * Multiplies tile `share` of products described as (first share, left, right, result, row strips,
 * column strips, triangle). Tiles of `side` strips go column by column.
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
  const triangle = whole(own, 6);
  const down = (rows + side - 1) / side;
  let column = tile / down;
  let row = tile - column * down;
  if (triangle) {
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
    columns << 2,
    row * side,
    min((row + 1) * side, rows),
    column * side,
    min((column + 1) * side, columns),
    triangle,
  );
}
