import { type ScaleLinear, scaleLinear } from "d3-scale";
import { drawBottomTitle, drawSideTitle } from "./axis-title.js";
import { type Caption, headerHeight, PADDING } from "./document.js";
import type { EndLabel } from "./end-labels.js";
import { columnHeight, columnWidth } from "./end-labels.js";
import { LABEL_SIZE } from "./layer-labels.js";
import { middleToBaseline, type Scene } from "./scene.js";
import { element } from "./svg.js";
import type { Theme } from "./theme.js";

/** Size and axes of a line chart whose plot starts at (0, 0). */
export interface LineFrame {
  readonly plotWidth: number;
  readonly plotHeight: number;
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
}

const LEFT = 54; // tick labels "0.0" and the axis title
const BOTTOM = 42;
const LEAST_PLOT_HEIGHT = 140;

/**
 * Plans a chart that is `width` pixels wide and `height` pixels high, or higher where the labels at
 * the end of the lines need it. The vertical axis is 0..1.
 */
export function planFrame(
  { width, height }: { readonly width: number; readonly height: number },
  [from, to]: readonly [number, number],
  labels: readonly EndLabel[],
  caption: Caption,
  theme: Theme,
): LineFrame {
  const inner = width - 2 * PADDING;
  const plotWidth = inner - LEFT - columnWidth(labels);
  const free = height - 2 * PADDING - headerHeight(caption, inner, theme) - BOTTOM;
  const plotHeight = Math.max(LEAST_PLOT_HEIGHT, free, columnHeight(labels));
  const x = scaleLinear([from, to], [0, plotWidth]);
  return { plotWidth, plotHeight, x, y: scaleLinear([0, 1], [plotHeight, 0]) };
}

/** Draws grid, ticks and axis titles, and reserves the width that was asked for. */
export function drawFrame(
  scene: Scene,
  { plotWidth, plotHeight, x, y }: LineFrame,
  axes: { readonly xTicks: readonly number[]; readonly xTitle: string; readonly yTitle: string },
  theme: Theme,
): void {
  const label = { size: LABEL_SIZE, fill: theme.ink };
  for (const tick of y.ticks(5)) {
    const at = y(tick);
    const stroke = tick === 0 ? theme.axis : theme.grid;
    scene.add(element("line", { x1: 0, x2: plotWidth, y1: at, y2: at, stroke }));
    const baseline = at + middleToBaseline(LABEL_SIZE);
    scene.text(tick.toFixed(1), { x: -8, y: baseline, anchor: "end", ...label });
  }
  for (const tick of axes.xTicks) {
    const at = x(tick);
    const ends = { x1: at, x2: at, y1: plotHeight, y2: plotHeight + 4 };
    scene.add(element("line", { ...ends, stroke: theme.axis }));
    scene.text(String(tick), { x: at, y: plotHeight + 17, anchor: "middle", ...label });
  }
  drawBottomTitle(scene, axes.xTitle, [0, plotWidth], theme);
  drawSideTitle(scene, axes.yTitle, [0, plotHeight], theme, "left");
  scene.reserve(-LEFT, 0);
}
