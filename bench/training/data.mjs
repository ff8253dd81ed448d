// The data sets and networks of the training benchmarks.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { openArray } from "@svcca/io/node";
import { shuffledOrder, uniform } from "@svcca/linalg";
import {
  blockGroups,
  convnet,
  drawnImages,
  imageSet,
  layerGroups,
  pickData,
  resnet,
  sliceData,
} from "@svcca/training";

const mnist =
  process.env.SVCCA_MNIST ?? new URL("../../../shared/data/mnist", import.meta.url).pathname;

/** Training, test and probe images (a part of the test images), or undefined without the files. */
export async function dataOf(name) {
  if (name === "drawn") {
    const test = drawnImages(100, 202);
    return { train: drawnImages(200, 101), test, probe: drawnImages(50, 303) };
  }
  const files = ["images-idx3", "labels-idx1"].map((kind) => join(mnist, `t10k-${kind}-ubyte.gz`));
  if (!files.every(existsSync)) return undefined;
  const [images, labels] = await Promise.all(files.map((file) => openArray(file)));
  const all = await imageSet(images.source, labels.source);
  await Promise.all([images.close(), labels.close()]);
  // The file is not in random order: its second half is easier.
  const mixed = pickData(all, shuffledOrder(all.count, uniform(1)));
  const test = sliceData(mixed, 8000, 10000);
  return { train: sliceData(mixed, 0, 8000), test, probe: sliceData(test, 0, 500) };
}

/** A network and what is frozen together in it. */
export function networkOf(name, { shape }, seed) {
  const wanted = { inputShape: shape, outputs: 10, seed };
  if (name === "convnet") {
    const model = convnet({ ...wanted, channels: [8, 16], units: [64, 32] });
    return { model, groups: layerGroups(model) };
  }
  const model = resnet({ ...wanted, channels: [8, 16], blocks: 3, units: 32 });
  return { model, groups: blockGroups(model) };
}

/** Epochs and steps of each: chosen so that all networks learn, within an hour for all seeds. */
export const PLANS = {
  drawn: { epochs: 8, batchSize: 50, learningRate: 0.02 },
  mnist: { epochs: 2, batchSize: 100, learningRate: 0.05 },
};

export const meanAndDeviation = (values) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return [mean, Math.sqrt(squares / Math.max(1, values.length - 1))];
};
