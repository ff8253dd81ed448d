export type { ChartOptions } from "./chart/chart.js";
export type { Values } from "./check.js";
export type { ColorMap } from "./color.js";
export {
  type AccuracyCurvesOptions,
  type AccuracySeries,
  accuracyCurves,
} from "./curves/accuracy-curves.js";
export {
  type ClassCurvesOptions,
  type ClassPanel,
  classCurves,
} from "./curves/class-curves.js";
export {
  type CoefficientCurveOptions,
  type CoefficientSeries,
  coefficientCurve,
} from "./curves/coefficient-curve.js";
export { type ConvergenceCurvesOptions, convergenceCurves } from "./curves/convergence-curves.js";
export { type GroupCurve, type GroupCurvesOptions, groupCurves } from "./curves/group-curves.js";
export { featureMaps } from "./features/feature-maps.js";
export type { FeatureLayer, FeatureMapsOptions } from "./features/options.js";
export type { FigureOptions } from "./figure.js";
export {
  type DynamicsGridOptions,
  dynamicsGrid,
  type NetworkDynamics,
} from "./heat-map/dynamics-grid.js";
export { type FrequencyMapOptions, frequencyMap } from "./heat-map/frequency-map.js";
export { type HeatMapOptions, heatMap } from "./heat-map/heat-map.js";
export {
  type HeatMapGridOptions,
  type HeatMapPanel,
  heatMapGrid,
} from "./heat-map/heat-map-grid.js";
export type { MapOptions } from "./heat-map/options.js";
export { measureTitle } from "./measure-title.js";
export { type HtmlReportOptions, htmlReport } from "./report/html-report.js";
export type { ReportFigure } from "./report/report-figure.js";
export type { Theme } from "./theme.js";
