import { checkGrid, checkNames, checkText, type Values } from "../check.js";
import { drawSheet, layoutHead, padding } from "../figure.js";
import { blockHeight, blockWidth, drawBlock } from "../text/draw.js";
import { wrap } from "../text/fit.js";
import { columnNames, rowNames } from "../text/names.js";
import { paletteOf } from "../theme.js";
import { drawCells, survey } from "./cells.js";
import { colorBar } from "./color-bar.js";
import { cellShape, checkMap, type MapOptions } from "./options.js";

/** What `heatMap` draws. `rows`, `columns` and `values` are named as in `svcca grid` results. */
export interface HeatMapOptions extends MapOptions {
  /** One list per row, one entry per column; `null` where there is no value. */
  readonly values: readonly Values[];
  /** Names of the rows, from the input layer on. */
  readonly rows: readonly string[];
  /** Names of the columns, from the input layer on. */
  readonly columns: readonly string[];
  /** What the rows are, for instance `"net a"`. Required: a map without it cannot be read. */
  readonly rowTitle: string;
  /** What the columns are, for instance `"net b"`. */
  readonly columnTitle: string;
}

const side = 560;
const leastWidth = 300;
const leastBar = 120;
const axisSize = 12;

/**
 * Draws a layer by layer heat map (Raghu et al. 2017, Fig. 4 and 7).
 *
 * Rows run along the vertical axis and columns along the horizontal one; both axes carry their
 * titles. Every cell shows its names and value on hover, also where names are thinned out for want
 * of room.
 *
 * @returns an SVG document. Its size follows from the number of layers and the lengths of names.
 * @throws TypeError for a value of the wrong type
 * @throws RangeError for an empty or ragged input, a value that is not finite, an unknown choice
 */
export function heatMap(options: HeatMapOptions): string {
  return drawHeatMap("heatMap", options);
}

/** `heatMap` for figures that are one; where names are thinned out, those at `keep` stay. */
export function drawHeatMap(
  where: string,
  options: HeatMapOptions,
  keep?: { readonly row: number; readonly column: number },
): string {
  const { valueLabel, domain, colorMap, annotate, origin, cellSize, theme } = checkMap(
    where,
    options,
  );
  const { values, rows, columns, rowTitle, columnTitle } = options;
  checkNames(where, "rows", rows);
  checkNames(where, "columns", columns);
  checkText(where, "rowTitle", rowTitle);
  checkText(where, "columnTitle", columnTitle);
  checkGrid(where, "values", values, rows.length, columns.length);

  const palette = paletteOf(theme);
  const cell = cellShape(rows.length, columns.length, side, { annotate, cellSize });
  const width = cell.width * columns.length;
  const height = cell.height * rows.length;
  const first = origin === "bottom-left" ? "bottom" : "top";
  const rowAxis = rowNames(rows, cell.height, first, palette, keep?.row);
  const columnAxis = columnNames(columns, cell.width, palette, keep?.column);
  const bar = colorBar({
    label: valueLabel,
    domain,
    map: colorMap,
    ...survey([values], domain),
    height: Math.max(height, leastBar),
    palette,
  });

  const rowHead = wrap(rowTitle, Math.max(height, leastBar), axisSize, true);
  const rowHeadWidth = blockHeight(rowHead, axisSize);
  const columnHead = wrap(columnTitle, Math.max(width, leastBar), axisSize, true);
  // A column title may be wider than a small map.
  const overhang = (blockWidth(columnHead, axisSize, true) - width) / 2;
  const left = padding + Math.max(rowHeadWidth + 8 + rowAxis.depth, columnAxis.before, overhang);
  const right = Math.max(22, columnAxis.after + 8, overhang + 8);
  const total = Math.max(leastWidth, left + width + right + bar.width + padding);
  const head = layoutHead(options, total - 2 * padding, palette);
  const top = padding + head.height + Math.max(6, rowAxis.before);
  // A title longer than a small map is centred on it and may reach below its edge.
  const spare = Math.max(0, leastBar - height) / 2;
  const mapTop = top + spare;
  const below = mapTop + height + Math.max(columnAxis.depth, rowAxis.after, spare);
  const bottom = below + 6 + blockHeight(columnHead, axisSize);

  const body =
    head.draw(padding, padding) +
    drawCells(
      {
        values,
        rows,
        columns,
        cellWidth: cell.width,
        cellHeight: cell.height,
        domain,
        map: colorMap,
        annotate,
        origin,
        palette,
      },
      left,
      mapTop,
    ) +
    rowAxis.draw(left, mapTop) +
    columnAxis.draw(left, mapTop + height) +
    drawBlock(rowHead, {
      x: left - rowAxis.depth - 8 - rowHeadWidth,
      y: mapTop + height / 2,
      size: axisSize,
      fill: palette.text,
      anchor: "middle",
      bold: true,
      rotate: -90,
    }) +
    drawBlock(columnHead, {
      x: left + width / 2,
      y: below + 6,
      size: axisSize,
      fill: palette.text,
      anchor: "middle",
      bold: true,
    }) +
    bar.draw(left + width + right, top);

  const direction = origin === "bottom-left" ? "from the bottom up" : "from the top down";
  return drawSheet({
    width: total,
    height: Math.max(bottom, top + bar.height + 8) + padding,
    palette,
    title: options.title ?? `${valueLabel}: ${rowTitle} by ${columnTitle}`,
    description:
      `Heat map of ${valueLabel}. Rows, ${direction}: ${rowTitle}, ${rows.length} entries. ` +
      `Columns, from left to right: ${columnTitle}, ${columns.length} entries.`,
    body,
  });
}
