import type { Study } from "./study.js";

/** The figures of the demo as SVG, by the name of their file. */
export async function figures(found: Study): Promise<Record<string, string>> {
  const { coefficientCurve, convergenceCurves, heatMap, heatMapGrid } = await import("@svcca/viz");
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
    }),
    coefficients: coefficientCurve({
      title: "fc1 of net a and fc1 of net b",
      subtitle: "SVCCA, 99 % of the variance, 500 images",
      series: [{ label: "fc1", coefficients: fc1.coefficients }],
      noiseFloor: fc1.noiseFloor,
    }),
    dynamics: heatMapGrid({
      title: "Learning dynamics of net a",
      subtitle,
      panels: dynamics.map((values, i) => ({ title: `${checkpoints[i]} % of training`, values })),
      rows: layers,
      columns: layers,
      rowTitle: "layers at the checkpoint",
      columnTitle: "layers after training",
    }),
    convergence: convergenceCurves({
      title: "How early each layer of net a is what it will be",
      subtitle,
      layers,
      checkpoints,
      values: layers.map((_, i) => dynamics.map((values) => values[i]![i]!)),
    }),
  };
}
