import { convnet, layerNames, lstm, mlp, resnet } from "@svcca/training";
import { startTfjs } from "@svcca/training/node";
import { beforeAll, expect, test } from "vitest";
import { weightsOf } from "./support.js";

beforeAll(() => startTfjs("wasm"));

test("the convolutional network is the paper's", () => {
  const model = convnet({ inputShape: [32, 32, 3], outputs: 10 });
  expect(layerNames(model).join(" ")).toBe(
    "conv1 conv2 bn1 pool1 conv3 conv4 conv5 bn2 pool2 fc1 bn3 fc2 bn4 logits",
  );
  const width = (name: string) =>
    (model.getLayer(name).outputShape as number[]).slice(1).reduce((a, b) => a * b);
  expect(["pool2", "fc1", "fc2"].map(width)).toEqual([4096, 512, 256]);
  model.dispose();
});

test("the residual network has three stages of ten blocks, and adds", () => {
  const model = resnet({ inputShape: [32, 32, 3], outputs: 10 });
  const names = layerNames(model);
  expect(names.filter((name) => name.endsWith("_add"))).toHaveLength(30);
  expect(names.filter((name) => name.endsWith("_shortcut"))).toEqual([
    "block11_shortcut",
    "block21_shortcut",
  ]);
  expect(model.getLayer("block30_add").outputShape).toEqual([null, 8, 8, 64]);
  model.dispose();
});

test("the toy has four hidden layers of 200, and a seed gives the same weights", async () => {
  const build = (seed: number) => mlp({ inputShape: [1], outputs: 4, seed });
  expect(layerNames(build(1))).toEqual(["fc1", "fc2", "fc3", "fc4", "logits"]);
  const [a, b, c] = await Promise.all([1, 1, 2].map((seed) => weightsOf(build(seed))));
  expect(a).toEqual(b);
  expect(a!.fc2).not.toEqual(c!.fc2);
  // Layers of one shape start out different from each other.
  expect(a!.fc2).not.toEqual(a!.fc3);
});

test("an LSTM takes sequences and images, and refuses the rest", () => {
  expect(lstm({ inputShape: [5, 3], outputs: 2 }).outputs[0]!.shape).toEqual([null, 2]);
  expect(() => lstm({ inputShape: [7], outputs: 2 })).toThrow(/shape \(7\).*steps/);
});

test("networks for images refuse what is none", () => {
  for (const build of [convnet, resnet]) {
    expect(() => build({ inputShape: [5], outputs: 2 })).toThrow(
      /datapoints of shape \(5\); give images of/,
    );
  }
});
