import { checkGrid, checkList, checkNames, checkObject, checkText, type Values } from "../check.js";
import { drawSheet, layoutHead, padding } from "../figure.js";
import { blockHeight, blockWidth, drawBlock } from "../text/draw.js";
import { wrap } from "../text/fit.js";
import { columnNames, rowNames } from "../text/names.js";
import { paletteOf } from "../theme.js";
import { drawCells, survey } from "./cells.js";
import { colorBar } from "./color-bar.js";
import { cellShape, checkMap, type MapOptions } from "./options.js";

/** One heat map of several. */
export interface HeatMapPanel {
  /** Stands above the map, for instance the checkpoint `"35 %"`. */
  readonly title: string;
  /** One list per row, one entry per column; `null` where there is no value. */
  readonly values: readonly Values[];
}

/** What `heatMapGrid` draws. */
export interface HeatMapGridOptions extends MapOptions {
  /** The maps, in the order of reading. */
  readonly panels: readonly HeatMapPanel[];
  /** Names of the rows of every map, from the input layer on. */
  readonly rows: readonly string[];
  /** Names of the columns of every map, from the input layer on. */
  readonly columns: readonly string[];
  /** What the rows are, for instance `"layers of the checkpoint"`. */
  readonly rowTitle: string;
  /** What the columns are, for instance `"layers of the final network"`. */
  readonly columnTitle: string;
}

const where = "heatMapGrid";
const side = 200;
const leastPanel = 80;
const leastBar = 120;
// The paper shows four checkpoints side by side; five still fit across a page.
const mostAcross = 5;
const axisSize = 12;
const panelSize = 11.5;

function check(options: HeatMapGridOptions): void {
  const { panels, rows, columns } = options;
  checkNames(where, "rows", rows);
  checkNames(where, "columns", columns);
  checkText(where, "rowTitle", options.rowTitle);
  checkText(where, "columnTitle", options.columnTitle);
  checkList(where, "panels", panels);
  panels.forEach((panel, index) => {
    checkObject(where, `panels[${index}]`, panel, "title and values");
    checkText(where, `panels[${index}].title`, panel.title);
    checkGrid(where, `panels[${index}].values`, panel.values, rows.length, columns.length);
  });
}

/**
 * Draws heat maps of the same rows and columns side by side, with one colour bar for all, for
 * instance the layers of checkpoints against those of the final network (Raghu et al. 2017,
 * Fig. 4). Up to five stand side by side; more are spread evenly over lines.
 *
 * Rows are named and titled at the left of each line, columns below the lowest maps.
 *
 * @returns an SVG document. Its size follows from the numbers of maps and layers.
 * @throws TypeError for a value of the wrong type
 * @throws RangeError for an empty or ragged input, a value that is not finite, an unknown choice
 */
