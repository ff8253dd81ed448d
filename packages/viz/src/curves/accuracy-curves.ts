import { scaleLinear } from "d3-scale";
import { checkSpread, drawBand } from "../chart/band.js";
import { type ChartOptions, checkChart, drawChart } from "../chart/chart.js";
import { endLabels } from "../chart/end-labels.js";
import type { Frame, Tick } from "../chart/frame.js";
import type { Line } from "../chart/line.js";
import {
  checkChoice,
  checkDomain,
  checkGrid,
  checkInside,
  checkList,
  checkNumber,
  checkObject,
  checkText,
  type Values,
} from "../check.js";
import { checkFigure } from "../figure.js";
import { lastOf, plusMinus, precise } from "../number.js";
import { oneLine } from "../text/fit.js";
import { paletteOf, pointStyle } from "../theme.js";

/** Accuracies of one way to keep a part of a layer. */
export interface AccuracySeries {
  /** Names the line, for instance `"fc1, SVCCA directions"` or `"fc1, random neurons"`. */
  readonly label: string;
  /** Numbers of directions or neurons that are kept, rising; series may have different ones. */
  readonly kept: readonly number[];
  /** The accuracy with each, as shares of 1; `null` where there is none. */
  readonly accuracy: Values;
  /** Half the height of a band around each accuracy; none by default. */
  readonly spread?: Values | undefined;
}

/** What `accuracyCurves` draws. */
export interface AccuracyCurvesOptions extends ChartOptions {
  /** One line each. */
  readonly series: readonly AccuracySeries[];
  /**
   * `"linear"` by default. `"log"` gives each doubling the same room: for layers of hundreds of
   * directions of which a few dozen do. It has no place for 0.
   */
  readonly xScale?: "linear" | "log" | undefined;
  /** What `kept` counts; `"directions kept"` by default. */
  readonly xLabel?: string | undefined;
  /** `"accuracy"` by default. */
  readonly yLabel?: string | undefined;
  /** Ends of the vertical axis; `[0, 1]` by default. */
  readonly domain?: readonly [number, number] | undefined;
}

const where = "accuracyCurves";

function checkSeries(
  one: AccuracySeries,
  name: string,
  least: number,
  domain: readonly [number, number],
): void {
  checkObject(where, name, one, "label, kept and accuracy");
  const { label, kept, accuracy, spread } = one;
  checkText(where, `${name}.label`, label);
  checkList(where, `${name}.kept`, kept);
  kept.forEach((count, index) => {
    checkNumber(where, `${name}.kept[${index}]`, count, least, 1e9);
    if (index > 0 && count <= kept[index - 1]!) {
      throw new RangeError(
        `${where}: ${name}.kept[${index}] is ${count} after ${kept[index - 1]}, give rising numbers`,
      );
    }
  });
  checkGrid(where, `${name}.accuracy`, [accuracy], 1, kept.length);
  checkInside(where, `${name}.accuracy`, [accuracy], domain);
  if (spread === undefined) return;
  checkGrid(where, `${name}.spread`, [spread], 1, kept.length);
  checkSpread(where, `${name}.spread`, [spread]);
}

/** Ticks for counts: round numbers, or powers of two where the axis is logarithmic. */
function ticksOf(low: number, high: number, log: boolean): number[] {
  const all = log
    ? Array.from({ length: 31 }, (_, power) => 2 ** power)
    : scaleLinear().domain([low, high]).ticks(7).filter(Number.isInteger);
  const inside = all.filter((count) => count > low && count < high);
  return low < high ? [low, ...inside, high] : [low];
}

/**
 * Draws the accuracy of a network of which layers keep only some directions or neurons, against
 * how many (Raghu et al. 2017, Fig. 2): a line that is high early says that few directions do
 * what the layer does. Every point has a marker, each line is named at its end.
 *
 * @returns an SVG document
 * @throws TypeError for a value of the wrong type
 * @throws RangeError for an empty or ragged input, numbers kept that do not rise or, on a
 *   logarithmic axis, are below 1, a value that is not finite or outside `domain`
 */
export function accuracyCurves(options: AccuracyCurvesOptions): string {
  checkFigure(where, options);
  checkChart(where, options);
  const { series, xScale = "linear", domain = [0, 1] as const } = options;
  const { xLabel = "directions kept", yLabel = "accuracy" } = options;
  checkChoice(where, "xScale", xScale, ["linear", "log"]);
  checkText(where, "xLabel", xLabel);
  checkText(where, "yLabel", yLabel);
  checkDomain(where, domain);
  checkList(where, "series", series);
  const log = xScale === "log";
  series.forEach((one, index) => {
    checkSeries(one, `series[${index}]`, log ? 1 : 0, domain);
  });

  const palette = paletteOf(options.theme ?? "light");
  const place = log ? Math.log2 : (count: number) => count;
  const counts = series.flatMap(({ kept }) => kept);
  const [low, high] = [Math.min(...counts), Math.max(...counts)];
  const ticks: Tick[] = ticksOf(low, high, log).map((count) => ({
    at: place(count),
    text: precise(count),
  }));
  const said = (count: number) =>
    options.xLabel === undefined ? `${count} kept` : `${xLabel} ${precise(count)}`;
  const lines = series.map(({ label, kept, accuracy, spread }, index): Line => {
    const name = oneLine(label);
    return {
      ...pointStyle(palette, index),
      hover: name,
      points: kept.map((count, at) => ({
        x: place(count),
        y: accuracy[at] ?? null,
        hover: `${name}, ${said(count)}: ${precise(accuracy[at] ?? 0)}${plusMinus(spread?.[at])}`,
      })),
    };
  });
  const labels = series.map(({ label, kept, accuracy }, index) => {
    const end = lastOf(accuracy);
    const style = pointStyle(palette, index);
    const text = end === null ? `${label} (no value)` : label;
    return { text, x: place(kept[end?.index ?? 0]!), y: end?.value ?? domain[0], ...style };
  });
  return drawChart(
    {
      lines,
      under: (frame: Frame) =>
        lines.map((line, index) => drawBand(line, series[index]!.spread ?? [], frame)).join(""),
      xDomain: low < high ? [place(low), place(high)] : [place(low) - 1, place(low) + 1],
      yDomain: domain,
      xTicks: ticks,
      xLabel: log ? `${xLabel} (logarithmic)` : xLabel,
      yLabel,
      side: endLabels(labels),
      palette,
      title: `${yLabel} against ${xLabel}`,
      description: `${yLabel} against ${xLabel}, from ${low} to ${high}, one line for each of: ${series
        .map(({ label }) => oneLine(label))
        .join(", ")}.`,
    },
    options,
  );
}
