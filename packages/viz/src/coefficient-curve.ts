import { checkAtLeast, checkDescending, checkFilled, checkUnit } from "./check.js";
import { svgDocument } from "./document.js";
import { drawEndLabels, endLabel, type LineEnd } from "./end-labels.js";
import { drawFrame, type LineFrame, planFrame } from "./line-frame.js";
import { Scene } from "./scene.js";
import { element, hoverTitle, pathThrough } from "./svg.js";
import { type Theme, type ThemeName, themeNamed } from "./theme.js";

/** One line of {@link coefficientCurve}. */
export interface CoefficientSeries {
  /** What was compared; drawn at the end of the line together with the mean. */
  readonly label: string;
  /** Canonical correlations from 0 to 1, largest first. */
  readonly coefficients: ArrayLike<number>;
}

/** Options of {@link coefficientCurve}. */
export interface CoefficientCurveOptions {
  /** At least one; they may differ in length. */
  readonly series: readonly CoefficientSeries[];
  /**
   * The correlation, from 0 to 1, that unrelated activations of this size would show: a line with
   * a band under it. None by default, as it depends on the number of examples.
   */
  readonly noiseFloor?: number | undefined;
  /** Drawn on top; none by default. */
  readonly title?: string | undefined;
  /** Drawn under the title; none by default. */
  readonly subtitle?: string | undefined;
  /** Width in px, at least 360; 640 by default, a column of text. */
  readonly width?: number | undefined;
  /** Height in px, at least 240; 400 by default. The figure is higher where its labels need it. */
  readonly height?: number | undefined;
  /** "light" by default. */
  readonly theme?: ThemeName | undefined;
}

const LABEL_SHARE = 0.32; // of the width, for labels, so that the plot keeps the larger part
const DASHES = [undefined, "7 3", "2 3", "9 3 2 3"]; // tell lines apart in a greyscale print
const FLOOR_DASHES = "4 3";
const MOST_DOTS = 40; // beyond that the dots would hide the dashes of the line

/**
 * Canonical correlations by direction, most correlated first, as one SVG document
 * (Raghu et al. 2017, Section 2).
 *
 * The diamond on each line is its mean, which is the SVCCA similarity; the dotted line leads to its
 * value on the axis. Where no series has more than 40 coefficients, each is a dot that shows its
 * value on hover.
 *
 * @throws RangeError when there is no series, one has no coefficients, a coefficient or
 *   `noiseFloor` is not in 0..1 or not in descending order (more than rounding), or the size or the
 *   theme is not one that can be used.
 */
export function coefficientCurve(options: CoefficientCurveOptions): string {
  const where = "coefficientCurve";
  const { series, noiseFloor, title, subtitle, width = 640, height = 400 } = options;
  checkFilled(where, "series", series);
  const lists = series.map(({ coefficients }, i) => {
    const name = `series[${i}].coefficients`;
    checkFilled(where, name, coefficients);
    const list = Array.from(coefficients);
    list.forEach((value, k) => {
      checkUnit(where, `${name}[${k}]`, value);
    });
    checkDescending(where, name, list);
    return list.map((value) => Math.min(1, Math.max(0, value)));
  });
  if (noiseFloor !== undefined) checkUnit(where, "noiseFloor", noiseFloor);
  checkAtLeast(where, "width", width, 360);
  checkAtLeast(where, "height", height, 240);
  const theme = themeNamed(where, options.theme);

  const means = lists.map((list) => list.reduce((a, b) => a + b, 0) / list.length);
  const most = lists.reduce((longest, list) => Math.max(longest, list.length), 1);
  const labels = series.map(({ label }, i) =>
    endLabel(label, width * LABEL_SHARE, `(mean ${means[i]!.toFixed(2)})`),
  );
  if (noiseFloor !== undefined) {
    labels.push(endLabel(`noise floor ${noiseFloor.toFixed(2)}`, width * LABEL_SHARE));
  }
  const counts = lists.map((list) => list.length).join(", ");
  const description = `Canonical correlations of ${labels.map((label) => label.full).join("; ")}. Directions: ${counts}.`;
  const caption = { title, subtitle, name: "Canonical correlations", description };
  // A single direction stands in the middle of the axis.
  const ends = most === 1 ? ([0, 2] as const) : ([1, most] as const);
  const frame = planFrame({ width, height }, ends, labels, caption, theme);

  const scene = new Scene();
  if (noiseFloor !== undefined) drawBand(scene, frame, noiseFloor, theme);
  const xTitle = "direction, most correlated first";
  const xTicks = directionTicks(frame, most);
  drawFrame(scene, frame, { xTicks, xTitle, yTitle: "canonical correlation" }, theme);
  const lineEnds: LineEnd[] = lists.map((list, i) => {
    const color = theme.series[i % theme.series.length]!;
    const dashes = DASHES[i % DASHES.length];
    drawMean(scene, frame, list, means[i]!, color);
    drawCurve(scene, frame, list, {
      color,
      dashes,
      label: labels[i]!.full,
      dots: most <= MOST_DOTS,
    });
    return { x: frame.x(list.length), y: frame.y(list.at(-1)!), color, dashes };
  });
  if (noiseFloor !== undefined) {
    lineEnds.push({
      x: frame.plotWidth,
      y: frame.y(noiseFloor),
      color: theme.muted,
      dashes: FLOOR_DASHES,
    });
  }
  drawEndLabels(scene, labels, lineEnds, [frame.plotWidth, frame.plotHeight], theme);
  return svgDocument(scene, caption, theme);
}

