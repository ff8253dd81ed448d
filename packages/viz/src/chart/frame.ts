import { scaleLinear } from "d3-scale";
import { fixed } from "../number.js";
import { element } from "../svg.js";
import { drawText } from "../text/draw.js";
import { textWidth } from "../text/metrics.js";
import type { Palette } from "../theme.js";

/** A named place on an axis. */
export interface Tick {
  readonly at: number;
  readonly text: string;
}

/** The inside of a chart: its box in pixels and the scales from data to pixels. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly palette: Palette;
}

/** Size of tick texts and axis titles in pixels. */
export const tickSize = 11;
export const titleSize = 12;

/** Round values within the domain of the vertical axis. */
export function verticalTicks(domain: readonly [number, number]): Tick[] {
  const values = scaleLinear().domain(domain).ticks(5);
  const step = values.length > 1 ? values[1]! - values[0]! : domain[1] - domain[0];
  // Steps are 1, 2 or 5 times a power of ten.
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return values.map((at) => ({ at, text: fixed(at, decimals) }));
}

/** Of the given ticks the first, the last, and as many between as fit without touching. */
export function fittingTicks(ticks: readonly Tick[], x: (value: number) => number): Tick[] {
  const half = (tick: Tick) => textWidth(tick.text, tickSize) / 2 + 5;
  const kept: Tick[] = [];
  const last = ticks.at(-1)!;
  for (const tick of ticks) {
    const before = kept.at(-1);
    const clear = !before || x(tick.at) - half(tick) >= x(before.at) + half(before);
    const clearOfLast = tick === last || x(tick.at) + half(tick) <= x(last.at) - half(last);
    if ((clear && clearOfLast) || kept.length === 0) kept.push(tick);
    else if (tick === last && clear) kept.push(tick);
  }
  return kept;
}

/** Grid lines, axis lines, ticks and their texts. */
export function drawAxes(frame: Frame, xTicks: readonly Tick[], yTicks: readonly Tick[]): string {
  const { left, top, width, height, x, y, palette } = frame;
  const bottom = top + height;
  let grid = "";
  let texts = "";
  let marks = "";
  for (const tick of yTicks) {
    const at = y(tick.at);
    grid += element("line", { x1: left, y1: at, x2: left + width, y2: at });
    const style = { x: left - 7, y: at, size: tickSize, fill: palette.text } as const;
    texts += drawText(tick.text, { ...style, anchor: "end" });
  }
  for (const tick of xTicks) {
    const at = x(tick.at);
    marks += element("line", { x1: at, y1: bottom, x2: at, y2: bottom + 4 });
    texts += drawText(tick.text, {
      x: at,
      y: bottom + 7 + tickSize / 2,
      size: tickSize,
      fill: palette.text,
      anchor: "middle",
    });
  }
  marks += element("line", { x1: left, y1: bottom, x2: left + width, y2: bottom });
  return (
    element("g", { stroke: palette.grid }, grid) +
    element("g", { stroke: palette.axis }, marks) +
    texts
  );
}
