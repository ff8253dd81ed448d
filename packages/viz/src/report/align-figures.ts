import { featureMaps } from "../features/feature-maps.js";
import type { AlignDocument, AlignedLayer } from "./document.js";
import type { ReportFigure } from "./report-figure.js";
import { inputName } from "./words.js";

/** The aligned directions over the datapoints, beside the most active neurons. */
export function alignFigures(found: AlignDocument): ReportFigure[] {
  const { inputs = [], labels, x, y } = found;
  const coefficients = found.coefficients.slice(0, x.directions.length);
  // Those of PLS are covariances.
  const correlations = coefficients.every((value) => Math.abs(value) <= 1 + 1e-6);
  const classes = [...new Set(labels)].sort((a, b) => a - b);
  const places = new Map(classes.map((one, place) => [one, place]));
  const layer = ({ directions, neurons, activations }: AlignedLayer, side: 0 | 1) => ({
    name: inputs[side] ? inputName(inputs[side]) : ["x", "y"][side]!,
    directions,
    neurons: activations,
    neuronNames: neurons.map((neuron) => `neuron ${neuron}`),
  });
  const title = "Aligned directions beside the most active neurons";
  return [
    {
      title,
      draw: (theme) =>
        featureMaps({
          title,
          theme,
          x: layer(x, 0),
          y: layer(y, 1),
          labels: labels.map((label) => places.get(label)!),
          classes: classes.map(String),
          ...(correlations ? { coefficients } : {}),
        }),
    },
  ];
}
