import type { Values } from "../check.js";
import { type ColorMap, mapColor, textOn } from "../color.js";
import { decimalsFor, fixed, precise } from "../number.js";
import { coordinate, element, hover } from "../svg.js";
import { oneLine } from "../text/fit.js";
import { baselineShift, textWidth } from "../text/metrics.js";
import type { Palette } from "../theme.js";
import { missingCell } from "./color-bar.js";

const fullSize = 11;
// Below this size numbers cannot be read on paper.
const smallestSize = 8;

/** The block of cells of one heat map. */
export interface CellsOptions {
  readonly values: readonly Values[];
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly domain: readonly [number, number];
  readonly map: ColorMap;
  readonly annotate: boolean | undefined;
  readonly origin: "bottom-left" | "top-left";
  readonly palette: Palette;
}

/** Width of the widest annotation at `size`. */
function widestNumber(options: CellsOptions, size: number): number {
  const decimals = decimalsFor(options.domain);
  let widest = 0;
  for (const row of options.values) {
    for (let column = 0; column < row.length; column++) {
      const value = row[column] ?? null;
      if (value !== null) widest = Math.max(widest, textWidth(fixed(value, decimals), size));
    }
  }
  return widest;
}

/** Font size of the annotations, or 0 for none: at most what fits, with some air around it. */
function annotationSize(options: CellsOptions): number {
  if (options.annotate === false) return 0;
  const widest = Math.max(widestNumber(options, fullSize), 1);
  const fitting = Math.min(1, (0.84 * options.cellWidth) / widest) * fullSize;
  const size = Math.min(fitting, 0.62 * options.cellHeight);
  return options.annotate || size >= smallestSize ? size : 0;
}

/** The cells with their top left corner at (left, top), each with its value on hover. */
export function drawCells(options: CellsOptions, left: number, top: number): string {
  const { values, rows, columns, cellWidth, cellHeight, domain, palette } = options;
  const decimals = decimalsFor(domain);
  const size = annotationSize(options);
  let cells = "";
  let numbers = "";
  for (let row = 0; row < rows.length; row++) {
    const place = options.origin === "bottom-left" ? rows.length - 1 - row : row;
    const y = place * cellHeight;
    for (let column = 0; column < columns.length; column++) {
      const x = column * cellWidth;
      const value = values[row]![column] ?? null;
      const name = `${oneLine(rows[row]!)}, ${oneLine(columns[column]!)}`;
      if (value === null) {
        cells += element(
          "g",
          { transform: `translate(${coordinate(x)} ${coordinate(y)})` },
          hover(`${name}: no value`),
          missingCell(cellWidth, cellHeight, palette),
        );
        continue;
      }
      const fill = mapColor(options.map, (value - domain[0]) / (domain[1] - domain[0]));
      cells += element(
        "rect",
        { x, y, width: cellWidth, height: cellHeight, fill },
        hover(`${name}: ${precise(value)}`),
      );
      if (size > 0) {
        numbers += element(
          "text",
          {
            x: x + cellWidth / 2,
            y: y + cellHeight / 2 + baselineShift * size,
            fill: textOn(fill),
          },
          fixed(value, decimals),
        );
      }
    }
  }
  return element(
    "g",
    { transform: `translate(${coordinate(left)} ${coordinate(top)})` },
    // Without smoothing there are no light seams between the cells.
    element("g", { "shape-rendering": "crispEdges" }, cells),
    numbers === ""
      ? ""
      : element(
          "g",
          { "font-size": size, "text-anchor": "middle", "pointer-events": "none" },
          numbers,
        ),
  );
}

/** Whether any value of the grids is missing, below or above the domain. */
export function survey(
  grids: readonly (readonly Values[])[],
  domain: readonly [number, number],
): { missing: boolean; below: boolean; above: boolean } {
  const found = { missing: false, below: false, above: false };
  for (const row of grids.flat()) {
    for (let column = 0; column < row.length; column++) {
      const value = row[column] ?? null;
      if (value === null) found.missing = true;
      else if (value < domain[0]) found.below = true;
      else if (value > domain[1]) found.above = true;
    }
  }
  return found;
}
