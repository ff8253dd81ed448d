import { SvccaError } from "@svcca/linalg";
import { printable } from "../printable.js";

/** Which rows of two arrays belong together. */
export interface Alignment {
  /** Rows of x and of y, of which the i-th are the same datapoint; in the order of x. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** How many rows have no counterpart. */
  readonly dropped: { readonly x: number; readonly y: number };
}

/**
 * Finds which rows of two arrays are the same datapoint, by their identifiers.
 *
 * @throws SvccaError `invalid-argument` when an identifier is there twice in one list, or none is
 *   in both.
 */
export function alignIds(x: readonly string[], y: readonly string[]): Alignment {
  const places = placesOf(y, "y");
  placesOf(x, "x");
  const rows = { x: [] as number[], y: [] as number[] };
  for (const [i, id] of x.entries()) {
    const place = places.get(id);
    if (place === undefined) continue;
    rows.x.push(i);
    rows.y.push(place);
  }
  if (rows.x.length === 0) {
    throw new SvccaError(
      "invalid-argument",
      `ids: none of the ${x.length} of x is among the ${y.length} of y; check that they name the same things`,
      { x: x.length, y: y.length },
    );
  }
  const dropped = { x: x.length - rows.x.length, y: y.length - rows.y.length };
  return { ...rows, dropped };
}

function placesOf(ids: readonly string[], side: string): Map<string, number> {
  const places = new Map<string, number>();
  for (const [i, id] of ids.entries()) {
    const before = places.get(id);
    if (before !== undefined) {
      throw new SvccaError(
        "invalid-argument",
        `ids of ${side}: "${printable(id, 40)}" names row ${before} and row ${i}; each datapoint needs its own`,
        { id, rows: [before, i] },
      );
    }
    places.set(id, i);
  }
  return places;
}

/**
 * Checks that two lists of identifiers are the same, in the same order.
 *
 * @throws SvccaError `shape-mismatch` that names the first place where they differ.
 */
export function assertSameIds(x: readonly string[], y: readonly string[]): void {
  const first = x.findIndex((id, i) => id !== y[i]);
  if (first < 0 && x.length === y.length) return;
  const at = first < 0 ? x.length : first;
  const text = (ids: readonly string[]) =>
    at < ids.length ? `"${printable(ids[at]!, 40)}"` : "missing";
  throw new SvccaError(
    "shape-mismatch",
    `ids: the datapoints are not the same: ${x.length} in x and ${y.length} in y, and row ${at} is ${text(x)} in x, ${text(y)} in y; align them with --align-ids`,
    { x: x.length, y: y.length, row: at },
  );
}
