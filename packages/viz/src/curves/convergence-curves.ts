import { checkSpread, drawBand } from "../chart/band.js";
import { type ChartOptions, checkChart, drawChart } from "../chart/chart.js";
import { endLabels } from "../chart/end-labels.js";
import type { Frame, Tick } from "../chart/frame.js";
import type { Line } from "../chart/line.js";
import {
  checkDomain,
  checkGrid,
  checkInside,
  checkList,
  checkNames,
  checkNumber,
  checkText,
  type Values,
} from "../check.js";
import { checkFigure } from "../figure.js";
import { lastOf, plusMinus, precise } from "../number.js";
import { oneLine, shorten } from "../text/fit.js";
import { depthColor, paletteOf } from "../theme.js";
import { depthBar } from "./depth-bar.js";

/** What `convergenceCurves` draws. */
export interface ConvergenceCurvesOptions extends ChartOptions {
  /** Names of the layers, from the input on. */
  readonly layers: readonly string[];
  /**
   * The checkpoints in the order of training: per cent of training (0 to 100), drawn to scale, or
   * names, drawn at equal distances. Other numbers, such as steps, need an `xLabel`.
   */
  readonly checkpoints: readonly string[] | readonly number[];
  /** One list per layer, one entry per checkpoint; `null` where there is no value. */
  readonly values: readonly Values[];
  /**
   * Half the height of a band around each value, for instance the standard deviation over seeds
   * where `values` are means: one list per layer, one entry per checkpoint, none by default.
   */
  readonly spread?: readonly Values[] | undefined;
  /** What the band is; `"± standard deviation over seeds"` by default. Part of the axis title. */
  readonly spreadLabel?: string | undefined;
  /** `"training (%)"` for numbers, `"checkpoint"` for names by default. */
  readonly xLabel?: string | undefined;
  /** `"SVCCA similarity to the final layer"` by default. */
  readonly yLabel?: string | undefined;
  /** Ends of the vertical axis; `[0, 1]` by default, the whole range of a similarity. */
  readonly domain?: readonly [number, number] | undefined;
}

const where = "convergenceCurves";
// More names than this make the figure higher than a page column is wide.
const mostNames = 24;

function checkPlaces(checkpoints: readonly unknown[], labelled: boolean): readonly number[] {
  checkpoints.forEach((place, index) => {
    const name = `checkpoints[${index}]`;
    checkNumber(where, name, place);
    const before = checkpoints[index - 1] as number | undefined;
    if (before !== undefined && (place as number) <= before) {
      throw new RangeError(
        `${where}: ${name} is ${place} after ${before}, give checkpoints in the order of training`,
      );
    }
    if (!labelled && ((place as number) < 0 || (place as number) > 100)) {
      throw new RangeError(
        `${where}: ${name} is ${place}, give per cent of training, or xLabel to say what the numbers are`,
      );
    }
  });
  return checkpoints as readonly number[];
}

/**
 * Draws how each layer converges: its similarity to its final self over training, one line per
 * layer (Raghu et al. 2017, section 4.1 and the appendix). Lines that reach 1 early belong to
 * layers that have finished learning. With `spread`, a band around each line shows how far seeds
 * differ.
 *
 * Colours run with depth. Up to 24 layers are named beside their ends; more get a bar of depth.
 *
 * @returns an SVG document
 * @throws TypeError for a value of the wrong type
 * @throws RangeError for an empty or ragged input, a value that is not finite or outside `domain`,
 *   checkpoints out of order, or a size that is not allowed
 */
export function convergenceCurves(options: ConvergenceCurvesOptions): string {
  checkFigure(where, options);
  checkChart(where, options);
  const { layers, checkpoints, values, domain = [0, 1] as const } = options;
  const { yLabel = "SVCCA similarity to the final layer" } = options;
  checkNames(where, "layers", layers);
  checkList(where, "checkpoints", checkpoints);
  const named = typeof checkpoints[0] === "string";
  if (options.xLabel !== undefined) checkText(where, "xLabel", options.xLabel);
  checkText(where, "yLabel", yLabel);
  if (named) checkNames(where, "checkpoints", checkpoints);
  const places = named
    ? checkpoints.map((_, index) => index)
    : checkPlaces(checkpoints, options.xLabel !== undefined);
  checkDomain(where, domain);
  checkGrid(where, "values", values, layers.length, checkpoints.length);
  checkInside(where, "values", values, domain);
  const { spread, spreadLabel = "± standard deviation over seeds" } = options;
  checkText(where, "spreadLabel", spreadLabel);
  if (spread !== undefined) {
    checkGrid(where, "spread", spread, layers.length, checkpoints.length);
    checkSpread(where, "spread", spread);
  }

  const palette = paletteOf(options.theme ?? "light");
  const xLabel = options.xLabel ?? (named ? "checkpoint" : "training (%)");
  const [first, last] = [places[0]!, places.at(-1)!];
  const ticks: Tick[] = places.map((at, index) => ({
    at,
    text: named ? shorten(String(checkpoints[index]), 140, 11) : precise(at),
  }));
  const depth = (layer: number) => layer / Math.max(1, layers.length - 1);
  const lines: Line[] = values.map((row, layer) => ({
    color: depthColor(palette, depth(layer)),
    dash: undefined,
    hover: oneLine(layers[layer]!),
    points: places.map((x, index) => ({
      x,
      y: row[index] ?? null,
      hover: `${oneLine(layers[layer]!)}, ${xLabel} ${checkpoints[index]}: ${precise(row[index] ?? 0)}${plusMinus(spread?.[layer]?.[index])}`,
    })),
  }));

  const labels = values.map((row, layer) => {
    const end = lastOf(row);
    return {
      text: end === null ? `${layers[layer]} (no value)` : layers[layer]!,
      x: places[end?.index ?? places.length - 1]!,
      y: end?.value ?? domain[0],
      color: depthColor(palette, depth(layer)),
      dash: undefined,
    };
  });
  return drawChart(
    {
      lines,
      ...(spread && {
        under: (frame: Frame) =>
          lines.map((line, layer) => drawBand(line, spread[layer]!, frame)).join(""),
      }),
      xDomain: first < last ? [first, last] : [first - 1, first + 1],
      yDomain: domain,
      xTicks: ticks,
      xLabel,
      yLabel: spread ? `${yLabel} (band: ${spreadLabel})` : yLabel,
      side: layers.length <= mostNames ? endLabels(labels) : depthBar(layers, palette),
      palette,
      title: `${yLabel} over training`,
      description: `${yLabel} over ${checkpoints.length} checkpoints of training, one line for each of ${layers.length} layers.`,
    },
    options,
  );
}
