import { scaleLinear } from "d3-scale";
import { drawSideTitle } from "./axis-title.js";
import type { ColorScale } from "./color.js";
import { drawMissingMark } from "./heat-cells.js";
import { LABEL_SIZE } from "./layer-labels.js";
import { middleToBaseline, type Scene } from "./scene.js";
import { element } from "./svg.js";
import type { Theme } from "./theme.js";

const WIDTH = 14;
const GAP = 20;
const STRIPES = 64; // steps of 1/64 are below what the eye tells apart on a bar of this size
const LEAST_HEIGHT = 120; // for five tick labels and the title

/** The key to the colours. */
export interface ColorBar {
  readonly colors: ColorScale;
  readonly domain: readonly [number, number];
  readonly label: string;
  /** Vertical extent of the plot that it stands beside. */
  readonly extent: readonly [top: number, bottom: number];
  /** Whether cells without a value are drawn and need a key. */
  readonly hasMissing: boolean;
}

/** Draws the bar to the right of all that has been drawn. */
export function drawColorBar(scene: Scene, bar: ColorBar, theme: Theme): void {
  const x = scene.right + GAP;
  const bottom = bar.extent[1];
  const top = Math.min(bar.extent[0], bottom - LEAST_HEIGHT);
  const scale = scaleLinear(bar.domain, [bottom, top]);
  const step = (bottom - top) / STRIPES;
  for (let i = 0; i < STRIPES; i++) {
    const y = top + i * step;
    // Each stripe reaches to the bottom, so that no seam shows between two of them.
    const fill = bar.colors(scale.invert(y + step / 2));
    scene.add(element("rect", { x, y, width: WIDTH, height: bottom - y, fill }));
  }
  scene.reserve(x + WIDTH, top);
  const [span, most] = [bar.domain[1] - bar.domain[0], Math.max(...bar.domain.map(Math.abs))];
  // Powers of ten where plain digits would make labels wider than the plot.
  const text = span < 1e-4 || most >= 1e6 ? scale.tickFormat(5, "~g") : scale.tickFormat(5);
  for (const tick of scale.ticks(5)) {
    const y = scale(tick);
    scene.add(
      element("line", { x1: x + WIDTH, x2: x + WIDTH + 4, y1: y, y2: y, stroke: theme.axis }),
    );
    const baseline = y + middleToBaseline(LABEL_SIZE);
    const style = { size: LABEL_SIZE, fill: theme.ink };
    scene.text(text(tick), { x: x + WIDTH + 7, y: baseline, ...style });
  }
  drawSideTitle(scene, bar.label, [top, bottom], theme, "right");
  if (bar.hasMissing) {
    const y = bottom + 16;
    drawMissingMark(scene, [x, y, WIDTH], theme);
    scene.text("no value", {
      x: x + WIDTH + 7,
      y: y + WIDTH / 2 + middleToBaseline(LABEL_SIZE),
      size: LABEL_SIZE,
      fill: theme.ink,
    });
    scene.reserve(x, y + WIDTH);
  }
}
