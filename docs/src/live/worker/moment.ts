import type { Matrix64 } from "@svcca/linalg";
import { type CapturedLayer, captureActivations, type DataSet } from "@svcca/training";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/**
 * What layers hold of the images now: images x units, convolutional layers averaged over positions.
 * Averaged at once, since thirteen checkpoints of whole feature maps take hundreds of megabytes.
 */
export async function momentOf(
  model: LayersModel,
  images: DataSet,
  layers: readonly string[],
): Promise<Matrix64[]> {
  return (await captureActivations(model, images, { layers })).map(averaged);
}

/** Channels last, as tfjs has them, or no positions at all. */
function averaged({ shape, values }: CapturedLayer): Matrix64 {
  const [rows, cols] = [shape[0]!, shape.at(-1)!];
  const positions = values.length / (rows * cols);
  const data = new Float64Array(rows * cols);
  for (let row = 0; row < rows; row++) {
    for (let position = 0; position < positions; position++) {
      const from = (row * positions + position) * cols;
      for (let col = 0; col < cols; col++) data[row * cols + col]! += values[from + col]!;
    }
  }
  return { rows, cols, data: data.map((sum) => sum / positions) };
}
