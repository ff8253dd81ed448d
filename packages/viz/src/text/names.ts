import { element } from "../svg.js";
import type { Palette } from "../theme.js";
import { drawText } from "./draw.js";
import { shorten } from "./fit.js";
import { lineHeight, textWidth } from "./metrics.js";

/** Longest name drawn in full, in pixels; longer ones lose their middle and keep it on hover. */
const longest = 240;
const tick = 4;
const gap = 3;

/** Names of the rows or columns of an evenly divided axis. */
export interface NameAxis {
  /** Room needed away from the axis: to its left for rows, below it for columns. */
  readonly depth: number;
  /** Room needed beyond the first and the last edge of the axis. */
  readonly before: number;
  readonly after: number;
  /** Positions of the names that are drawn; others are on hover in the cells. */
  readonly shown: readonly number[];
  /** Draws at the axis whose upper or left end is at (x, y); rows may stand right of the axis. */
  draw(x: number, y: number, beside?: "left" | "right"): string;
}

/**
 * Every `step`-th position, and always the last one: first and last layer are what readers seek.
 * Where `anchor` is given, it is what readers seek, and positions are counted from it.
 */
export function thin(count: number, step: number, anchor?: number): number[] {
  const shown: number[] = [];
  for (let index = (anchor ?? 0) % step; index < count; index += step) shown.push(index);
  const last = count - 1;
  if (anchor === undefined && shown.at(-1) !== last) {
    if (shown.length > 1) shown.pop();
    if (step <= last) shown.push(last);
  }
  return shown;
}

/** Names take a smaller size where rows are narrow, so that fewer must be left out. */
function sizeFor(pitch: number): number {
  return pitch < 14 ? 9 : 11;
}

function tickMark(x1: number, y1: number, x2: number, y2: number, palette: Palette): string {
  return element("line", { x1, y1, x2, y2, stroke: palette.axis });
}

/**
 * Names beside an axis that runs down, `pitch` pixels each. `first` is `bottom` where the first
 * name stands at the lower end. The name at `anchor` is kept when names are thinned out.
 */
export function rowNames(
  names: readonly string[],
  pitch: number,
  first: "bottom" | "top",
  palette: Palette,
  anchor?: number,
): NameAxis {
  const size = sizeFor(pitch);
  const shown = thin(names.length, Math.max(1, Math.ceil((size * lineHeight) / pitch)), anchor);
  const texts = names.map((name) => shorten(name, longest, size));
  const widths = shown.map((index) => textWidth(texts[index]!, size));
  const overhang = Math.max(0, (size * lineHeight - pitch) / 2);
  return {
    depth: Math.max(...widths) + tick + gap,
    before: overhang,
    after: overhang,
    shown,
    draw: (x, y, beside = "left") =>
      shown
        .map((index) => {
          const away = beside === "left" ? -1 : 1;
          const place = first === "bottom" ? names.length - 1 - index : index;
          const middle = y + (place + 0.5) * pitch;
          return (
            tickMark(x + away * tick, middle, x, middle, palette) +
            drawText(texts[index]!, {
              x: x + away * (tick + gap),
              y: middle,
              size,
              fill: palette.text,
              anchor: beside === "left" ? "end" : "start",
              full: names[index],
            })
          );
        })
        .join(""),
  };
}

/**
 * Names below an axis that runs right, `pitch` pixels each: level where they fit, else slanted,
 * else upright.
 */
export function columnNames(
  names: readonly string[],
  pitch: number,
  palette: Palette,
  anchor?: number,
): NameAxis {
  const size = sizeFor(pitch);
  const line = size * lineHeight;
  const texts = names.map((name) => shorten(name, longest, size));
  const widest = Math.max(...texts.map((text) => textWidth(text, size)));
  // Numbers and other short names stay level, with some left out.
  const level = widest + 8 <= Math.max(pitch, 3.2 * size);
  const degrees = level ? 0 : pitch >= 1.5 * line ? 45 : 90;
  const step = Math.max(1, Math.ceil((level ? widest + 8 : line) / pitch));
  const shown = thin(names.length, step, anchor);
  const angle = (degrees / 180) * Math.PI;
  const width = Math.max(...shown.map((index) => textWidth(texts[index]!, size)));
  const left = level ? width / 2 : width * Math.cos(angle) + (line / 2) * Math.sin(angle);
  const right = level ? width / 2 : (line / 2) * Math.sin(angle);
  return {
    depth: tick + gap + (level ? line : width * Math.sin(angle) + line * Math.cos(angle)),
    before: Math.max(0, left - pitch / 2),
    after: Math.max(0, right - pitch / 2),
    shown,
    draw: (x, y) =>
      shown
        .map((index) => {
          const middle = x + (index + 0.5) * pitch;
          const top = y + tick + gap;
          return (
            tickMark(middle, y, middle, y + tick, palette) +
            drawText(texts[index]!, {
              x: middle,
              y: level ? top + line / 2 : top + (degrees === 45 ? size * 0.3 : 0),
              size,
              fill: palette.text,
              anchor: level ? "middle" : "end",
              rotate: -degrees,
              full: names[index],
            })
          );
        })
        .join(""),
  };
}
