import {
  align,
  cca,
  classIndicators,
  classSensitivity,
  compareGroups,
  dynamics,
  svcca,
} from "@svcca/core";
import { describe, expect, test } from "vitest";
import { beside, gaussianMatrix, layerLike, product } from "./helpers.js";
import { mapped, related } from "./related.js";

describe("dynamics", () => {
  test("a checkpoint is compared with the last one, and layers with themselves on the diagonal", async () => {
    const [low, high] = [await layerLike(200, 5, 8, 1), await layerLike(200, 4, 6, 2)];
    const noise = gaussianMatrix(200, 6, 3);
    const early = [low, mapped(high, (value) => value)];
    early[1] = { ...high, data: high.data.map((v, p) => v + noise.data[p]!) };
    const result = await dynamics([early, [low, high]]);
    expect(result.checkpoints.length).toBe(2);
    expect(result.convergence[0]![0]).toBeCloseTo(1, 10);
    expect(result.convergence[1]![0]).toBeLessThan(0.95);
    expect(result.convergence[1]![1]).toBeCloseTo(1, 10);
    const cell = (await svcca(early[1]!, low)).similarity;
    expect(result.checkpoints[0]![1]![0]).toBeCloseTo(cell, 10);
  });

  test("refuses no checkpoints, and checkpoints of different depth", async () => {
    const x = gaussianMatrix(20, 3, 1);
    await expect(dynamics([])).rejects.toThrow("dynamics: no checkpoints");
    await expect(dynamics([[x, x], [x]])).rejects.toThrow("checkpoint 1 has 1 layers");
  });
});

describe("class sensitivity", () => {
  const labels = Array.from({ length: 120 }, (_, i) => [7, 3, 5][i % 3]!);

  test("is 1 for a layer that holds the class, and the multiple correlation else", async () => {
    const { indicators } = classIndicators(labels);
    const knowing = beside(indicators[0]!, gaussianMatrix(120, 2, 1));
    const blind = gaussianMatrix(120, 3, 2);
    const { classes, values } = await classSensitivity([knowing, blind], labels, {
      truncate: { variance: 1 },
    });
    expect(classes).toEqual([3, 5, 7]);
    expect(values[0]![0]).toBeCloseTo(1, 10);
    expect(values[1]![0]).toBeCloseTo((await cca(blind, indicators[0]!)).similarity, 10);
    expect(values[1]![0]).toBeLessThan(0.4);
  });

  test("refuses labels that are none", () => {
    expect(() => classIndicators([1, 2.5])).toThrow("labels: 2.5 at datapoint 1");
    expect(() => classIndicators([4, 4])).toThrow("the one class 4");
    expect(() => classIndicators([])).toThrow("no class");
  });
});

describe("align", () => {
  test("pairs of directions correlate as the coefficients say; neurons are the most active", async () => {
    const [x, y] = await related(150, 6, 5, 1);
    const loud = mapped(x, (value, j) => (j === 4 ? 40 + value : value));
    const { result, ...sides } = await align(loud, await product(y, gaussianMatrix(5, 5, 2)), {
      measure: "cca",
      count: 2,
    });
    expect(sides.x.neurons[0]).toBe(4);
    expect(sides.x.activations.data[0]).toBe(loud.data[4]);
    for (let i = 0; i < 2; i++) {
      let sum = 0;
      for (let row = 0; row < 150; row++) {
        sum += sides.x.along.data[row * 2 + i]! * sides.y.along.data[row * 2 + i]!;
      }
      expect(sum / 149).toBeCloseTo(result.coefficients[i]!, 10);
    }
  });

  test("refuses more directions than there are", async () => {
    const [x, y] = await related(60, 6, 2, 3);
    await expect(align(x, y, { measure: "cca" })).rejects.toThrow("count: 3 of 2 aligned");
  });
});

describe("groups of networks", () => {
  test("networks that share what they hold are alike within, not between", async () => {
    const noisy = async (base: number, seed: number) => {
      const signal = await layerLike(300, 5, 8, base);
      const noise = gaussianMatrix(300, 8, seed);
      return { ...signal, data: signal.data.map((v, p) => v + 0.05 * noise.data[p]!) };
    };
    const nets = (base: number, seeds: number[]) =>
      Promise.all(
        seeds.map(async (seed) => [await noisy(base, seed), await noisy(base + 1, seed + 50)]),
      );
    const one = { name: "generalize", networks: await nets(1, [10, 11, 12]) };
    const two = { name: "memorize", networks: await nets(7, [20, 21]) };
    const [a, b, between] = await compareGroups([one, two]);
    expect([a!.groups, b!.groups, between!.groups]).toEqual([
      ["generalize", "generalize"],
      ["memorize", "memorize"],
      ["generalize", "memorize"],
    ]);
    expect([a!.pairs, b!.pairs, between!.pairs]).toEqual([3, 1, 6]);
    expect(a!.mean.length).toBe(2);
    for (const i of [0, 1]) expect(a!.mean[i]).toBeGreaterThan(between!.mean[i]! + 0.2);
    expect(b!.spread).toEqual([0, 0]);
    // The mean and the spread are those of the pairs.
    const pairs = [];
    for (const [i, j] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      pairs.push((await svcca(one.networks[i]![1]!, one.networks[j]![1]!)).similarity);
    }
    expect(a!.networks).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    for (const [c, value] of pairs.entries()) expect(a!.values[c]![1]).toBeCloseTo(value, 10);
    expect(between!.networks[0]).toEqual([0, 3]);
    const mean = pairs.reduce((sum, value) => sum + value, 0) / 3;
    expect(a!.mean[1]).toBeCloseTo(mean, 10);
    const squares = pairs.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    expect(a!.spread[1]).toBeCloseTo(Math.sqrt(squares / 2), 10);
  });

  test("one network, and networks of different depth, are refused", async () => {
    const x = gaussianMatrix(20, 3, 1);
    await expect(compareGroups([{ name: "a", networks: [[x]] }])).rejects.toThrow("1 network;");
    const uneven = { name: "a", networks: [[x, x], [x]] };
    await expect(compareGroups([uneven])).rejects.toThrow("network 1 (of a) has 1 layers");
  });
});
