// Draws networks in training.
import { accuracyCurves, convergenceCurves, dynamicsGrid, heatMap } from "@svcca/viz";
import { chart, type Look } from "../playground/figures.js";
import { convergenceOf, isDone, type Run, type SeedPair } from "./run.js";

const nameOf = ({ seed, freeze }: Run) => `seed ${seed}${freeze ? ", freezing" : ""}`;
const percentOf = (percent: number) => `${Number(percent.toFixed(1))} %`;

/** How many of the held-out images each network gets right. */
export function accuracyFigure(runs: readonly Run[], look: Look) {
  return accuracyCurves({
    title: "Accuracy on held-out images",
    series: runs.map((run) => ({
      label: nameOf(run),
      kept: stepsOf(run),
      accuracy: run.accuracy,
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
      label: nameOf(run),
      kept: stepsOf(run),
      accuracy: run.loss,
    })),
    xLabel: "step of training",
    yLabel: "mean since the checkpoint before",
    domain: [0, Math.ceil(2 * most) / 2],
    ...chart(look),
    height: 260,
  });
}

const stepsOf = ({ percents, steps }: Run) =>
  percents.map((percent) => Math.round((percent * steps) / 100));

/** Layers at one checkpoint against the layers now. */
export function momentFigure(run: Run, place: number, { theme }: Look) {
  const now = isDone(run) ? "after training" : `now, at ${percentOf(run.percents.at(-1)!)}`;
  return heatMap({
    title: `${nameOf(run)}: at ${percentOf(run.percents[place]!)} of the training`,
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
    title: `${nameOf(run)}: when each layer becomes what it ${done ? "ends as" : "is now"}`,
    ...(last ? { subtitle: `frozen so far: ${frozenWords(run)}` } : {}),
    layers: run.layers,
    checkpoints: run.percents,
    values: convergenceOf(run),
    yLabel: `SVCCA similarity to the layer ${done ? "after training" : "now"}`,
    ...chart(look),
  });
}

const frozenWords = ({ frozen }: Run) =>
  frozen.map(({ layer, percent }) => `${layer} at ${percentOf(percent)}`).join(", ");

/** The shares of the paper's figure 4. */
const PAPER = [0, 35, 75, 100];

/** Both networks over their training, as in the paper. */
export function liveDynamicsFigure(runs: readonly Run[], { theme }: Look) {
  return dynamicsGrid({
    title: "Learning dynamics",
    networks: runs.map((run) => ({
      title: nameOf(run),
      layers: run.layers,
      columns: run.layers,
      checkpoints: PAPER.map((percent) => {
        const place = nearest(run.percents, percent);
        return { name: percentOf(run.percents[place]!), values: run.grids[place]! };
      }),
    })),
    theme,
  });
}

/** Steps are whole, so a checkpoint lies near its share and not on it. */
const nearest = (all: readonly number[], wanted: number) =>
  all.reduce(
    (best, one, i) => (Math.abs(one - wanted) < Math.abs(all[best]! - wanted) ? i : best),
    0,
  );

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
