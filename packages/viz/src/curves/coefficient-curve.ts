import { scaleLinear } from "d3-scale";
import { type ChartOptions, checkChart, drawChart } from "../chart/chart.js";
import { type EndLabel, endLabels } from "../chart/end-labels.js";
import type { Frame, Tick } from "../chart/frame.js";
import { checkList, checkNumber, checkObject, checkText } from "../check.js";
import { checkFigure } from "../figure.js";
import { fixed, mean, precise } from "../number.js";
import { element, hover, polyline } from "../svg.js";
import { oneLine } from "../text/fit.js";
import { paletteOf, seriesStyle } from "../theme.js";

/** The coefficients of one comparison. */
export interface CoefficientSeries {
  /** Names the curve, for instance `"conv1"`. */
  readonly label: string;
  /** Canonical correlations, 0 to 1, the largest first; typed arrays too. */
  readonly coefficients: ArrayLike<number>;
}

/** What `coefficientCurve` draws. */
export interface CoefficientCurveOptions extends ChartOptions {
  /** One curve each; lengths may differ. */
  readonly series: readonly CoefficientSeries[];
  /**
   * Correlations up to here arise by chance, for instance the 95 % quantile of a permutation test:
   * one number, or one for each direction. A grey band; none by default.
   */
  readonly noiseFloor?: number | ArrayLike<number> | undefined;
  /**
   * `"direction, most correlated first"` by default. Coefficients that are not in falling order
   * need a label of their own here.
   */
  readonly xLabel?: string | undefined;
  /** `"canonical correlation"` by default. */
  readonly yLabel?: string | undefined;
}

const where = "coefficientCurve";
// Coefficients may leave [0, 1] by rounding.
const rounding = 1e-6;
// With more series than this, dashed mean lines hide the curves; means then stand in the labels.
const mostMeanLines = 3;

function checkCoefficients(name: string, values: ArrayLike<number>, falling: boolean): void {
  checkList(where, name, values);
  for (let index = 0; index < values.length; index++) {
    checkNumber(where, `${name}[${index}]`, values[index], -rounding, 1 + rounding);
    if (falling && index > 0 && values[index]! > values[index - 1]! + rounding) {
      throw new RangeError(
        `${where}: ${name} rises at ${index}, sort it from large to small, or give xLabel to say what the order is`,
      );
    }
  }
}

function check(options: CoefficientCurveOptions): void {
  checkFigure(where, options);
  checkChart(where, options);
  const { series, noiseFloor, xLabel, yLabel } = options;
  checkList(where, "series", series);
  series.forEach((one, index) => {
    checkObject(where, `series[${index}]`, one, "label and coefficients");
    checkText(where, `series[${index}].label`, one.label);
    checkCoefficients(`series[${index}].coefficients`, one.coefficients, xLabel === undefined);
  });
  if (typeof noiseFloor === "number") checkNumber(where, "noiseFloor", noiseFloor, 0, 1);
  else if (noiseFloor !== undefined) checkCoefficients("noiseFloor", noiseFloor, false);
  if (xLabel !== undefined) checkText(where, "xLabel", xLabel);
  if (yLabel !== undefined) checkText(where, "yLabel", yLabel);
}

/** The grey area below the noise floor, with a line at its upper edge. */
function drawFloor(floor: ArrayLike<number>, frame: Frame): string {
  const bottom = frame.top + frame.height;
  // A floor for a single direction is as wide as the plot: a point would not show.
  const wide = floor.length > 1 ? floor : [floor[0]!, floor[0]!];
  const x = (index: number) =>
    floor.length > 1 ? frame.x(index + 1) : frame.left + index * frame.width;
  const edge = Array.from(wide, (value, index) => [x(index), frame.y(value)] as const);
  return (
    element("path", {
      d: polyline(...edge, [x(wide.length - 1), bottom], [x(0), bottom]),
      fill: frame.palette.band,
    }) + element("path", { d: polyline(...edge), fill: "none", stroke: frame.palette.axis })
  );
}

