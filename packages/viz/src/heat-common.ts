import { checkDomain, checkFilled, checkFinite, checkTable } from "./check.js";
import { PADDING } from "./document.js";
import type { Scene } from "./scene.js";
import { wrapText } from "./text-fit.js";
import type { Theme, ThemeName } from "./theme.js";

/** Which corner the input layers of both models meet in. */
export type Origin = "bottom-left" | "top-left";

/** What a heat map and a grid of heat maps have in common. */
export interface HeatOptions {
  /** Layer names of the model along the vertical axis, input first. */
  readonly rows: readonly string[];
  /** Layer names of the model along the horizontal axis, input first. */
  readonly columns: readonly string[];
  /** Which model, and when, the rows belong to: "network A, layer". */
  readonly rowTitle: string;
  /** Which model, and when, the columns belong to. */
  readonly columnTitle: string;
  /** Drawn on top; none by default. */
  readonly title?: string | undefined;
  /** Drawn under the title; none by default. */
  readonly subtitle?: string | undefined;
  /** What the colours mean; "SVCCA similarity" by default. */
  readonly valueLabel?: string | undefined;
  /** The values at the two ends of the colours; [0, 1] by default, so figures compare. */
  readonly domain?: readonly [number, number] | undefined;
  /** "bottom-left" by default: the input layers at the bottom left, as in the paper's Fig. 4. */
  readonly origin?: Origin | undefined;
  /** "light" by default. */
  readonly theme?: ThemeName | undefined;
}

/** Values with null where there is none: one line for each row, one entry for each column. */
export type HeatValues = readonly (readonly (number | null)[])[];

/** The options of both figures with their defaults filled in. */
export interface HeatSettings {
  readonly valueLabel: string;
  readonly domain: readonly [number, number];
  /** The place of row `i`, counted from the top. */
  readonly place: (i: number) => number;
}

/** Checks the common options and fills in the defaults. */
export function heatSettings(where: string, options: HeatOptions): HeatSettings {
  const {
    rows,
    valueLabel = "SVCCA similarity",
    domain = [0, 1],
    origin = "bottom-left",
  } = options;
  checkFilled(where, "rows", rows);
  checkFilled(where, "columns", options.columns);
  checkDomain(where, domain);
  if (origin !== "bottom-left" && origin !== "top-left") {
    const received = `${where}: origin is ${JSON.stringify(origin)}`;
    throw new RangeError(`${received}: use "bottom-left" or "top-left"`);
  }
  const place = origin === "top-left" ? (i: number) => i : (i: number) => rows.length - 1 - i;
  return { valueLabel, domain, place };
}

/** Checks the shape of `values` and that each is null or finite. */
export function checkHeatValues(
  where: string,
  name: string,
  values: HeatValues,
  { rows, columns }: HeatOptions,
): void {
  checkTable(where, name, values, ["rows", rows.length], ["columns", columns.length]);
  values.forEach((line, i) => {
    line.forEach((value, j) => {
      if (value === null) return;
      checkFinite(
        where,
        `${name}[${i}][${j}]`,
        value,
        "give a finite number, or null for no value",
      );
    });
  });
}

/** The lines of a cell's hover text. */
export function cellHover(
  options: HeatOptions,
  values: HeatValues,
  valueLabel: string,
): (row: number, column: number) => string[] {
  return (row, column) => {
    const value = values[row]![column]!;
    return [
      `${options.rowTitle}: ${options.rows[row]}`,
      `${options.columnTitle}: ${options.columns[column]}`,
      `${valueLabel}: ${value === null ? "no value" : Number(value.toPrecision(4))}`,
    ];
  };
}

// Rounding puts similarities a little over 1; that is not worth a note.
const OUTSIDE_SHARE = 1e-3;

/** Says under the figure that values lie outside the colours, which would not show otherwise. */
export function drawOutsideNote(
  scene: Scene,
  values: readonly (number | null)[],
  [from, to]: readonly [number, number],
  theme: Theme,
): void {
  const slack = (to - from) * OUTSIDE_SHARE;
  const count = values.filter((v) => v !== null && (v < from - slack || v > to + slack)).length;
  if (count === 0) return;
  const size = 11;
  const amount = count === 1 ? "1 value" : `${count} values`;
  const note = `Outside ${from} to ${to}, shown in the colour of the nearer end: ${amount}.`;
  const y = scene.bottom + PADDING + size;
  const { left: x } = scene;
  wrapText(note, Math.max(scene.right - x, 200), size).forEach((line, i) => {
    scene.text(line, { x, y: y + i * size * 1.3, size, fill: theme.muted });
  });
}

/** A sentence on the range of values, for the description. */
export function rangeSentence(values: readonly (number | null)[]): string {
  const given = values.filter((value) => value !== null);
  const missing = values.length - given.length;
  const without = missing > 0 ? ` ${missing} without a value.` : "";
  if (given.length === 0) return without.trim();
  const least = given.reduce((a, b) => Math.min(a, b));
  const most = given.reduce((a, b) => Math.max(a, b));
  const short = (value: number) => Number(value.toPrecision(3));
  return `Values from ${short(least)} to ${short(most)}.${without}`;
}
