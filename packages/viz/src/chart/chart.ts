import { scaleLinear } from "d3-scale";
import { checkNumber } from "../check.js";
import { drawSheet, type FigureOptions, layoutHead, type Part, padding } from "../figure.js";
import { blockHeight, drawBlock } from "../text/draw.js";
import { wrap } from "../text/fit.js";
import { lineHeight, textWidth } from "../text/metrics.js";
import { columnNames } from "../text/names.js";
import type { Palette } from "../theme.js";
import type { Side } from "./end-labels.js";
import {
  drawAxes,
  type Frame,
  fittingTicks,
  type Tick,
  tickSize,
  titleSize,
  verticalTicks,
} from "./frame.js";
import { drawLine, type Line } from "./line.js";

/** Options that charts with lines share. */
export interface ChartOptions extends FigureOptions {
  /** Width of the figure in pixels, 200 to 10000; 680 by default. Long labels make it wider. */
  readonly width?: number | undefined;
  /** Height of the figure in pixels, 150 to 10000; 400 by default. Many labels make it higher. */
  readonly height?: number | undefined;
}

/** What a chart shows. */
export interface Chart {
  readonly lines: readonly Line[];
  /** Drawn below and above the lines. */
  readonly under?: (frame: Frame) => string;
  readonly xDomain: readonly [number, number];
  readonly yDomain: readonly [number, number];
  readonly xTicks: readonly Tick[];
  /**
   * Names for the places 0, 1, 2 ..., instead of ticks: slanted where they do not fit level. The
   * domain then reaches half a place beyond the first and the last.
   */
  readonly xNames?: readonly string[];
  readonly xLabel: string;
  readonly yLabel: string;
  readonly side: Side;
  readonly palette: Palette;
  readonly title: string;
  readonly description: string;
}

const leastPlotWidth = 160;
const leastPlotHeight = 90;

/** Checks the options that charts share. */
export function checkChart(where: string, options: ChartOptions): void {
  if (options.width !== undefined) checkNumber(where, "width", options.width, 200, 10000);
  if (options.height !== undefined) checkNumber(where, "height", options.height, 150, 10000);
}

/** Lays out a chart: margins follow from the texts, the plot takes what is left. */
export function layoutChart(chart: Chart, options: ChartOptions): Part {
  const { palette, side } = chart;
  const yTicks = verticalTicks(chart.yDomain);
  const yTickWidth = Math.max(...yTicks.map((tick) => textWidth(tick.text, tickSize)));
  const yHeadWidth = titleSize * lineHeight;
  // The first tick text may be wide and reaches left of the plot.
  const firstTick = textWidth(chart.xTicks[0]?.text ?? "", tickSize) / 2;
  const lastTick = textWidth(chart.xTicks.at(-1)?.text ?? "", tickSize) / 2;

  const draft = Math.max(options.height ?? 400, side.height + 60);
  const yHead = wrap(chart.yLabel, draft - 60, titleSize);
  const leastLeft = padding + Math.max(yHead.length * yHeadWidth + 6 + yTickWidth + 7, firstTick);
  const right = Math.max(side.width, lastTick) + padding;
  const plotWidth = Math.max(leastPlotWidth, (options.width ?? 680) - leastLeft - right);
  const names =
    chart.xNames && columnNames(chart.xNames, plotWidth / chart.xNames.length, chart.palette);
  const left = Math.max(leastLeft, padding + (names?.before ?? 0));
  const width = left + plotWidth + Math.max(right, (names?.after ?? 0) + padding);

  const head = layoutHead(options, width - 2 * padding, palette);
  const xHead = wrap(chart.xLabel, width - 2 * padding, titleSize);
  const xHeadWidth = Math.max(0, ...xHead.map((line) => textWidth(line, titleSize)));
  const top = padding + head.height + 4;
  const xDepth = (names?.depth ?? 7 + tickSize) + 8;
  const bottom = xDepth + blockHeight(xHead, titleSize) + padding;
  const yHeadLength = Math.max(0, ...yHead.map((line) => textWidth(line, titleSize)));
  const height = Math.max(
    options.height ?? 400,
    top + Math.max(leastPlotHeight, side.height, yHeadLength) + bottom,
  );
  const plotHeight = height - top - bottom;
  // Centred below the plot where that keeps it inside the figure.
  const middle = Math.min(
    width - padding - xHeadWidth / 2,
    Math.max(padding + xHeadWidth / 2, left + plotWidth / 2),
  );
  return {
    width,
    height,
    draw(x, y) {
      const frame: Frame = {
        left: x + left,
        top: y + top,
        width: plotWidth,
        height: plotHeight,
        x: scaleLinear()
          .domain(chart.xDomain)
          .range([x + left, x + left + plotWidth]),
        y: scaleLinear()
          .domain(chart.yDomain)
          .range([y + top + plotHeight, y + top]),
        palette,
      };
      return (
        head.draw(x + padding, y + padding) +
        (chart.under?.(frame) ?? "") +
        drawAxes(frame, names ? [] : fittingTicks(chart.xTicks, frame.x), yTicks) +
        (names?.draw(x + left, y + top + plotHeight) ?? "") +
        chart.lines.map((line) => drawLine(line, frame)).join("") +
        side.draw(frame) +
        drawBlock(xHead, {
          x: x + middle,
          y: y + top + plotHeight + xDepth,
          size: titleSize,
          fill: palette.text,
          anchor: "middle",
        }) +
        drawBlock(yHead, {
          x: x + padding,
          y: y + top + plotHeight / 2,
          size: titleSize,
          fill: palette.text,
          anchor: "middle",
          rotate: -90,
        })
      );
    },
  };
}

/** A figure of a single chart. */
export function drawChart(chart: Chart, options: ChartOptions): string {
  const part = layoutChart(chart, options);
  return drawSheet({
    width: part.width,
    height: part.height,
    palette: chart.palette,
    title: options.title ?? chart.title,
    description: chart.description,
    body: part.draw(0, 0),
  });
}
