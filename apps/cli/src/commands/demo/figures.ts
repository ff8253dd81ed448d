import { columnsOf } from "../../output/columns.js";
import type { Study } from "./study.js";

/** The figures of the demo as SVG, by the name of their file; the site shows them too. */
export async function figures(
  found: Study,
  theme: "light" | "dark" = "light",
): Promise<Record<string, string>> {
  const { classCurves, coefficientCurve, convergenceCurves, heatMap, heatMapGrid } = await import(
    "@svcca/viz"
  );
  const { layers, checkpoints, between, fc1, dynamics } = found;
  const subtitle = "SVCCA, 99 % of the variance, averaged over positions, 500 images";
  return {
    similarity: heatMap({
      title: "Two networks from different seeds",
      subtitle,
      values: between,
      rows: layers,
      columns: layers,
      rowTitle: "layers of net a",
      columnTitle: "layers of net b",
      theme,
    }),
    coefficients: coefficientCurve({
      title: "fc1 of net a and fc1 of net b",
      subtitle: "SVCCA, 99 % of the variance, 500 images",
      series: [{ label: "fc1", coefficients: fc1.coefficients }],
      noiseFloor: fc1.noiseFloor,
      theme,
    }),
    dynamics: heatMapGrid({
      title: "Learning dynamics of net a",
      subtitle,
      panels: dynamics.map((values, i) => ({ title: `${checkpoints[i]} % of training`, values })),
      rows: layers,
      columns: layers,
      rowTitle: "layers at the checkpoint",
      columnTitle: "layers after training",
      theme,
    }),
    convergence: convergenceCurves({
      title: "How early each layer of net a is what it will be",
      subtitle,
      layers,
      checkpoints,
      values: layers.map((_, i) => dynamics.map((values) => values[i]![i]!)),
      theme,
    }),
    classes: classCurves({
      title: "What each layer of net a knows of each class",
      subtitle,
      classes: found.classes.classes.map((one) => `class ${one}`),
      panels: [{ title: "", layers, values: found.classes.values }],
      theme,
    }),
    features: await featureFigure(found, theme),
  };
}

/** The aligned directions of fc1 beside its most active neurons. */
async function featureFigure(
  { aligned: { result, x, y }, labels, classes: { classes } }: Study,
  theme: "light" | "dark" = "light",
): Promise<string> {
  const { featureMaps } = await import("@svcca/viz");
  const layer = (name: string, { along, activations, neurons }: typeof x) => ({
    name,
    directions: columnsOf(along),
    neurons: columnsOf(activations),
    neuronNames: neurons.map((neuron) => `neuron ${neuron}`),
  });
  return featureMaps({
    title: "What fc1 of both networks share, direction by direction",
    subtitle: "SVCCA, and the most active neurons, over 500 images sorted by class",
    x: layer("fc1 of net a", x),
    y: layer("fc1 of net b", y),
    labels: Array.from(labels, (label) => classes.indexOf(label)),
    classes: classes.map(String),
    coefficients: result.coefficients.subarray(0, x.along.cols),
    theme,
  });
}
