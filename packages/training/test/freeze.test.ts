import { svcca } from "@svcca/core";
import {
  backwardWork,
  blockGroups,
  convnet,
  createTrainer,
  drawnImages,
  FreezeCallback,
  type FreezeRule,
  freezeLayers,
  layerGroups,
  layerWork,
  linearFreeze,
  lstm,
  mlp,
  resnet,
  scheduledFreeze,
  svccaFreeze,
  thawLayers,
} from "@svcca/training";
import { startTfjs } from "@svcca/training/node";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { sampledRows } from "../dist/freeze/sampled-rows.js";
import { every, kernelCounts, weightsOf } from "./support.js";

beforeAll(() => startTfjs("wasm"));

const set = every(drawnImages(8, 1), 2);
const image = { inputShape: [16, 16, 1], outputs: 10, seed: 2 };
const build = () => convnet({ ...image, channels: [2, 3], units: [6, 5] });
/** Freezes so many groups from a step on. */
const after = (step: number, groups: number): FreezeRule => ({
  frozenGroups: (moment) => (moment.step >= step ? groups : 0),
});

test("groups: a kernel begins one, what follows belongs to it, blocks stay together", () => {
  expect(layerGroups(build())).toEqual([
    { name: "conv1", layers: ["conv1"] },
    { name: "conv2", layers: ["conv2", "bn1", "pool1"] },
    { name: "conv3", layers: ["conv3"] },
    { name: "conv4", layers: ["conv4"] },
    { name: "conv5", layers: ["conv5", "bn2", "pool2", "flatten"] },
    { name: "fc1", layers: ["fc1", "bn3"] },
    { name: "fc2", layers: ["fc2", "bn4"] },
    { name: "logits", layers: ["logits"] },
  ]);
  const blocks = blockGroups(resnet({ ...image, channels: [2, 3], blocks: 2, units: 4 }));
  expect(blocks.map(({ name }) => name)).toEqual(
    "conv1 block1 block2 block3 block4 fc logits".split(" "),
  );
  expect(new Set(blocks[3]!.layers)).toEqual(
    new Set(["block3_conv", "block3_bn", "block3_relu", "block3_shortcut", "block3_add"]),
  );
  expect(blocks[0]!.layers).toEqual(["input", "conv1"]);
});

test("frozen layers stay as they are to the last bit, batch norm statistics too; the rest learns", async () => {
  const model = build();
  const trainer = createTrainer(model, set, { epochs: 2, batchSize: 10, freeze: after(3, 5) });
  for (let i = 0; i < 3; i++) await trainer.advance();
  const frozen = ["conv1", "conv2", "bn1", "conv3", "conv4", "conv5", "bn2"];
  const learning = ["fc1", "bn3", "fc2", "bn4", "logits"];
  const before = await weightsOf(model);
  while (trainer.step < trainer.steps) await trainer.advance();
  const now = await weightsOf(model);
  for (const name of frozen) expect(now[name], name).toEqual(before[name]);
  for (const name of learning) {
    now[name]!.forEach((values, i) => {
      expect(values, `${name} ${i}`).not.toEqual(before[name]![i]);
    });
  }
  // Afterwards everything learns again.
  trainer.dispose();
  const again = createTrainer(model, set, { epochs: 1, batchSize: 10 });
  await again.advance();
  const thawed = await weightsOf(model, frozen);
  for (const name of frozen) expect(thawed[name], name).not.toEqual(before[name]);
});

test("layers that learn keep their own momentum when those below freeze", async () => {
  // Plain training in which the frozen weights are put back after each step: the same, the slow way.
  const plain = mlp({ ...image, units: [7, 6, 5] });
  const frozen = mlp({ ...image, units: [7, 6, 5] });
  const plan = { epochs: 3, batchSize: 10 };
  const slow = createTrainer(plain, set, plan);
  const fast = createTrainer(frozen, set, { ...plan, freeze: after(4, 2) });
  let held: tf.Tensor[] = [];
  while (slow.step < slow.steps) {
    if (slow.step === 4)
      held = ["fc1", "fc2"].flatMap((n) => plain.getLayer(n).getWeights()).map((t) => t.clone());
    await slow.advance();
    await fast.advance();
    if (held.length > 0) {
      plain.getLayer("fc1").setWeights(held.slice(0, 2));
      plain.getLayer("fc2").setWeights(held.slice(2));
    }
  }
  expect(await weightsOf(frozen)).toEqual(await weightsOf(plain));
});

