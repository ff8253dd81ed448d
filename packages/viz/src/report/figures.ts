import { classCurves } from "../curves/class-curves.js";
import { coefficientCurve } from "../curves/coefficient-curve.js";
import { groupCurves } from "../curves/group-curves.js";
import { frequencyMap } from "../heat-map/frequency-map.js";
import { heatMap } from "../heat-map/heat-map.js";
import { alignFigures } from "./align-figures.js";
import type {
  ClassesDocument,
  CompareDocument,
  GridDocument,
  GroupsDocument,
  ReportDocument,
} from "./document.js";
import { dynamicsFigures } from "./dynamics-figures.js";
import type { ReportFigure } from "./report-figure.js";
import { domainOf, filesOf, inputName, pairsLabel, valueLabel } from "./words.js";

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

function groupsFigures(found: GroupsDocument): ReportFigure[] {
  const { layers, comparisons } = found;
  const title = "Networks within groups and between them";
  const domain = domainOf(comparisons.map(({ values }) => values));
  return [
    {
      title,
      draw: (theme) =>
        groupCurves({
          title,
          theme,
          domain,
          layers,
          comparisons: comparisons.map(({ groups, mean, spread }) => ({
            label: pairsLabel(groups),
            mean,
            spread,
          })),
          yLabel: valueLabel(found),
        }),
    },
  ];
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
    case "align":
      return alignFigures(found);
    case "groups":
      return groupsFigures(found);
  }
}
