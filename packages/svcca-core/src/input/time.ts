import { type ArraySource, SvccaError } from "@svcca/linalg";
import type { Layer } from "./layer.js";
import { positionsLayer } from "./positions.js";
import { averageLayer } from "./spatial.js";

/**
 * What the steps of a sequence (datapoints x steps x neurons) mean, as for the recurrent networks
 * of the SVCCA paper:
 *
 * - `average`: a neuron is averaged over the steps.
 * - `datapoints`: every step of every sequence is a datapoint; both layers need as many steps. Steps
 *   of one sequence depend on each other, so the noise floor of as many independent datapoints is
 *   too low a bar.
 * - `last`, or a step from 0 on: that step alone.
 */
export type Time = "average" | "datapoints" | "last" | number;

/** How to read layers of three dimensions; others are not affected. */
export interface TimeOptions {
  /** No default: each choice answers another question. */
  readonly time?: Time;
}

/**
 * A sequence, datapoints x steps x neurons, as datapoints x neurons.
 *
 * @throws SvccaError `invalid-argument` when the treatment is missing or unknown, or the step is
 *   not there.
 */
export function sequenceLayer(source: ArraySource, { time }: TimeOptions): Layer {
  const [, steps = 0, neurons = 0] = source.shape;
  // A sequence is an image of one row, with its neurons as channels.
  const image = { channels: neurons, height: 1, width: steps, stepC: 1, stepP: neurons };
  if (time === "average") return averageLayer(source, image);
  if (time === "datapoints") return positionsLayer(source, image);
  const step = time === "last" ? steps - 1 : time;
  if (typeof step === "number" && Number.isInteger(step) && step >= 0 && step < steps) {
    return stepLayer(source, step, steps, neurons);
  }
  const shape = `shape (${source.shape.join(", ")})`;
  throw new SvccaError(
    "invalid-argument",
    time === undefined
      ? `${source.name}: ${shape} is a sequence; say what its steps mean with time (--time): average, datapoints, last or a step from 0`
      : `${source.name}: time ${JSON.stringify(time)} of ${shape}; give average, datapoints, last or a step from 0 to ${steps - 1} (--time)`,
    { array: source.name, received: time },
  );
}

function stepLayer(source: ArraySource, step: number, steps: number, neurons: number): Layer {
  return {
    name: source.name,
    datapoints: source.shape[0] ?? 0,
    neurons,
    unit: 1,
    stored: source,
    async read(start, end, options) {
      const data = await source.read(start, end, options);
      const out = data.slice(0, (end - start) * neurons);
      for (let i = 0; i < end - start; i++) {
        const at = (i * steps + step) * neurons;
        out.set(data.subarray(at, at + neurons), i * neurons);
      }
      return { data: out, rows: end - start, cols: neurons };
    },
  };
}
