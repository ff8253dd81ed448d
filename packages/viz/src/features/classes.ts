import { element, polyline } from "../svg.js";
import { drawText } from "../text/draw.js";
import { shorten } from "../text/fit.js";
import { lineHeight, textWidth } from "../text/metrics.js";
import type { Palette } from "../theme.js";

/** Datapoints of one class, neighbours in the sorted order: from `from` up to before `to`. */
export interface ClassSpan {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** The datapoints sorted by class, in their own order within a class, and where each class lies. */
export function sortByClass(
  labels: ArrayLike<number>,
  names: readonly string[] | undefined,
): { readonly order: Uint32Array; readonly spans: readonly ClassSpan[] } {
  const order = Uint32Array.from({ length: labels.length }, (_, index) => index);
  order.sort((a, b) => labels[a]! - labels[b]! || a - b);
  const spans: ClassSpan[] = [];
  for (let from = 0, to = 0; from < order.length; from = to) {
    const label = labels[order[from]!]!;
    while (to < order.length && labels[order[to]!] === label) to++;
    spans.push({ name: names?.[label] ?? String(label), from, to });
  }
  return { order, spans };
}

const size = 10;
// Lines between narrower classes would fill the strips; the shading tells these apart.
const leastLined = 7;
const longest = 130;

/** Names of classes below the strips, each in the middle of its class. */
export interface ClassAxis {
  readonly depth: number;
  /** Room that slanted names need left of the strips. */
  readonly before: number;
  draw(left: number, top: number): string;
}

/** Level where every name fits into its class, else slanted; then classes too narrow lose theirs. */
export function classAxis(
  spans: readonly ClassSpan[],
  count: number,
  width: number,
  palette: Palette,
): ClassAxis {
  const names = spans.map(({ name, from, to }) => ({
    full: name,
    text: shorten(name, longest, size),
    middle: (((from + to) / 2) * width) / count,
    room: ((to - from) * width) / count,
  }));
  const level = names.every(({ text, room }) => textWidth(text, size) + 6 <= room);
  const line = size * lineHeight;
  const shown: typeof names = [];
  for (const name of names) {
    const before = shown.at(-1);
    // Slanted lines of text are this far apart along the axis.
    if (level || !before || name.middle - before.middle >= 1.5 * line) shown.push(name);
  }
  const widths = shown.map(({ text }) => textWidth(text, size));
  const slope = Math.SQRT1_2;
  const overhangs = shown.map(({ middle }, index) => (widths[index]! + line / 2) * slope - middle);
  return {
    depth: 6 + (level ? line : (Math.max(...widths) + line) * slope),
    before: level ? 0 : Math.max(0, ...overhangs),
    draw: (left, top) =>
      shown
        .map(({ text, full, middle }) =>
          drawText(text, {
            x: left + middle,
            y: top + 6 + (level ? line / 2 : size * 0.3),
            size,
            fill: palette.text,
            anchor: level ? "middle" : "end",
            rotate: level ? 0 : -45,
            full,
          }),
        )
        .join(""),
  };
}

/** Every other class shaded, and a line between neighbours. */
export function classBands(
  spans: readonly ClassSpan[],
  count: number,
  box: {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  },
  palette: Palette,
): string {
  const { left, top, width, height } = box;
  const x = (place: number) => left + (place * width) / count;
  const bands = spans
    .filter((_, index) => index % 2 === 1)
    .map(({ from, to }) =>
      element("rect", { x: x(from), y: top, width: x(to) - x(from), height, fill: palette.band }),
    );
  const lined = width / spans.length >= leastLined ? spans.slice(1) : [];
  const lines = [...lined.map(({ from }) => x(from)), left, left + width].map((at) =>
    polyline([at, top], [at, top + height]),
  );
  return (
    bands.join("") +
    element("path", { d: lines.join(""), fill: "none", stroke: palette.axis, "stroke-width": 0.7 })
  );
}
