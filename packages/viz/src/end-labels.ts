import { LABEL_SIZE } from "./layer-labels.js";
import { textWidth } from "./measure.js";
import { middleToBaseline, type Scene } from "./scene.js";
import { cleanText, element, hoverTitle, pathThrough } from "./svg.js";
import { shortenText, wrapText } from "./text-fit.js";
import type { Theme } from "./theme.js";

/** A label beside the plot, for one line of it. */
export interface EndLabel {
  readonly lines: readonly string[];
  /** The text before it was shortened, for hover. */
  readonly full: string;
}

const LINE = LABEL_SIZE * 1.25;
const SPACE = 3; // between two labels
const LEADER = 44; // from the plot's edge to the text, with the sample of the line
const SAMPLE = 18;
const MOST_LINES = 3;

/**
 * A label of at most `width` pixels. A name of more than three lines is shortened in its middle;
 * the `note` after it, if any, stays whole.
 */
export function endLabel(name: string, width: number, note = ""): EndLabel {
  const full = cleanText(`${name} ${note}`);
  const lines = wrapText(full, width, LABEL_SIZE);
  if (lines.length <= MOST_LINES) return { lines, full };
  // Breaks between words leave lines half empty, and the note wants a line, hence the share.
  const room = width * (note === "" ? 1.8 : 1.2);
  const short = shortenText(cleanText(name), room, LABEL_SIZE);
  return { lines: wrapText(cleanText(`${short} ${note}`), width, LABEL_SIZE), full };
}

function labelHeight(label: EndLabel): number {
  return Math.max(1, label.lines.length) * LINE + SPACE;
}

/** Width of the column of labels with the leader lines, px. */
export function columnWidth(labels: readonly EndLabel[]): number {
  const lines = labels.flatMap((label) => label.lines);
  return LEADER + Math.max(0, ...lines.map((line) => textWidth(line, LABEL_SIZE)));
}

/** Height that the labels need when none overlaps another, px. */
export function columnHeight(labels: readonly EndLabel[]): number {
  return labels.reduce((sum, label) => sum + labelHeight(label), 0);
}

/**
 * Positions as near as possible to the wanted ones, in the same order, so that boxes of those
 * heights neither overlap nor leave 0..`extent` where they fit into it. Runs of boxes that touch
 * are moved together to the mean of what their members want.
 */
function spread(wanted: readonly number[], heights: readonly number[], extent: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
  const runs: { members: number[]; height: number; sum: number; top: number }[] = [];
  for (const i of order) {
    let run = { members: [i], height: heights[i]!, sum: wanted[i]! - heights[i]! / 2, top: 0 };
    run.top = clamp(run.sum, extent - run.height);
    for (let last = runs.at(-1); last && last.top + last.height > run.top; last = runs.at(-1)) {
      runs.pop();
      const members = [...last.members, ...run.members];
      const height = last.height + run.height;
      // Each member wants the top of the run where it would sit on its own place.
      const sum = last.sum + run.sum - run.members.length * last.height;
      run = { members, height, sum, top: clamp(sum / members.length, extent - height) };
    }
    runs.push(run);
  }
  const middles = new Array<number>(wanted.length);
  for (const run of runs) {
    let top = run.top;
    for (const i of run.members) {
      middles[i] = top + heights[i]! / 2;
      top += heights[i]!;
    }
  }
  return middles;
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(value, most));
}

/** The end of a line in the plot and how its leader looks. */
export interface LineEnd {
  readonly x: number;
  readonly y: number;
  readonly color: string;
  readonly dashes?: string | undefined;
}

/** Draws the labels right of the plot with a leader from the end of each line. */
export function drawEndLabels(
  scene: Scene,
  labels: readonly EndLabel[],
  ends: readonly LineEnd[],
  [plotWidth, plotHeight]: readonly [number, number],
  theme: Theme,
): void {
  const heights = labels.map(labelHeight);
  const wanted = ends.map((end) => end.y);
  const middles = spread(wanted, heights, plotHeight);
  labels.forEach((label, i) => {
    const end = ends[i]!;
    const middle = middles[i]!;
    const sample = plotWidth + LEADER - SAMPLE - 5;
    const leader = pathThrough([
      [end.x, end.y],
      [plotWidth + 3, end.y],
      [sample - 3, middle],
    ]);
    const thin = { fill: "none", stroke: end.color, "stroke-opacity": 0.5 };
    scene.add(element("path", { d: leader, ...thin, "stroke-dasharray": "2 2" }));
    // Lines that end in one point, as all do at the end of training, are told apart by the sample.
    const span = { x1: sample, x2: sample + SAMPLE, y1: middle, y2: middle };
    const look = { stroke: end.color, "stroke-width": 2, "stroke-dasharray": end.dashes };
    scene.add(element("line", { ...span, ...look }));
    const first = middle - ((label.lines.length - 1) * LINE) / 2 + middleToBaseline(LABEL_SIZE);
    const hover = label.lines.join(" ") === label.full ? "" : hoverTitle([label.full]);
    label.lines.forEach((line, k) => {
      const at = { x: plotWidth + LEADER, y: first + k * LINE };
      scene.text(line, { ...at, size: LABEL_SIZE, fill: theme.ink }, hover);
    });
  });
}