export function heatMapGrid(options: HeatMapGridOptions): string {
  const settings = checkMap(where, options);
  check(options);
  const { valueLabel, domain, colorMap, annotate, origin, theme } = settings;
  const { panels, rows, columns, rowTitle, columnTitle } = options;
  const palette = paletteOf(theme);
  const lines = Math.ceil(panels.length / mostAcross);
  const across = Math.ceil(panels.length / lines);

  const cell = cellShape(rows.length, columns.length, side, settings);
  const width = cell.width * columns.length;
  const height = cell.height * rows.length;
  const rowAxis = rowNames(rows, cell.height, origin === "bottom-left" ? "bottom" : "top", palette);
  const columnAxis = columnNames(columns, cell.width, palette);
  // Slanted names reach below the map to their left, where the names run in parallel.
  const gap = 18 + columnAxis.after;
  const pitch = Math.max(width, leastPanel) + gap;
  const titles = panels.map((panel) => wrap(panel.title, pitch - gap, panelSize));
  const titleHeight = Math.max(...titles.map((title) => blockHeight(title, panelSize))) + 5;
  const linePitch = titleHeight + height + Math.max(14, rowAxis.before + rowAxis.after);

  const mapsHeight = (lines - 1) * linePitch + height;
  const allWidth = (across - 1) * pitch + width;
  // Stands beside each line of maps, and must not run into that of the next.
  const rowRoom = lines > 1 ? linePitch - 8 : Math.max(height, leastBar);
  const rowHead = wrap(rowTitle, rowRoom, axisSize, true);
  const columnHead = wrap(columnTitle, Math.max(allWidth, leastBar), axisSize, true);
  const rowHeadWidth = blockHeight(rowHead, axisSize);
  // Titles of axes and maps may be longer than small maps: they are centred and reach beyond.
  const overhang = (blockWidth(columnHead, axisSize, true) - allWidth) / 2;
  const panelOverhang = (Math.max(width, leastPanel) - width) / 2;
  const left =
    padding +
    Math.max(rowHeadWidth + 8 + rowAxis.depth, columnAxis.before, overhang, panelOverhang);
  const barLeft = left + Math.max(across * pitch, allWidth + overhang) + 6;
  const bar = colorBar({
    label: valueLabel,
    domain,
    map: colorMap,
    ...survey(
      panels.map((panel) => panel.values),
      domain,
    ),
    height: Math.max(leastBar, Math.min(height * lines, 320)),
    palette,
  });
  const total = Math.max(300, barLeft + bar.width + padding);
  const head = layoutHead(options, total - 2 * padding, palette);
  const spare = Math.max(0, (leastBar - mapsHeight) / 2);
  const top = padding + head.height + Math.max(0, spare - titleHeight);
  const mapsBottom = top + titleHeight + mapsHeight;
  const below = mapsBottom + Math.max(columnAxis.depth, rowAxis.after, spare) + 6;
  const bottom = Math.max(
    below + blockHeight(columnHead, axisSize),
    top + titleHeight + bar.height + 8,
    mapsBottom + spare,
  );

  const maps = panels.map((panel, index) => {
    const x = left + (index % across) * pitch;
    const y = top + Math.floor(index / across) * linePitch + titleHeight;
    const shape = { cellWidth: cell.width, cellHeight: cell.height };
    const look = { domain, map: colorMap, annotate, origin, palette };
    return (
      drawBlock(titles[index]!, {
        x: x + width / 2,
        y: y - 5 - blockHeight(titles[index]!, panelSize),
        size: panelSize,
        fill: palette.text,
        anchor: "middle",
      }) +
      drawCells({ values: panel.values, rows, columns, ...shape, ...look }, x, y) +
      (index % across === 0 ? rowAxis.draw(x, y) : "") +
      (index + across >= panels.length ? columnAxis.draw(x, y + height) : "")
    );
  });
  const body =
    head.draw(padding, padding) +
    maps.join("") +
    Array.from({ length: lines }, (_, line) =>
      drawBlock(rowHead, {
        x: left - rowAxis.depth - 8 - rowHeadWidth,
        y: top + line * linePitch + titleHeight + height / 2,
        size: axisSize,
        fill: palette.text,
        anchor: "middle",
        bold: true,
        rotate: -90,
      }),
    ).join("") +
    drawBlock(columnHead, {
      x: left + allWidth / 2,
      y: below,
      size: axisSize,
      fill: palette.text,
      anchor: "middle",
      bold: true,
    }) +
    bar.draw(barLeft, top + titleHeight);
  return drawSheet({
    width: total,
    height: bottom + padding,
    palette,
    title: options.title ?? `${valueLabel}: ${rowTitle} by ${columnTitle}`,
    description:
      `${panels.length} heat maps of ${valueLabel}: ${panels.map((panel) => panel.title).join(", ")}. ` +
      `Rows, ${origin === "bottom-left" ? "from the bottom up" : "from the top down"}: ${rowTitle}. ` +
      `Columns, from left to right: ${columnTitle}.`,
    body,
  });
}
