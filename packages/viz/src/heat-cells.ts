import { type ColorScale, inkOn } from "./color.js";
import type { NumberText } from "./number-text.js";
import { middleToBaseline, type Scene } from "./scene.js";
import { element, hoverTitle, pathThrough } from "./svg.js";
import type { Theme } from "./theme.js";

/** A grid of values with its top left corner at `x`, `y`. */
export interface HeatCells {
  readonly x: number;
  readonly y: number;
  /** Size of one cell, px. */
  readonly cell: number;
  readonly values: readonly (readonly (number | null)[])[];
  /** The place of row `i` of the values, counted from the top. */
  readonly place: (i: number) => number;
  /** Lines of the hover text of a cell. */
  readonly hover: (row: number, column: number) => string[];
  readonly colors: ColorScale;
  /** Text in the cells and its size, px; none when undefined. */
  readonly annotation?: { readonly text: NumberText; readonly size: number } | undefined;
}

/** Draws the cells, each one with row, column and value on hover. */
export function drawHeatCells(scene: Scene, cells: HeatCells, theme: Theme): void {
  const { cell, values } = cells;
  values.forEach((line, row) => {
    const y = cells.y + cells.place(row) * cell;
    line.forEach((value, column) => {
      const x = cells.x + column * cell;
      const hover = hoverTitle(cells.hover(row, column));
      if (value === null) {
        drawMissingMark(scene, [x, y, cell], theme, hover);
        return;
      }
      const fill = cells.colors(value);
      const box = { x, y, width: cell, height: cell, fill, "shape-rendering": "crispEdges" };
      scene.add(element("rect", box, hover));
    });
    scene.reserve(cells.x + line.length * cell, y + cell);
  });
  if (cells.annotation) drawAnnotations(scene, cells, cells.annotation);
}

function drawAnnotations(
  scene: Scene,
  { x, y, cell, values, place, colors }: HeatCells,
  { text, size }: NonNullable<HeatCells["annotation"]>,
): void {
  // The pointer passes through the text to the cell and its hover text.
  scene.add('<g pointer-events="none">');
  values.forEach((line, row) => {
    line.forEach((value, column) => {
      if (value === null) return;
      scene.text(text(value), {
        x: x + (column + 0.5) * cell,
        y: y + (place(row) + 0.5) * cell + middleToBaseline(size),
        size,
        fill: inkOn(colors(value)),
        anchor: "middle",
      });
    });
  });
  scene.add("</g>");
}

/** A grey square with a slash, which a greyscale print cannot confuse with a value. */
export function drawMissingMark(
  scene: Scene,
  [x, y, size]: readonly [number, number, number],
  theme: Theme,
  hover = "",
): void {
  const box = { x, y, width: size, height: size, fill: theme.missing };
  scene.add(element("rect", { ...box, "shape-rendering": "crispEdges" }, hover));
  const d = pathThrough([
    [x, y + size],
    [x + size, y],
  ]);
  scene.add(element("path", { d, stroke: theme.missingMark, "pointer-events": "none" }));
}
