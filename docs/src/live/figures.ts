// Draws networks in training.
import { accuracyCurves, convergenceCurves, dynamicsGrid, heatMap } from "@svcca/viz";
import { chart, type Look } from "../playground/figures.js";
import {
  convergenceOf,
  isDone,
  nowOf,
  PERCENTS,
  type Run,
  type SeedPair,
  stepAt,
  titleOf,
} from "./run.js";

/** How many of the held-out images each network gets right. */
export function accuracyFigure(runs: readonly Run[], look: Look) {
  return accuracyCurves({
    title: "Accuracy on held-out images",
    series: runs.map((run) => ({
      label: titleOf(run),
      kept: stepsOf(run),
      accuracy: soFar(run.accuracy),
    })),
    xLabel: "step of training",
    ...chart(look),
    height: 260,
  });
}

/** The loss between checkpoints. */
export function lossFigure(runs: readonly Run[], look: Look) {
  const most = Math.max(1, ...runs.flatMap(({ loss }) => loss.map((one) => one ?? 0)));
  return accuracyCurves({
    title: "Loss on training images",
    series: runs.map((run) => ({
      label: titleOf(run),
      kept: stepsOf(run),
      accuracy: soFar(run.loss),
    })),
    xLabel: "step of training",
    yLabel: "mean since the checkpoint before",
    domain: [0, Math.ceil(2 * most) / 2],
    ...chart(look),
    height: 260,
  });
}

const stepsOf = ({ steps }: Run) => PERCENTS.map((percent) => stepAt(percent, steps));

/** What is known so far, with room for the rest: axes stay, and lines grow. */
const soFar = <T>(values: readonly T[]): (T | null)[] => PERCENTS.map((_, i) => values[i] ?? null);

/** Layers at one checkpoint against the layers now. */
export function momentFigure(run: Run, place: number, { theme }: Look) {
  const now = isDone(run) ? "after training" : `now, at ${nowOf(run)} %`;
  return heatMap({
    title: `${titleOf(run)}: at ${PERCENTS[place]} % of the training`,
    rowTitle: "layers at the checkpoint",
    columnTitle: `layers ${now}`,
    values: run.grids[place]!,
    rows: run.layers,
    columns: run.layers,
    theme,
  });
}

/** How similar each layer was, at each checkpoint, to what it is now. */
export function settlingFigure(run: Run, look: Look) {
  const done = isDone(run);
  const last = run.frozen.at(-1);
  return convergenceCurves({
    title: `${titleOf(run)}: when each layer becomes what it ${done ? "ends as" : "is now"}`,
    ...(last ? { subtitle: `frozen so far: ${frozenWords(run)}` } : {}),
    layers: run.layers,
    checkpoints: PERCENTS,
    values: convergenceOf(run).map(soFar),
    yLabel: `SVCCA similarity to the layer ${done ? "after training" : "now"}`,
    ...chart(look),
  });
}

const frozenWords = ({ frozen }: Run) =>
  frozen.map(({ layer, percent }) => `${layer} at ${percent.toFixed(0)} %`).join(", ");

/** The shares of the paper's figure 4. */
const PAPER = [0, 35, 75, 100] as const;

/** Both networks over their training, as in the paper. */
export function liveDynamicsFigure(runs: readonly Run[], { theme }: Look) {
  return dynamicsGrid({
    title: "Learning dynamics",
    networks: runs.map((run) => ({
      title: titleOf(run),
      layers: run.layers,
      columns: run.layers,
      checkpoints: PAPER.map((percent) => ({
        name: `${percent} %`,
        values: run.grids[PERCENTS.indexOf(percent)]!,
      })),
    })),
    theme,
  });
}

/** Every layer of one network against every layer of the other. */
export function seedsFigure({ seeds: [a, b], layers, values }: SeedPair, { theme }: Look) {
  return heatMap({
    title: "Two networks that started from different weights",
    rowTitle: `layers of seed ${a}`,
    columnTitle: `layers of seed ${b}`,
    values,
    rows: layers,
    columns: layers,
    theme,
  });
}