/** A dashed line at the mean of a series, as long as its curve. */
function drawMean(value: number, count: number, color: string, frame: Frame): string {
  const attributes = {
    x1: frame.x(1),
    y1: frame.y(value),
    x2: frame.x(count),
    y2: frame.y(value),
    stroke: color,
    "stroke-width": 1.2,
    "stroke-dasharray": "5 4",
  };
  return element("line", attributes, hover(`mean ${precise(value)}`));
}

/**
 * Draws canonical correlations against their directions: how many directions two layers share, and
 * how strongly (Raghu et al. 2017, section 2). The mean of each series, its similarity, is marked.
 *
 * The vertical axis always runs from 0 to 1. Each curve is named at its right end.
 *
 * @returns an SVG document
 * @throws TypeError for a value of the wrong type
 * @throws RangeError for an empty input, a coefficient that is not finite, outside [0, 1] or out of
 *   order, or a size that is not allowed
 */
export function coefficientCurve(options: CoefficientCurveOptions): string {
  check(options);
  const { series, noiseFloor } = options;
  const palette = paletteOf(options.theme ?? "light");
  const most = Math.max(...series.map((one) => one.coefficients.length));
  const xDomain: [number, number] = most > 1 ? [1, most] : [0.5, 1.5];
  const floor =
    typeof noiseFloor === "number" ? new Array<number>(most).fill(noiseFloor) : noiseFloor;
  // A floor for more directions than there are curves would widen the axis for nothing.
  const shownFloor = floor && Array.prototype.slice.call(floor, 0, most);

  const curves = series.map((one, index) => ({
    name: oneLine(one.label),
    values: Array.from(one.coefficients),
    mean: mean(one.coefficients),
    ...seriesStyle(palette, index),
  }));
  const meanLines = curves.length <= mostMeanLines;
  const labels: EndLabel[] = [];
  for (const { name, values, mean: average, color, dash } of curves) {
    const x = values.length;
    const meanText = `mean ${fixed(average, 2)}`;
    const text = meanLines ? name : `${name}, ${meanText}`;
    labels.push({ text, x, y: values.at(-1)!, color, dash });
    if (meanLines) labels.push({ text: meanText, x, y: average, color, dash: "5 4" });
  }
  if (shownFloor) {
    const text = "noise floor";
    const y = shownFloor.at(-1)!;
    labels.push({ text, x: shownFloor.length, y, color: palette.axis, dash: undefined });
  }

  const ticks: Tick[] = [1, ...scaleLinear().domain([1, most]).ticks(7), most]
    .filter((at, index, all) => Number.isInteger(at) && all.indexOf(at) === index)
    .map((at) => ({ at, text: String(at) }));
  return drawChart(
    {
      lines: curves.map(({ name, values, mean: average, color, dash }) => ({
        color,
        dash,
        hover: `${name}: ${values.length} directions, mean ${precise(average)}`,
        points: values.map((y, index) => ({
          x: index + 1,
          y,
          hover: `${name}, direction ${index + 1}: ${precise(y)}`,
        })),
      })),
      under: (frame) =>
        (shownFloor ? drawFloor(shownFloor, frame) : "") +
        (meanLines
          ? curves
              .map((curve) => drawMean(curve.mean, curve.values.length, curve.color, frame))
              .join("")
          : ""),
      xDomain,
      yDomain: [0, 1],
      xTicks: ticks,
      xLabel: options.xLabel ?? "direction, most correlated first",
      yLabel: options.yLabel ?? "canonical correlation",
      side: endLabels(labels),
      palette,
      title: "Canonical correlations by direction",
      description: `Canonical correlations by direction. ${curves
        .map(
          (curve) =>
            `${curve.name}: ${curve.values.length} directions, mean ${fixed(curve.mean, 2)}`,
        )
        .join(". ")}.`,
    },
    options,
  );
}
