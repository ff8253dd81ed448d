import { type AlignOptions, align } from "@svcca/core";
import { type Matrix64, SvccaError } from "@svcca/linalg";
import { choiceOf } from "../choice.js";
import type { Aligned, AlignedLayer } from "../protocol.js";
import type { Settings } from "../settings.js";
import { layer, readLabels } from "./networks.js";
import type { BackendCall } from "./worker.js";

/** More than this takes more memory than a page should. */
const MOST_DATAPOINTS = 200_000;
const DIRECTIONS = 3;

/** The aligned directions of two layers, and their most active neurons, over the datapoints. */
export async function alignLayers(
  settings: Settings,
  { backend, signal }: BackendCall,
): Promise<Aligned> {
  const x = layer(settings.a, settings.x, settings);
  const y = layer(settings.b, settings.y, settings);
  const datapoints = x.shape[0] ?? 0;
  if (datapoints > MOST_DATAPOINTS) {
    throw new SvccaError(
      "unsupported",
      `${x.name}: ${datapoints} datapoints are more than the page draws (${MOST_DATAPOINTS}); use svcca align`,
      { datapoints },
    );
  }
  const options = { ...choiceOf(settings), backend, signal } as AlignOptions;
  const neurons = (shape: readonly number[]) =>
    shape.length === 4 && settings.spatial !== "flatten" ? Math.min(...shape.slice(1)) : shape[1]!;
  const few = Math.min(DIRECTIONS, neurons(x.shape), neurons(y.shape));
  const found = await align(x, y, { ...options, count: few }).catch((error) => {
    // Truncation may leave fewer than that.
    const left = error instanceof SvccaError ? error.facts.directions : undefined;
    if (typeof left !== "number" || left < 1) throw error;
    return align(x, y, { ...options, count: left });
  });
  return {
    x: aligned(found.x),
    y: aligned(found.y),
    coefficients: found.result.coefficients.slice(0, found.x.along.cols),
    ...(await classesOf(settings, found.x.along.rows)),
  };
}

function aligned(side: Awaited<ReturnType<typeof align>>["x"]): AlignedLayer {
  return {
    directions: columns(side.along),
    neurons: columns(side.activations),
    neuronNames: side.neurons.map((neuron) => `neuron ${neuron}`),
  };
}

const columns = ({ data, rows, cols }: Matrix64): Float64Array[] =>
  Array.from({ length: cols }, (_, j) =>
    Float64Array.from({ length: rows }, (_, i) => data[i * cols + j]!),
  );

/** The class of each datapoint, from 0; of the positions of an image, that of the image. */
async function classesOf(settings: Settings, datapoints: number) {
  if (settings.labels === "") {
    return { labels: new Int32Array(datapoints), classes: ["all datapoints"] };
  }
  const values = Array.from(await readLabels(settings));
  const count = values.length;
  if (count === 0 || datapoints % count !== 0) {
    throw new SvccaError(
      "shape-mismatch",
      `${settings.labels}: ${count} labels for ${datapoints} datapoints; choose other labels, or none`,
      { labels: count, datapoints },
    );
  }
  const classes = [...new Set(values)].sort((a, b) => a - b);
  const positions = datapoints / count;
  return {
    labels: Int32Array.from({ length: datapoints }, (_, i) =>
      classes.indexOf(values[Math.floor(i / positions)]!),
    ),
    classes: classes.map(String),
  };
}