/** The first direction and round numbers that leave it room. */
function directionTicks({ x, plotWidth }: LineFrame, most: number): number[] {
  if (most === 1) return [1];
  const ticks = x.ticks(Math.min(8, plotWidth / 50)).filter((tick) => Number.isInteger(tick));
  return [1, ...ticks.filter((tick) => tick > 1 && x(tick) - x(1) > 24)];
}

function drawBand(scene: Scene, frame: LineFrame, floor: number, theme: Theme): void {
  const { plotWidth, plotHeight, y } = frame;
  const top = y(floor);
  const box = { x: 0, y: top, width: plotWidth, height: plotHeight - top };
  scene.add(element("rect", { ...box, fill: theme.muted, "fill-opacity": 0.14 }));
  const line = { x1: 0, x2: plotWidth, y1: top, y2: top, stroke: theme.muted };
  scene.add(element("line", { ...line, "stroke-dasharray": FLOOR_DASHES }));
}

function drawCurve(
  scene: Scene,
  { x, y }: LineFrame,
  list: readonly number[],
  look: { color: string; dashes: string | undefined; label: string; dots: boolean },
): void {
  const points = list.map((value, i) => [x(i + 1), y(value)] as const);
  const stroke = { stroke: look.color, "stroke-width": 2, "stroke-linejoin": "round" };
  const path = { d: pathThrough(points), fill: "none", ...stroke, "stroke-dasharray": look.dashes };
  if (points.length > 1) scene.add(element("path", path, hoverTitle([look.label])));
  if (!look.dots) return;
  points.forEach(([cx, cy], i) => {
    const hover = hoverTitle([
      look.label,
      `direction ${i + 1}: ${Number(list[i]!.toPrecision(4))}`,
    ]);
    scene.add(element("circle", { cx, cy, r: 2.5, fill: look.color }, hover));
  });
}

/** A diamond where the line crosses its mean, and a dotted line from there to the axis. */
function drawMean(
  scene: Scene,
  { x, y }: LineFrame,
  list: readonly number[],
  mean: number,
  color: string,
): void {
  const after = list.findIndex((value) => value < mean);
  const before = list[after - 1];
  // A flat line never falls below its mean, and is marked in its middle.
  const direction =
    after < 1 || before === undefined
      ? (1 + list.length) / 2
      : after + (before - mean) / (before - list[after]!);
  const cx = x(direction);
  const cy = y(mean);
  const line = { x1: 0, x2: cx, y1: cy, y2: cy, stroke: color };
  scene.add(element("line", { ...line, "stroke-dasharray": "1 3" }));
  const d = `${pathThrough([
    [cx - 6, cy],
    [cx, cy - 6],
    [cx + 6, cy],
    [cx, cy + 6],
  ])}Z`;
  scene.add(element("path", { d, fill: color }, hoverTitle([`mean ${mean.toFixed(4)}`])));
}
