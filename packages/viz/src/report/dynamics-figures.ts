import { convergenceCurves } from "../curves/convergence-curves.js";
import { dynamicsGrid } from "../heat-map/dynamics-grid.js";
import { mean } from "../number.js";
import type { DynamicsDocument, Training } from "./document.js";
import type { ReportFigure } from "./report-figure.js";
import { domainOf, valueLabel } from "./words.js";

/** Names such as `"35 %"` as per cent of training, where all are, in rising order. */
function percentages(names: readonly string[]): number[] | undefined {
  const places = names.map((name) => Number(/^(\d+(?:\.\d+)?) ?%$/.exec(name)?.[1] ?? Number.NaN));
  const rising = places.every(
    (place, index) => place <= 100 && (index === 0 || place > places[index - 1]!),
  );
  return rising ? places : undefined;
}

/** The maps of all networks, and how early their layers are what they will be. */
export function dynamicsFigures(found: DynamicsDocument): ReportFigure[] {
  const label = valueLabel(found);
  const networks = found.networks ?? [{ ...found, name: "" }];
  const domain = domainOf(networks.flatMap((one) => one.checkpoints.map(({ values }) => values)));
  const title = "Every layer at each checkpoint against every layer after training";
  const figures: ReportFigure[] = [
    {
      title,
      draw: (theme) =>
        dynamicsGrid({
          title,
          theme,
          domain,
          valueLabel: label,
          networks: networks.map((one) => ({ ...one, title: one.name })),
        }),
    },
  ];
  for (const one of networks) {
    const values = ownValues(one);
    if (!values) continue;
    const curves = `How early each layer ${one.name === "" ? "" : `of ${one.name} `}is what it will be`;
    figures.push({
      title: curves,
      draw: (theme) =>
        convergenceCurves({
          title: curves,
          theme,
          domain,
          layers: one.layers,
          checkpoints: placesOf(one),
          values,
          yLabel: `${label} to the final layer`,
        }),
    });
  }
  const means = networks.length > 1 ? meanOver(networks) : undefined;
  if (means) {
    const curves = `How early each layer is what it will be, over ${networks.length} networks`;
    figures.push({
      title: curves,
      draw: (theme) =>
        convergenceCurves({
          title: curves,
          theme,
          domain,
          layers: networks[0]!.layers,
          checkpoints: placesOf(networks[0]!),
          ...means,
          spreadLabel: "± standard deviation over networks",
          yLabel: `${label} to the final layer`,
        }),
    });
  }
  return figures;
}

/** Each layer with itself after training, over the checkpoints; undefined where layers differ. */
function ownValues({ layers, columns, checkpoints }: Training): (number | null)[][] | undefined {
  const own = layers.map((layer) => columns.indexOf(layer));
  if (own.includes(-1)) return undefined;
  return own.map((column, row) => checkpoints.map(({ values }) => values[row]![column] ?? null));
}

function placesOf({ checkpoints }: Training): number[] | string[] {
  const names = checkpoints.map(({ name }) => name);
  return percentages(names) ?? names;
}

/** Mean and standard deviation over networks that have the same layers and checkpoints. */
function meanOver(networks: readonly Training[]) {
  const [first, ...others] = networks.map((one) => [...one.layers, ...placesOf(one)].join("\n"));
  if (others.some((one) => one !== first)) return undefined;
  const all = networks.map(ownValues);
  if (!all.every((one) => one !== undefined)) return undefined;
  const over = (conclude: (list: readonly number[]) => number) =>
    all[0]!.map((row, i) =>
      row.map((_, t) => {
        const list = all.map((one) => one[i]![t] ?? null).filter((value) => value !== null);
        return list.length < 2 ? null : conclude(list);
      }),
    );
  return {
    values: over(mean),
    spread: over((list) => {
      const middle = mean(list);
      return Math.sqrt(list.reduce((sum, v) => sum + (v - middle) ** 2, 0) / (list.length - 1));
    }),
  };
}
