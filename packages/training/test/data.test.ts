import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openArray, openFile } from "@svcca/io/node";
import type { ArraySource } from "@svcca/linalg";
import {
  drawnClasses,
  drawnImages,
  imageSet,
  pickData,
  shuffledLabels,
  toyCurves,
} from "@svcca/training";
import { expect, test } from "vitest";
import { translated } from "../src/data/translate.js";

const shared = fileURLToPath(new URL("../../../../shared/data", import.meta.url));

function source(shape: number[], values: number[], more: Partial<ArraySource> = {}): ArraySource {
  const width = shape.slice(1).reduce((a, b) => a * b, 1);
  return {
    name: "a",
    shape,
    dtype: "|u1",
    attributes: {},
    read: async (start, end) => Float32Array.from(values.slice(start * width, end * width)),
    ...more,
  };
}

test("bytes become shares of 1, and channels come last", async () => {
  const labels = source([2], [1, 0]);
  // Two images of 2 channels, 1 x 2 pixels, channels first.
  const images = source([2, 2, 1, 2], [0, 51, 102, 255, 1, 2, 3, 4], {
    attributes: { layout: "NCHW" },
  });
  const set = await imageSet(images, labels);
  expect(set.shape).toEqual([1, 2, 2]);
  expect(Array.from(set.inputs.slice(0, 4))).toEqual([0, 0.4, 0.2, 1].map(Math.fround));
  expect(set.targets).toEqual({ labels: Int32Array.of(1, 0), classes: 2 });
  const floats = await imageSet(source([2, 1, 1], [3, 4], { dtype: "<f4" }), labels);
  expect(Array.from(floats.inputs)).toEqual([3, 4]);
  expect(floats.shape).toEqual([1, 1, 1]);
});

test("labels that do not fit are refused", async () => {
  const images = source([2, 1, 1], [3, 4]);
  await expect(imageSet(images, source([3], [0, 1, 2]))).rejects.toThrow(
    /shape \(3\) for 2 images/,
  );
  await expect(imageSet(images, source([2], [0, 0.5]))).rejects.toThrow(/label 0.5 of image 1/);
  await expect(imageSet(source([2], [1, 2]), source([2], [0, 1]))).rejects.toThrow(/height, width/);
});

test.skipIf(!existsSync(join(shared, "mnist")))(
  "MNIST files are read (../shared/data/mnist)",
  async () => {
    const files = ["images-idx3", "labels-idx1"].map((kind) =>
      openArray(join(shared, "mnist", `t10k-${kind}-ubyte.gz`)),
    );
    const [images, labels] = await Promise.all(files);
    const set = await imageSet(images!.source, labels!.source);
    expect([set.count, set.shape]).toEqual([10000, [28, 28, 1]]);
    // The first labels of the test set, as every description of it shows them.
    const { labels: found } = set.targets as { labels: Int32Array };
    expect(Array.from(found.slice(0, 5))).toEqual([7, 2, 1, 0, 4]);
    await Promise.all([images!.close(), labels!.close()]);
  },
);

test.skipIf(!existsSync(join(shared, "cifar10")))(
  "a CIFAR-10 batch is read (../shared/data/cifar10)",
  async () => {
    const file = await openFile(join(shared, "cifar10", "test_batch.bin"));
    const [images, labels] = await Promise.all(file.arrays.map(({ open }) => open()));
    const set = await imageSet(images!, labels!);
    expect(set.shape).toEqual([32, 32, 3]);
    const first = await images!.read(0, 1);
    // Row 3, column 5 of the green plane.
    expect(set.inputs[(3 * 32 + 5) * 3 + 1]).toBe(Math.fround(first[1024 + 3 * 32 + 5]! / 255));
    await file.close();
  },
);

test("drawn images are the same for a seed, and of ten classes", () => {
  const [a, b, c] = [drawnImages(2, 5), drawnImages(2, 5), drawnImages(2, 6)];
  expect(a).toEqual(b);
  expect(a.inputs).not.toEqual(c.inputs);
  expect([a.count, a.shape, drawnClasses.length]).toEqual([20, [16, 16, 1], 10]);
});

test("the toy's curves are bounded, smooth and differ", () => {
  const { inputs, targets } = toyCurves(201, 1);
  const { values } = targets as { values: Float32Array };
  expect([inputs[0], inputs[200]]).toEqual([-1, 1]);
  for (let output = 0; output < 4; output++) {
    const curve = Array.from({ length: 201 }, (_, i) => values[i * 4 + output]!);
    const steps = curve.slice(1).map((value, i) => Math.abs(value - curve[i]!));
    expect(Math.max(...curve) - Math.min(...curve)).toBeGreaterThan(0.1);
    expect(Math.max(...steps)).toBeLessThan(0.2);
  }
});

test("shuffled labels are the same labels at other places", () => {
  const set = drawnImages(20, 1);
  const { labels } = shuffledLabels(set, 1).targets as { labels: Int32Array };
  const before = (set.targets as { labels: Int32Array }).labels;
  expect(Array.from(labels).sort((a, b) => a - b)).toEqual(Array.from(before));
  expect(labels.filter((label, i) => label === before[i]).length).toBeLessThan(60);
});

test("places outside a data set are refused", () => {
  expect(() => pickData(drawnImages(1, 1), [3, 10])).toThrow(/place 10 of 10/);
});

test.each([
  [1, 0, [0, 0, 0, 1, 2, 3]],
  [-1, 0, [4, 5, 6, 0, 0, 0]],
  [0, 1, [0, 1, 2, 0, 4, 5]],
  [0, -2, [3, 0, 0, 6, 0, 0]],
  [1, 1, [0, 0, 0, 0, 1, 2]],
  [0, 0, [1, 2, 3, 4, 5, 6]],
  [2, 0, [0, 0, 0, 0, 0, 0]],
  [0, 3, [0, 0, 0, 0, 0, 0]],
])("an image moved %d down and %d right", (down, right, expected) => {
  const out = new Float32Array(6).fill(9);
  translated(out, Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3, 1], down, right);
  expect(Array.from(out)).toEqual(expected);
});
