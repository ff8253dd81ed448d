import { drawBottomTitle, drawSideTitle } from "./axis-title.js";
import { valueColors } from "./color.js";
import { drawColorBar } from "./color-bar.js";
import { svgDocument } from "./document.js";
import { drawHeatCells } from "./heat-cells.js";
import {
  cellHover,
  checkHeatValues,
  drawOutsideNote,
  type HeatOptions,
  type HeatValues,
  heatSettings,
  rangeSentence,
} from "./heat-common.js";
import { drawColumnLabels, drawRowLabels } from "./layer-labels.js";
import { textWidth } from "./measure.js";
import { numberText } from "./number-text.js";
import { Scene } from "./scene.js";
import { themeNamed } from "./theme.js";

/** Options of {@link heatMap}. */
export interface HeatMapOptions extends HeatOptions {
  /** `values[i][j]` compares row `i` with column `j`; null where there is no value. */
  readonly values: HeatValues;
  /**
   * Whether cells show their values. By default they do where they are large enough at the usual
   * size of the figure; true makes the cells large enough.
   */
  readonly annotate?: boolean | undefined;
}

const PLOT_SIZE = 520; // px: a figure as wide as a page's column when doubled for print
const MOST = 56; // a few layers do not make huge cells
const LEAST = 6; // below that, 100 layers are a blur
const TEXT_SIZE = 11;
const TEXT_ROOM = 8; // free space beside the text of a cell

/**
 * A layer by layer heat map of similarities, as one SVG document.
 *
 * Rows and columns start with the input layer at the bottom left, so that a network compared with
 * itself shows its diagonal rising to the right (Raghu et al. 2017, Fig. 4).
 *
 * Cells are squares of 6 to 56 px, and the document is as large as its labels need. Names that do
 * not fit level are turned, thinned where even that is too much, and shortened in their middle
 * beyond 340 px (hover shows them whole). A cell without a value is grey with a slash.
 *
 * @throws RangeError when a list is empty, `values` has another shape than `rows` x `columns` or
 *   holds a number that is not finite, or `domain`, `origin` or `theme` is not one that can be used.
 */
export function heatMap(options: HeatMapOptions): string {
  const where = "heatMap";
  const { values, rows, columns } = options;
  const { valueLabel, domain, place } = heatSettings(where, options);
  checkHeatValues(where, "values", values, options);
  const theme = themeNamed(where, options.theme);
  const all = values.flat();

  const text = numberText(domain[1] - domain[0]);
  const widths = all.map((value) => (value === null ? 0 : textWidth(text(value), TEXT_SIZE)));
  const room = Math.ceil(widths.reduce((a, b) => Math.max(a, b), 0) + TEXT_ROOM);
  const most = Math.max(rows.length, columns.length);
  const usual = Math.min(MOST, Math.max(LEAST, Math.floor(PLOT_SIZE / most)));
  const annotate = options.annotate ?? usual >= room;
  const cell = annotate ? Math.max(usual, room) : usual;

  const scene = new Scene();
  const colors = valueColors(domain);
  const annotation = annotate ? { text, size: TEXT_SIZE } : undefined;
  const hover = cellHover(options, values, valueLabel);
  drawHeatCells(scene, { x: 0, y: 0, cell, values, place, hover, colors, annotation }, theme);
  const right = columns.length * cell;
  const bottom = rows.length * cell;
  const rowMiddle = (i: number) => (place(i) + 0.5) * cell;
  const columnMiddle = (i: number) => (i + 0.5) * cell;
  drawRowLabels(scene, { names: rows, cell, middle: rowMiddle, edge: 0 }, theme);
  drawColumnLabels(scene, { names: columns, cell, middle: columnMiddle, edge: bottom }, theme);
  drawBottomTitle(scene, options.columnTitle, [0, right], theme);
  drawSideTitle(scene, options.rowTitle, [0, bottom], theme, "left");
  const hasMissing = all.includes(null);
  const extent = [0, bottom] as const;
  drawColorBar(scene, { colors, domain, label: valueLabel, extent, hasMissing }, theme);
  drawOutsideNote(scene, all, domain, theme);
  const description =
    `Heat map of ${valueLabel}: ${rows.length} rows (${options.rowTitle}) by ` +
    `${columns.length} columns (${options.columnTitle}). ${rangeSentence(all)}`;
  const { title, subtitle } = options;
  return svgDocument(scene, { title, subtitle, name: valueLabel, description }, theme);
}
