// Draws results. Loaded with the first result, not before.
import {
  classCurves,
  coefficientCurve,
  convergenceCurves,
  dynamicsGrid,
  featureMaps,
  frequencyMap,
  heatMap,
  measureTitle,
  type Theme,
} from "@svcca/viz";
import type {
  Aligned,
  ClassesDocument,
  CompareDocument,
  DynamicsDocument,
  GridDocument,
} from "./protocol.js";
import type { Settings } from "./settings.js";

/** How a figure is drawn. */
export interface Look {
  readonly theme: Theme;
  /** Width of the place for it, in pixels. */
  readonly width: number;
}

const nameOf = (network: string, layer: string) => `${layer} of ${network}`;
const title = ({ measure }: { measure: Settings["measure"] }) => measureTitle(measure);
/** Charts fill their place, as far as they can be read there. */
export const chart = ({ theme, width }: Look) => ({
  theme,
  width: Math.max(320, Math.min(720, width)),
  height: 340,
});

/** The canonical correlations with what chance gives, or nothing where a measure has none. */
export function coefficientFigure(found: CompareDocument, { a, b, x, y }: Settings, look: Look) {
  const { coefficients, datapoints, significance } = found;
  if (coefficients.length === 0) return undefined;
  const floor = significance?.noiseFloor;
  return coefficientCurve({
    title: `${nameOf(a, x)} and ${nameOf(b, y)}`,
    subtitle: `${title(found)}, ${datapoints} datapoints`,
    series: [{ label: title(found), coefficients }],
    ...(floor === undefined ? {} : { noiseFloor: Math.min(1, floor) }),
    // The correlations of PLS come in the order of the covariances, so they do not fall.
    ...(found.measure === "pls" ? { xLabel: "direction, largest covariance first" } : {}),
    ...chart(look),
  });
}

/** The similarity at each spatial frequency. */
export function frequencyFigure(found: CompareDocument, { a, b, x, y }: Settings, look: Look) {
  if (!found.frequencies) return undefined;
  return frequencyMap({
    ...found.frequencies,
    title: `${nameOf(a, x)} and ${nameOf(b, y)}`,
    subtitle: `${title(found)} at each spatial frequency, ${found.datapoints} images`,
    valueLabel: `${title(found)} similarity`,
    theme: look.theme,
  });
}

/** Aligned directions over the datapoints, sorted by class. */
export function alignedFigure(found: Aligned, { a, b, x, y }: Settings, look: Look) {
  return featureMaps({
    title: "What both layers share, direction by direction",
    x: { name: nameOf(a, x), ...found.x },
    y: { name: nameOf(b, y), ...found.y },
    labels: found.labels,
    classes: found.classes,
    coefficients: found.coefficients,
    theme: look.theme,
  });
}

/** Layers of one network against those of another. */
export function gridFigure(found: GridDocument, { a, b }: Settings, look: Look) {
  return heatMap({
    title: `${a} and ${b}`,
    rowTitle: `layers of ${a}`,
    columnTitle: `layers of ${b}`,
    values: found.values,
    rows: found.rows,
    columns: found.columns,
    valueLabel: `${title(found)} similarity`,
    theme: look.theme,
  });
}

/** Colours, dashes and markers tell so many lines apart. */
const MOST_CURVES = 24;

/** What each layer knows of each class. */
export function classesFigure(found: ClassesDocument, { a }: Settings, look: Look) {
  const { layers, classes, values } = found;
  const yLabel = `${title(found)} similarity with the class`;
  if (classes.length <= MOST_CURVES) {
    return classCurves({
      title: `Classes through the depth of ${a}`,
      classes,
      panels: [{ title: "", layers, values }],
      yLabel,
      ...chart(look),
    });
  }
  return heatMap({
    title: `Classes through the depth of ${a}`,
    rowTitle: `layers of ${a}`,
    columnTitle: "classes",
    values,
    rows: layers,
    columns: classes,
    valueLabel: yLabel,
    theme: look.theme,
  });
}

/** Layers at one checkpoint against those after training. */
export function checkpointFigure(found: DynamicsDocument, place: number, look: Look) {
  const { name, values } = found.checkpoints[place]!;
  return heatMap({
    title: name,
    rowTitle: "layers at the checkpoint",
    columnTitle: "layers after training",
    values,
    rows: found.layers,
    columns: found.columns,
    valueLabel: `${title(found)} similarity`,
    theme: look.theme,
  });
}

/** All checkpoints side by side, as in the paper. */
export function dynamicsFigure(found: DynamicsDocument, look: Look) {
  return dynamicsGrid({
    title: "Learning dynamics",
    networks: [{ title: "", ...found }],
    valueLabel: `${title(found)} similarity`,
    theme: look.theme,
  });
}

/** How similar each layer is to what it becomes. */
export function convergenceFigure(found: DynamicsDocument, look: Look) {
  return convergenceCurves({
    title: "How early each layer is what it will be",
    layers: found.layers,
    checkpoints: found.checkpoints.map(({ name }) => name),
    values: found.layers.map((_, i) => found.checkpoints.map(({ values }) => values[i]![i]!)),
    yLabel: `${title(found)} similarity to the final layer`,
    domain: domainOf(found),
    ...chart(look),
  });
}

/** RSA and debiased CKA can be below zero. */
function domainOf({ checkpoints }: DynamicsDocument): [number, number] {
  const least = Math.min(...checkpoints.flatMap(({ values }) => values.flat()));
  return least < 0 ? [-1, 1] : [0, 1];
}