test("the backward work of frozen layers is not done", async () => {
  const model = build();
  const trainer = createTrainer(model, set, { epochs: 9, batchSize: 10, freeze: after(1, 3) });
  const before = await kernelCounts(() => trainer.advance());
  // Five convolutions; the first needs no gradient of its input.
  expect(before.get("Conv2DBackpropFilter")).toBe(5);
  expect(before.get("Conv2DBackpropInput")).toBe(4);
  expect(before.get("MaxPoolGrad")).toBe(2);
  const now = await kernelCounts(() => trainer.advance());
  expect(now.get("Conv2DBackpropFilter")).toBe(2);
  expect(now.get("Conv2DBackpropInput")).toBe(1);
  expect(now.get("MaxPoolGrad")).toBe(1);
});

describe("the count of backward work", () => {
  test("a dense net: weights and inputs, but for the inputs of the lowest layer that learns", () => {
    const model = mlp({ inputShape: [10], outputs: 3, units: [20, 30] });
    const [first, second, third] = [2 * 10 * 20, 2 * 20 * 30, 2 * 30 * 3];
    expect(backwardWork(model)).toBe(first + 2 * second + 2 * third);
    expect(backwardWork(model, ["fc1"])).toBe(second + 2 * third);
    expect(backwardWork(model, ["fc1", "fc2"])).toBe(third);
    // With fc1 still learning, the gradient has to pass through fc2.
    expect(backwardWork(model, ["fc2"])).toBe(first + second + 2 * third);
  });

  test("convolutions by positions, LSTM layers by steps", () => {
    const work = new Map(layerWork(build()).map((one) => [one.layer, one]));
    expect(work.get("conv2")!.forward).toBe(2 * 9 * 2 * 2 * 256);
    expect(work.get("conv3")!.backward).toBe(2 * 2 * 9 * 2 * 3 * 64);
    const recurrent = layerWork(lstm({ ...image, units: [4, 3] }));
    const [input, through] = [2 * 16 * 16 * 16, 2 * 16 * 4 * 16];
    expect(recurrent.find(({ layer }) => layer === "lstm1")).toEqual({
      layer: "lstm1",
      forward: input + through,
      backward: input + 2 * through,
    });
  });
});

test("the linear schedule freezes group l when l / L is done, and never the last", async () => {
  const model = mlp({ ...image, units: [3, 3, 3] });
  const trainer = createTrainer(model, set, { epochs: 2, batchSize: 5, freeze: linearFreeze() });
  while (trainer.step < trainer.steps) await trainer.advance();
  expect(trainer.steps).toBe(16);
  expect(trainer.frozen).toEqual([
    { step: 4, group: "fc1", layers: ["flatten", "fc1"] },
    { step: 8, group: "fc2", layers: ["fc2"] },
    { step: 12, group: "fc3", layers: ["fc3"] },
  ]);
  const full = backwardWork(model) * 5 * 16;
  expect(trainer.backward.full).toBe(full);
  expect(trainer.backward.done).toBe(
    5 *
      4 *
      [[], ["fc1"], ["fc1", "fc2"], ["fc1", "fc2", "fc3"]].reduce(
        (sum, names) => sum + backwardWork(model, names),
        0,
      ),
  );
});

test("a schedule of one's own", async () => {
  const model = mlp({ ...image, units: [3, 3] });
  const freeze = scheduledFreeze([0.25, 0.25]);
  const trainer = createTrainer(model, set, { epochs: 1, batchSize: 5, freeze });
  while (trainer.step < trainer.steps) await trainer.advance();
  expect(trainer.frozen.map(({ step, group }) => [step, group])).toEqual([
    [2, "fc1"],
    [2, "fc2"],
  ]);
  expect(() => scheduledFreeze([0.5, 0.2])).toThrow(/fraction 0.2 at place 1/);
});

