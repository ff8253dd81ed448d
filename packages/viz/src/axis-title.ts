import type { Scene } from "./scene.js";
import { cleanText } from "./svg.js";
import { wrapText } from "./text-fit.js";
import type { Theme } from "./theme.js";

const SIZE = 12;
const LINE = SIZE * 1.3;
const GAP = 10;
// A title along a plot of a few cells would otherwise be broken into single words.
const LEAST_LENGTH = 200;

/** Title under all that has been drawn, centred on the plot from `from` to `to`, wrapped. */
export function drawBottomTitle(
  scene: Scene,
  title: string,
  [from, to]: readonly [number, number],
  theme: Theme,
): void {
  const y = scene.bottom + GAP + SIZE * 0.8;
  const x = (from + to) / 2;
  titleLines(title, to - from).forEach((line, i) => {
    scene.text(line, { x, y: y + i * LINE, size: SIZE, fill: theme.muted, anchor: "middle" });
  });
}

/** Title beside all that has been drawn, reading upwards, centred on the plot, wrapped. */
export function drawSideTitle(
  scene: Scene,
  title: string,
  [from, to]: readonly [number, number],
  theme: Theme,
  side: "left" | "right",
): void {
  const lines = titleLines(title, to - from);
  const y = (from + to) / 2;
  const first =
    side === "left" ? scene.left - GAP - (lines.length - 1) * LINE : scene.right + GAP + SIZE * 0.8;
  lines.forEach((line, i) => {
    const x = first + i * LINE;
    scene.text(line, { x, y, size: SIZE, fill: theme.muted, anchor: "middle", rotate: -90 });
  });
}

function titleLines(title: string, length: number): string[] {
  return wrapText(cleanText(title), Math.max(length, LEAST_LENGTH), SIZE);
}
