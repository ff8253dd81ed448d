import { textWidth } from "./measure.js";
import { middleToBaseline, type Scene } from "./scene.js";
import { cleanText, element, hoverTitle } from "./svg.js";
import { shortenText } from "./text-fit.js";
import type { Theme } from "./theme.js";

/** Font size of layer names, px. */
export const LABEL_SIZE = 11;

// About 50 letters. A longer name is shortened in its middle and keeps its full text on hover:
// else one name could make the margin wider than the figure.
const LONGEST = 340;
const GAP = 6; // between plot and labels
const LINE = LABEL_SIZE * 1.15;

/** Where names stand. */
export interface LabelPlace {
  readonly names: readonly string[];
  /** Size of one cell, px. */
  readonly cell: number;
  /** Position of the middle of cell `i` along the axis. */
  readonly middle: (i: number) => number;
  /** Position of the plot's edge across the axis. */
  readonly edge: number;
}

/** The indices that are named when only each `step`-th fits: always the first, mostly the last. */
export function thinned(count: number, step: number): number[] {
  const indices: number[] = [];
  for (let i = 0; i < count; i += step) indices.push(i);
  // The output layer matters more than an even rhythm, so it takes the place of its neighbour.
  if (indices.length > 1) indices[indices.length - 1] = count - 1;
  return indices;
}

/** Angle and step of column names: level if all fit, else slanted, else upright and thinned. */
function columnPlan(
  names: readonly string[],
  cell: number,
  mayNeighbour: boolean,
): { angle: 0 | -45 | -90; step: number } {
  const widest = Math.max(...names.map((name) => textWidth(name, LABEL_SIZE)));
  const level = Math.ceil((widest + GAP) / cell);
  const upright = Math.ceil(LINE / cell);
  if (level === 1) return { angle: 0, step: 1 };
  // Slanted names reach under the cells to the left, so nothing may stand there.
  if (!mayNeighbour && cell >= LINE * Math.SQRT2) return { angle: -45, step: 1 };
  // Short names (numbers) stay level where turning them would show at most twice as many.
  return upright > 1 && level <= 2 * upright
    ? { angle: 0, step: level }
    : { angle: -90, step: upright };
}

/** Names of the rows, right-aligned to the left of the plot. */
export function drawRowLabels(scene: Scene, place: LabelPlace, theme: Theme): void {
  const step = Math.ceil(LINE / place.cell);
  const x = place.edge - GAP;
  for (const i of thinned(place.names.length, step)) {
    const name = cleanText(place.names[i]!);
    const y = place.middle(i);
    drawTick(scene, [place.edge, y, place.edge - 3, y], theme);
    drawName(scene, name, { x, y: y + middleToBaseline(LABEL_SIZE), anchor: "end" }, theme);
  }
}

/**
 * Names of the columns, below the plot; `mayNeighbour` says that other panels stand to the left.
 */
export function drawColumnLabels(
  scene: Scene,
  place: LabelPlace,
  theme: Theme,
  mayNeighbour = false,
): void {
  const names = place.names.map((name) => shortenText(cleanText(name), LONGEST, LABEL_SIZE));
  const { angle, step } = columnPlan(names, place.cell, mayNeighbour);
  for (const i of thinned(names.length, step)) {
    const name = cleanText(place.names[i]!);
    const x = place.middle(i);
    const y = place.edge + GAP;
    drawTick(scene, [x, place.edge, x, place.edge + 3], theme);
    if (angle === 0) {
      drawName(scene, name, { x, y: y + LABEL_SIZE * 0.8, anchor: "middle" }, theme);
    } else {
      const x1 = x + middleToBaseline(LABEL_SIZE) * (angle === -45 ? 1.4 : 1);
      drawName(scene, name, { x: x1, y: y + 2, anchor: "end", rotate: angle }, theme);
    }
  }
}

function drawTick(scene: Scene, ends: [number, number, number, number], theme: Theme): void {
  const [x1, y1, x2, y2] = ends;
  scene.add(element("line", { x1, y1, x2, y2, stroke: theme.axis }));
}

function drawName(
  scene: Scene,
  name: string,
  at: { x: number; y: number; anchor: "middle" | "end"; rotate?: number },
  theme: Theme,
): void {
  const text = shortenText(name, LONGEST, LABEL_SIZE);
  const hover = text === name ? "" : hoverTitle([name]);
  scene.text(text, { ...at, size: LABEL_SIZE, fill: theme.ink }, hover);
}
