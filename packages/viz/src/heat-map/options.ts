import { checkChoice, checkDomain, checkNumber, checkText } from "../check.js";
import { type ColorMap, colorMaps } from "../color.js";
import { checkFigure, type FigureOptions } from "../figure.js";

/** Options that single and repeated heat maps share. */
export interface MapOptions extends FigureOptions {
  /** Title of the colour bar; `"SVCCA similarity"` by default. */
  readonly valueLabel?: string | undefined;
  /**
   * Values at the two ends of the colour bar; `[0, 1]` by default, the whole range of a
   * similarity, so that figures can be compared. Values beyond an end take its colour, and the bar
   * then marks that end with ≤ or ≥.
   */
  readonly domain?: readonly [number, number] | undefined;
  /** `"viridis"` by default. */
  readonly colorMap?: ColorMap | undefined;
  /**
   * Whether cells carry their value as text. By default they do where it fits in 8 pixels or more;
   * `true` makes cells larger, or the text smaller where `cellSize` is given.
   */
  readonly annotate?: boolean | undefined;
  /**
   * Corner of the first row and column; `"bottom-left"` by default, which puts the input layer
   * there as in the paper's figures.
   */
  readonly origin?: "bottom-left" | "top-left" | undefined;
  /** Side of a cell in pixels, 1 to 200; by default it follows from the number of layers. */
  readonly cellSize?: number | undefined;
}

/** The shared options with their defaults. */
export function checkMap(where: string, options: MapOptions) {
  checkFigure(where, options);
  const {
    valueLabel = "SVCCA similarity",
    domain = [0, 1] as const,
    colorMap = "viridis",
    annotate,
    origin = "bottom-left",
    cellSize,
    theme = "light",
  } = options;
  checkText(where, "valueLabel", valueLabel);
  checkDomain(where, domain);
  checkChoice(where, "colorMap", colorMap, colorMaps);
  checkChoice(where, "origin", origin, ["bottom-left", "top-left"]);
  if (annotate !== undefined && typeof annotate !== "boolean") {
    throw new TypeError(`${where}: annotate is ${String(annotate)}, give true or false`);
  }
  if (cellSize !== undefined) checkNumber(where, "cellSize", cellSize, 1, 200);
  return { valueLabel, domain, colorMap, annotate, origin, cellSize, theme };
}

// An annotated cell holds "0.00" at a readable size.
const annotatedCell = 32;
const largestCell = 72;
// A row of 5 classes against 80 layers is drawn with cells up to this much longer than high.
const longestCell = 4;

/**
 * Cell width and height for a block of at most `side` pixels a side: square, unless one side has
 * many more entries than the other.
 */
export function cellShape(
  rows: number,
  columns: number,
  side: number,
  options: { readonly annotate: boolean | undefined; readonly cellSize: number | undefined },
): { width: number; height: number } {
  const { cellSize } = options;
  if (cellSize !== undefined) return { width: cellSize, height: cellSize };
  const least = options.annotate === true ? annotatedCell : 1;
  const along = (count: number) => {
    const wanted = Math.min(side, Math.max(0.4 * side, 36 * count));
    return Math.max(least, Math.min(largestCell, Math.floor(wanted / count)));
  };
  const width = along(columns);
  const height = along(rows);
  const short = Math.min(width, height);
  if (Math.max(width, height) < 3 * short) return { width: short, height: short };
  return {
    width: Math.min(width, longestCell * short),
    height: Math.min(height, longestCell * short),
  };
}
