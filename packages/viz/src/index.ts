export {
  type CoefficientCurveOptions,
  type CoefficientSeries,
  coefficientCurve,
} from "./coefficient-curve.js";
export { type ConvergenceCurvesOptions, convergenceCurves } from "./convergence-curves.js";
export type { HeatOptions, HeatValues, Origin } from "./heat-common.js";
export { type HeatMapOptions, heatMap } from "./heat-map.js";
export { type HeatMapGridOptions, heatMapGrid } from "./heat-map-grid.js";
export type { ThemeName } from "./theme.js";
