import type { Matrix } from "@svcca/linalg";
import type * as layers from "@tensorflow/tfjs-layers";
import { runBatches } from "../capture/batches.js";
import { forwardTo, layerOf, symbolOf } from "../capture/submodel.js";
import type { DataSet } from "../data/data-set.js";
import type { Directions } from "./subspaces.js";

/** What comes into a layer: a row for each datapoint, or for each position of each. */
export async function inputsOf(
  model: layers.LayersModel,
  name: string,
  set: DataSet,
  signal?: AbortSignal,
): Promise<Matrix> {
  const symbol = symbolOf(layerOf(model, name), "input");
  const cols = symbol.shape.at(-1)!;
  const width = symbol.shape.slice(1).reduce<number>((product, n) => product * n!, 1);
  const data = new Float32Array(set.count * width);
  // The input of the model itself goes through no layer.
  if (model.inputs[0]!.name === symbol.name) data.set(set.inputs);
  else {
    const forward = forwardTo(model, [symbol]);
    for await (const { start, values } of runBatches(forward, set, [0, set.count], 100, signal)) {
      data.set(values[0]!, start * width);
    }
  }
  return { data, rows: data.length / cols, cols };
}

/** The other side of the comparison, over as many rows: the logits once for each position. */
export async function compared(
  by: Directions,
  side: {
    model: layers.LayersModel;
    other: layers.LayersModel | undefined;
    name: string;
    set: DataSet;
    rows: number;
  },
  signal?: AbortSignal,
): Promise<Matrix> {
  if (by === "svcca-network") return inputsOf(side.other!, side.name, side.set, signal);
  const { model, set, rows } = side;
  const cols = model.outputs[0]!.shape.at(-1)!;
  const data = new Float32Array(rows * cols);
  const positions = rows / set.count;
  const forward = forwardTo(model, [model.outputs[0]!]);
  for await (const { start, values } of runBatches(forward, set, [0, set.count], 100, signal)) {
    const logits = values[0]!;
    for (let p = 0; p < (logits.length / cols) * positions; p++) {
      const from = Math.floor(p / positions) * cols;
      data.set(logits.subarray(from, from + cols), (start * positions + p) * cols);
    }
  }
  return { data, rows, cols };
}
