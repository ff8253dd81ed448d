// All that is drawn, in one piece that is loaded with the first figure.
export {
  accuracyFigure,
  liveDynamicsFigure,
  lossFigure,
  momentFigure,
  seedsFigure,
  settlingFigure,
} from "./live/figures.js";
export {
  alignedFigure,
  checkpointFigure,
  classesFigure,
  coefficientFigure,
  convergenceFigure,
  dynamicsFigure,
  frequencyFigure,
  gridFigure,
} from "./playground/figures.js";