describe("the rule by SVCCA", () => {
  const probe = every(drawnImages(10, 3), 1);
  const run = async (
    learningRate: number,
    threshold: number,
    apart = 0.25,
    model = mlp({ ...image, units: [8, 7] }),
  ) => {
    const freeze = svccaFreeze({ probe, threshold, apart, every: 0.25 });
    const trainer = createTrainer(model, set, { epochs: 4, batchSize: 10, learningRate, freeze });
    while (trainer.step < trainer.steps) await trainer.advance();
    return trainer.frozen.map(({ step, group }) => [step, group]);
  };

  test("freezes what does not change, at the second look", async () => {
    expect(await run(1e-9, 0.999)).toEqual([
      [4, "fc1"],
      [4, "fc2"],
    ]);
  });

  test("compares with the self that is so far back, not with the last look", async () => {
    expect(await run(1e-9, 0.999, 0.5)).toEqual([
      [8, "fc1"],
      [8, "fc2"],
    ]);
  });

  test("a fifth of a short run is a fifth, though looks are further apart than they were to be", async () => {
    const model = mlp({ inputShape: probe.shape, outputs: 10, units: [6, 5] });
    const rule = svccaFreeze({ probe });
    const groups = layerGroups(model);
    const found: number[] = [];
    for (let step = 0; step < 5; step++) {
      found.push(await rule.frozenGroups({ step, steps: 8, model, groups, frozen: 0 }));
    }
    // 1.6 steps are 2.
    expect(found).toEqual([0, 0, 2, 2, 2]);
  });

  test("compares images at positions and sequences at steps", async () => {
    const frozen = await run(1e-9, 0.999, 0.25, build());
    // The statistics of batch norm go on changing, and with them what comes after it.
    expect(frozen.slice(0, 2)).toEqual([
      [4, "conv1"],
      [4, "conv2"],
    ]);
    expect(frozen.length).toBeGreaterThan(3);
    const [first] = await run(1e-9, 0.999, 0.25, lstm({ ...image, units: [4, 3] }));
    expect(first).toEqual([4, "lstm1"]);
  });

  test("sees what changes at positions and not in their average", async () => {
    // A channel whose values are handed round among the positions: the averages stay.
    const shape = [50, 2, 2, 1];
    const values = Float32Array.from({ length: 200 }, (_, p) => Math.sin(p * p));
    const turned = values.map((_, p) => values[p - (p % 4) + ((p + 1) % 4)]!);
    const [then, now] = [values, turned].map((one) => sampledRows({ shape, values: one }, 8));
    expect([then!.rows, then!.cols]).toEqual([200, 1]);
    expect((await svcca(then!, now!)).similarity).toBeLessThan(0.5);
  });

  test("takes the same positions each time, as many as asked for, of each image", () => {
    const shape = [6, 5, 4, 3];
    // Each value says where it is.
    const values = Float32Array.from({ length: 360 }, (_, p) => p);
    const rows = sampledRows({ shape, values }, 7);
    expect([rows.rows, rows.cols]).toEqual([42, 3]);
    expect(sampledRows({ shape, values }, 7)).toEqual(rows);
    const places = new Set<number>();
    for (let row = 0; row < 42; row++) {
      const at = rows.data[3 * row]!;
      expect([...rows.data.subarray(3 * row, 3 * row + 3)]).toEqual([at, at + 1, at + 2]);
      expect(Math.floor(at / 60)).toBe(Math.floor(row / 7));
      places.add((at % 60) / 3);
    }
    expect(places.size).toBeGreaterThan(10);
  });

  test("freezes nothing that still changes", async () => {
    expect(await run(0.2, 0.9999999)).toEqual([]);
  });

  test("refuses a threshold that is none", () => {
    expect(() => svccaFreeze({ probe, threshold: 0 })).toThrow(
      /threshold 0; give a number above 0/,
    );
    expect(() => svccaFreeze({ probe, apart: 2 })).toThrow(
      /apart 2; give a number above 0, up to 1/,
    );
    expect(() => svccaFreeze({ probe, positions: 0.5 })).toThrow(/positions 0.5; give a whole/);
  });
});

test("a callback freezes during model.fit, and lets go at the end", async () => {
  const model = build();
  model.compile({ optimizer: tf.train.momentum(0.01, 0.9), loss: "meanSquaredError" });
  const x = tf.tensor(set.inputs, [set.count, 16, 16, 1]);
  const y = tf.oneHot(tf.tensor1d((set.targets as { labels: Int32Array }).labels, "int32"), 10);
  const callback = new FreezeCallback(after(4, 2));
  let kept: Awaited<ReturnType<typeof weightsOf>> | undefined;
  const names = ["conv1", "conv2", "bn1"];
  await model.fit(x, y, {
    epochs: 2,
    batchSize: 10,
    verbose: 0,
    callbacks: [
      callback,
      new (class extends FreezeCallback {
        override async onEpochBegin(epoch: number) {
          if (epoch === 1) kept = await weightsOf(model);
        }
      })(after(99, 0)),
    ],
  });
  expect(callback.frozen.map(({ step, group }) => [step, group])).toEqual([
    [4, "conv1"],
    [4, "conv2"],
  ]);
  const now = await weightsOf(model);
  for (const name of names) expect(now[name], name).toEqual(kept![name]);
  expect(now.conv3).not.toEqual(kept!.conv3);
  await model.fit(x, y, { epochs: 1, batchSize: 20, verbose: 0 });
  expect((await weightsOf(model)).conv1).not.toEqual(kept!.conv1);
});

test("freezing twice and thawing what is not frozen change nothing", () => {
  const model = build();
  const { call } = model.getLayer("bn1");
  thawLayers(model, ["bn1"]);
  freezeLayers(model, ["bn1", "bn1"]);
  freezeLayers(model, ["bn1"]);
  thawLayers(model, ["bn1"]);
  expect(model.getLayer("bn1").call).toBe(call);
  expect(() => freezeLayers(model, ["bn7"])).toThrow(/no layer "bn7"/);
});
