import { classCurves } from "../curves/class-curves.js";
import { coefficientCurve } from "../curves/coefficient-curve.js";
import { convergenceCurves } from "../curves/convergence-curves.js";
import { dynamicsGrid } from "../heat-map/dynamics-grid.js";
import { frequencyMap } from "../heat-map/frequency-map.js";
import { heatMap } from "../heat-map/heat-map.js";
import type { Theme } from "../theme.js";
import type {
  ClassesDocument,
  CompareDocument,
  DynamicsDocument,
  GridDocument,
  ReportDocument,
} from "./document.js";
import { domainOf, filesOf, inputName, valueLabel } from "./words.js";

/** A figure of a report, drawn once for each theme. */
export interface ReportFigure {
  /** Names the figure for those who cannot see it. */
  readonly title: string;
  /** The figure as a function of this package draws it: nothing but colours may differ. */
  draw(theme: Theme): string;
}

// Deep networks need more room than a page column has.
const [pitch, mostWidth] = [12, 1180];
// As many classes as their curves can be told apart.
const mostCurves = 24;
const within = (value: number) => value >= -1e-6 && value <= 1 + 1e-6;

function compareFigures(found: CompareDocument): ReportFigure[] {
  const { coefficients = [], frequencies, inputs = [], significance } = found;
  const figures: ReportFigure[] = [];
  // Coefficients of some measures are covariances: they have no place on an axis up to 1.
  if (coefficients.length > 0 && coefficients.every(within)) {
    const floor = significance?.noiseFloor;
    const falling = coefficients.every(
      (value, index) => index === 0 || value <= coefficients[index - 1]! + 1e-6,
    );
    const title = "Coefficients by direction";
    figures.push({
      title,
      draw: (theme) =>
        coefficientCurve({
          title,
          theme,
          series: [{ label: inputs[0]?.array ?? "coefficients", coefficients }],
          noiseFloor: typeof floor === "number" && within(floor) ? floor : undefined,
          xLabel: falling ? undefined : "direction",
          yLabel: found.measure.endsWith("cca") ? undefined : "coefficient",
          subtitle: inputs.map(inputName).join(", "),
        }),
    });
  }
  if (frequencies) {
    const title = `${valueLabel(found)} by spatial frequency`;
    const domain = domainOf([frequencies.similarity]);
    figures.push({
      title,
      draw: (theme) =>
        frequencyMap({ ...frequencies, title, theme, domain, valueLabel: valueLabel(found) }),
    });
  }
  return figures;
}

function gridFigures(found: GridDocument): ReportFigure[] {
  const { values, rows, columns } = found;
  const files = filesOf(found);
  const [rowFile = "the first network", columnFile = files[0] ?? "the second network"] =
    files.length > 2 ? [] : files;
  const title = `${valueLabel(found)}, layer by layer`;
  const options = {
    title,
    values,
    rows,
    columns,
    rowTitle: `layers of ${rowFile}`,
    columnTitle: `layers of ${columnFile}`,
    valueLabel: valueLabel(found),
    domain: domainOf([values]),
  };
  return [{ title, draw: (theme) => heatMap({ ...options, theme }) }];
}

/** Names such as `"35 %"` as per cent of training, where all are, in rising order. */
function percentages(names: readonly string[]): number[] | undefined {
  const places = names.map((name) => Number(/^(\d+(?:\.\d+)?) ?%$/.exec(name)?.[1] ?? Number.NaN));
  const rising = places.every(
    (place, index) => place <= 100 && (index === 0 || place > places[index - 1]!),
  );
  return rising ? places : undefined;
}

function dynamicsFigures(found: DynamicsDocument): ReportFigure[] {
  const { layers, columns, checkpoints } = found;
  const label = valueLabel(found);
  const domain = domainOf(checkpoints.map(({ values }) => values));
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
          networks: [{ title: "", layers, columns, checkpoints }],
        }),
    },
  ];
  const own = layers.map((layer) => columns.indexOf(layer));
  if (own.every((place) => place >= 0)) {
    const places = percentages(checkpoints.map(({ name }) => name));
    const curves = "How early each layer is what it will be";
    figures.push({
      title: curves,
      draw: (theme) =>
        convergenceCurves({
          title: curves,
          theme,
          domain,
          layers,
          checkpoints: places ?? checkpoints.map(({ name }) => name),
          values: own.map((column, row) =>
            checkpoints.map(({ values }) => values[row]![column] ?? null),
          ),
          yLabel: `${label} to the final layer`,
        }),
    });
  }
  return figures;
}

function classesFigures(found: ClassesDocument): ReportFigure[] {
  const { layers, classes, values } = found;
  const label = valueLabel(found);
  const domain = domainOf([values]);
  const title = "Each class through the layers";
  const map: ReportFigure = {
    title: "Layers by classes",
    draw: (theme) =>
      heatMap({
        title: "Layers by classes",
        theme,
        domain,
        values,
        rows: layers,
        columns: classes,
        rowTitle: "layers",
        columnTitle: "classes",
        valueLabel: label,
      }),
  };
  if (classes.length > mostCurves) return [map];
  const curves: ReportFigure = {
    title,
    draw: (theme) =>
      classCurves({
        title,
        theme,
        domain,
        classes,
        width: Math.min(mostWidth, Math.max(680, 300 + pitch * layers.length)),
        panels: [{ title: "", layers, values }],
        yLabel: `${label} to the class`,
      }),
  };
  return [curves, map];
}

/** The figures of a result. */
export function figuresOf(found: ReportDocument): ReportFigure[] {
  switch (found.command) {
    case "compare":
      return compareFigures(found);
    case "grid":
      return gridFigures(found);
    case "dynamics":
      return dynamicsFigures(found);
    case "classes":
      return classesFigures(found);
  }
}
