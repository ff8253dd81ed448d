import { checkFilled, checkPercentages, checkTable, checkUnit } from "./check.js";
import { depthColors } from "./color.js";
import { svgDocument } from "./document.js";
import { drawEndLabels, endLabel } from "./end-labels.js";
import { thinned } from "./layer-labels.js";
import { drawFrame, type LineFrame, planFrame } from "./line-frame.js";
import { Scene } from "./scene.js";
import { element, hoverTitle, pathThrough } from "./svg.js";
import { type ThemeName, themeNamed } from "./theme.js";

/** Options of {@link convergenceCurves}. */
export interface ConvergenceCurvesOptions {
  /** Layer names, input first. */
  readonly layers: readonly string[];
  /** Percent of training, 0 to 100, in order. */
  readonly checkpoints: readonly number[];
  /** `values[i][k]`: similarity, 0 to 1, of layer `i` at checkpoint `k` with its end of training. */
  readonly values: readonly (readonly number[])[];
  /** Drawn on top; none by default. */
  readonly title?: string | undefined;
  /** Drawn under the title; none by default. */
  readonly subtitle?: string | undefined;
  /** "light" by default. */
  readonly theme?: ThemeName | undefined;
}

const SIZE = { width: 720, height: 440 };
const LABEL_WIDTH = 230;
const MOST_LABELS = 24; // more would make the figure higher than wide

/**
 * The way of each layer to its state at the end of training, as one SVG document; lower layers
 * that rise first are the bottom-up convergence of Raghu et al. 2017, Fig. 4.
 *
 * Lines get brighter with depth and are named at their right end. With more than 24 layers evenly
 * chosen ones are named, first and last among them, which the subtitle says; all show their name
 * and values on hover.
 *
 * @throws RangeError when a list is empty, `values` has another shape than `layers` x `checkpoints`
 *   or holds a number outside 0..1 (more than rounding), the checkpoints do not go up within
 *   0..100, or the theme is unknown.
 */
export function convergenceCurves(options: ConvergenceCurvesOptions): string {
  const where = "convergenceCurves";
  const { layers, checkpoints, values, title } = options;
  checkFilled(where, "layers", layers);
  checkFilled(where, "checkpoints", checkpoints);
  checkPercentages(where, "checkpoints", checkpoints);
  const columns = ["checkpoints", checkpoints.length] as const;
  checkTable(where, "values", values, ["layers", layers.length], columns);
  values.forEach((line, i) => {
    line.forEach((value, k) => {
      checkUnit(where, `values[${i}][${k}]`, value);
    });
  });
  const theme = themeNamed(where, options.theme);

  const step = Math.ceil(layers.length / MOST_LABELS);
  const named = thinned(layers.length, step);
  const labels = named.map((i) => endLabel(layers[i]!, LABEL_WIDTH));
  const note =
    step > 1 ? `${named.length} of ${layers.length} layers are named; colour shows depth.` : "";
  const subtitle = [options.subtitle ?? "", note].filter((text) => text !== "").join(" \u2014 ");
  const first = checkpoints[0]!;
  const last = checkpoints.at(-1)!;
  const description =
    `Similarity of ${layers.length} layers (${layers[0]} to ${layers.at(-1)}) with their end of ` +
    `training, at ${checkpoints.length} checkpoints from ${first} % to ${last} %.`;
  const caption = { title, subtitle, name: "Convergence of layers", description };
  const frame = planFrame(SIZE, [0, 100], labels, caption, theme);

  const scene = new Scene();
  const xTicks = frame.x.ticks(5);
  const yTitle = "SVCCA similarity with the end of training";
  drawFrame(scene, frame, { xTicks, xTitle: "training completed (%)", yTitle }, theme);
  const colors = depthColors(layers.length, theme);
  values.forEach((line, i) => {
    drawLayer(scene, frame, checkpoints, line, { name: layers[i]!, color: colors[i]! });
  });
  const ends = named.map((i) => {
    return { x: frame.x(last), y: frame.y(inUnit(values[i]!.at(-1)!)), color: colors[i]! };
  });
  drawEndLabels(scene, labels, ends, [frame.plotWidth, frame.plotHeight], theme);
  return svgDocument(scene, caption, theme);
}

function inUnit(value: number): number {
  return Math.min(1, Math.max(0, value));
}

function drawLayer(
  scene: Scene,
  { x, y }: LineFrame,
  checkpoints: readonly number[],
  values: readonly number[],
  { name, color }: { name: string; color: string },
): void {
  const points = values.map((value, k) => [x(checkpoints[k]!), y(inUnit(value))] as const);
  const path = { d: pathThrough(points), fill: "none", stroke: color, "stroke-width": 1.75 };
  if (points.length > 1) scene.add(element("path", path, hoverTitle([name])));
  points.forEach(([cx, cy], k) => {
    const text = `${checkpoints[k]} %: ${Number(values[k]!.toPrecision(4))}`;
    scene.add(element("circle", { cx, cy, r: 2, fill: color }, hoverTitle([name, text])));
  });
}
