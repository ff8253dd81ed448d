// The learning dynamics that freeze.mjs printed, as figures: layer by layer grids of the first seed,
// and the convergence of each layer over all seeds.
//   node bench/training/figures.mjs PRINTED.txt FOLDER
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { convergenceCurves, heatMapGrid } from "@svcca/viz";
import { meanAndDeviation } from "./data.mjs";

const [printed, folder = "."] = process.argv.slice(2);
const runs = readFileSync(printed, "utf8")
  .split("\n")
  .filter((line) => line.startsWith("{"))
  .map((line) => JSON.parse(line))
  .filter((run) => run.mode === "off");
const [first] = runs;
const { layers, moments } = first;
const percent = moments.map((share) => 100 * share);
const valueLabel = "SVCCA similarity";
const subtitle = `${first.network} on ${first.data} images, channels averaged over positions`;
const grids = heatMapGrid({
  title: "Learning dynamics",
  subtitle,
  panels: first.checkpoints.map((values, t) => ({
    title: `${percent[t]} %`,
    values: values.map((row) => row.map((value) => Math.min(1, value))),
  })),
  rows: layers,
  columns: layers,
  rowTitle: "layers at the checkpoint",
  columnTitle: "layers after training",
  valueLabel,
});
writeFileSync(join(folder, "dynamics.svg"), grids);
const over = layers.map((_, i) =>
  moments.map((_, t) => meanAndDeviation(runs.map((run) => run.convergence[i][t]))),
);
const curves = convergenceCurves({
  title: "Convergence",
  subtitle: `${subtitle}, ${runs.length} seeds`,
  layers,
  checkpoints: percent,
  values: over.map((row) => row.map(([mean]) => Math.min(1, mean))),
  spread: over.map((row) => row.map(([, deviation]) => deviation)),
});
writeFileSync(join(folder, "convergence.svg"), curves);
for (const [i, layer] of layers.entries()) {
  console.log(`${layer}: ${over[i].map(([mean]) => mean.toFixed(2)).join(" ")}`);
}
