import { drawBottomTitle, drawSideTitle } from "./axis-title.js";
import { checkFilled } from "./check.js";
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
import { Scene } from "./scene.js";
import { cleanText } from "./svg.js";
import { wrapText } from "./text-fit.js";
import { themeNamed } from "./theme.js";

/** Options of {@link heatMapGrid}. */
export interface HeatMapGridOptions extends HeatOptions {
  /** One heat map each, in reading order: usually the checkpoints, "0 %", "35 %" and so on. */
  readonly panels: readonly { readonly title: string; readonly values: HeatValues }[];
}

const PANEL_SIZE = 190; // px: four panels and the colour bar are as wide as a page
const MOST = 40;
const LEAST = 3; // small multiples show the pattern; single layers are for heatMap
const ACROSS = 4; // the paper shows four checkpoints beside each other
const GAP = 18;
const TITLE_SIZE = 12;
const TITLE_LINE = TITLE_SIZE * 1.3;

/**
 * Small multiples of one heat map, for example over checkpoints, with one colour bar for all, as
 * one SVG document (Raghu et al. 2017, Fig. 4: four checkpoints beside each other).
 *
 * Up to four panels stand in one line. Rows are named at the left of each line, columns under the
 * lowest panels. Cells are squares of 3 to 40 px and show their values on hover.
 *
 * @throws RangeError when a list is empty, the values of a panel have another shape than
 *   `rows` x `columns` or hold a number that is not finite, or `domain`, `origin` or `theme` is not
 *   one that can be used.
 */
export function heatMapGrid(options: HeatMapGridOptions): string {
  const where = "heatMapGrid";
  const { panels, rows, columns } = options;
  checkFilled(where, "panels", panels);
  const { valueLabel, domain, place } = heatSettings(where, options);
  panels.forEach((panel, k) => {
    checkHeatValues(where, `panels[${k}].values`, panel.values, options);
  });
  const theme = themeNamed(where, options.theme);
  const colors = valueColors(domain);
  const most = Math.max(rows.length, columns.length);
  const cell = Math.min(MOST, Math.max(LEAST, Math.floor(PANEL_SIZE / most)));
  const width = columns.length * cell;
  const height = rows.length * cell;
  // Titles of small panels are not broken into single letters.
  const pitch = Math.max(width, 80) + GAP;

  const scene = new Scene();
  let top = 0;
  let right = 0;
  for (let start = 0; start < panels.length; start += ACROSS) {
    const line = panels.slice(start, start + ACROSS);
    const titles = line.map(({ title }) => wrapText(cleanText(title), pitch - GAP, TITLE_SIZE));
    const plotTop = top + Math.max(...titles.map((lines) => lines.length)) * TITLE_LINE;
    const bottom = plotTop + height;
    line.forEach(({ title, values }, k) => {
      const x = k * pitch;
      titles[k]!.forEach((text, i, lines) => {
        const y = plotTop - 6 - (lines.length - 1 - i) * TITLE_LINE;
        scene.text(text, { x, y, size: TITLE_SIZE, fill: theme.ink });
      });
      const lines = cellHover(options, values, valueLabel);
      const hover = (i: number, j: number) => [title, ...lines(i, j)];
      drawHeatCells(scene, { x, y: plotTop, cell, values, place, hover, colors }, theme);
      if (start + k + ACROSS >= panels.length) {
        const middle = (i: number) => x + (i + 0.5) * cell;
        drawColumnLabels(scene, { names: columns, cell, middle, edge: bottom }, theme, true);
      }
      right = Math.max(right, x + width);
    });
    const middle = (i: number) => plotTop + (place(i) + 0.5) * cell;
    drawRowLabels(scene, { names: rows, cell, middle, edge: 0 }, theme);
    top = bottom + GAP;
  }
  const extent = [TITLE_LINE, top - GAP] as const;
  drawBottomTitle(scene, options.columnTitle, [0, right], theme);
  drawSideTitle(scene, options.rowTitle, extent, theme, "left");
  const all = panels.flatMap((panel) => panel.values.flat());
  const hasMissing = all.includes(null);
  drawColorBar(scene, { colors, domain, label: valueLabel, extent, hasMissing }, theme);
  drawOutsideNote(scene, all, domain, theme);
  const description =
    `${panels.length} heat maps of ${valueLabel}, each of ${rows.length} rows ` +
    `(${options.rowTitle}) by ${columns.length} columns (${options.columnTitle}). ` +
    rangeSentence(all);
  const { title, subtitle } = options;
  return svgDocument(scene, { title, subtitle, name: valueLabel, description }, theme);
}
