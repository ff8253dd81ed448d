import type { Values } from "../check.js";
import { blockHeight, drawBlock } from "../text/draw.js";
import { wrap } from "../text/fit.js";
import { columnNames, rowNames } from "../text/names.js";
import type { Palette } from "../theme.js";
import { drawCells } from "./cells.js";
import { cellShape, type checkMap } from "./options.js";

/** Maps side by side that share their rows and columns. */
interface Maps {
  readonly layers: readonly string[];
  readonly columns: readonly string[];
  readonly checkpoints: readonly { readonly name: string; readonly values: readonly Values[] }[];
}

/** A line of maps; (x, y) of `draw` is the left edge of the first map and the top of its title. */
export interface MapLine {
  /** Room for names and titles left of the first map. */
  readonly before: number;
  /** From the first map to the end of the last one and what reaches beyond it. */
  readonly width: number;
  /** Heights of the titles above the maps, of the maps, and of the names below them. */
  readonly top: number;
  readonly mapHeight: number;
  readonly below: number;
  draw(x: number, y: number): string;
}

const titleSize = 11.5;
// Room for a title above a map of few layers.
const leastPanel = 80;
const [leastSide, mostSide] = [90, 200];
// Four or five maps of full size stand across a page; more become smaller before the page grows.
const pageWidth = 1000;

/**
 * Lays out the maps of one network. All lines take the same number of maps (`most`) into account,
 * so that the maps of different networks are of about the same size.
 */
export function layoutMapLine(
  { layers, columns, checkpoints }: Maps,
  most: number,
  settings: ReturnType<typeof checkMap>,
  palette: Palette,
): MapLine {
  const { domain, colorMap: map, annotate, origin } = settings;
  const side = Math.max(leastSide, Math.min(mostSide, pageWidth / most));
  const cell = cellShape(layers.length, columns.length, side, settings);
  const width = cell.width * columns.length;
  const height = cell.height * layers.length;
  const first = origin === "bottom-left" ? "bottom" : "top";
  const rowAxis = rowNames(layers, cell.height, first, palette);
  const columnAxis = columnNames(columns, cell.width, palette);
  // Slanted names reach below the map to their left, where the names run in parallel.
  const gap = 18 + columnAxis.after;
  const panel = Math.max(width, leastPanel);
  const pitch = panel + gap;
  const titles = checkpoints.map(({ name }) => wrap(name, panel, titleSize));
  const titleHeight = Math.max(...titles.map((title) => blockHeight(title, titleSize)));
  const top = Math.max(titleHeight + 5, rowAxis.before);
  const overhang = (panel - width) / 2;
  const shape = { cellWidth: cell.width, cellHeight: cell.height };
  return {
    before: Math.max(rowAxis.depth, columnAxis.before, overhang),
    width: (checkpoints.length - 1) * pitch + width + Math.max(columnAxis.after, overhang),
    top,
    mapHeight: height,
    below: Math.max(columnAxis.depth, rowAxis.after),
    draw: (x, y) =>
      rowAxis.draw(x, y + top) +
      checkpoints
        .map(({ values }, index) => {
          const left = x + index * pitch;
          const look = { domain, map, annotate, origin, palette };
          return (
            drawBlock(titles[index]!, {
              x: left + width / 2,
              y: y + top - 5 - blockHeight(titles[index]!, titleSize),
              size: titleSize,
              fill: palette.text,
              anchor: "middle",
            }) +
            drawCells({ values, rows: layers, columns, ...shape, ...look }, left, y + top) +
            columnAxis.draw(left, y + top + height)
          );
        })
        .join(""),
  };
}
