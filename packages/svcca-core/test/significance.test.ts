import {
  bartlett,
  bootstrap,
  cca,
  cka,
  noiseFloor,
  permutationTest,
  procrustes,
  pwcca,
  similarityFloor,
  splitHalf,
  svcca,
} from "@svcca/core";
import { fromRows } from "@svcca/linalg";
import { describe, expect, test } from "vitest";
import { chiSquaredTail } from "../src/significance/chi-squared.js";
import { gaussianMatrix, layerLike, product } from "./helpers.js";
import { exercises, physiology } from "./linnerud.js";
import { related } from "./related.js";

describe("the chi-squared tail", () => {
  // By mpmath 1.3.0 with 40 digits: gammainc(k / 2, x / 2, inf, regularized=True).
  const values: [x: number, freedom: number, tail: number][] = [
    [16.25496, 9, 0.06174450953020408],
    [0.74505, 4, 0.9456593302257038],
    [0.2109, 1, 0.646062906012716],
    [3.841458820694124, 1, 0.05000000000000006],
    [0.001, 1, 0.9747728793699604],
    [0.001, 100, 1],
    [100, 100, 0.4811916845279567],
    [200, 100, 1.1784500720979422e-8],
    [1000, 100, 2.306076738035398e-148],
    [90000, 90000, 0.4993731226075585],
    [91000, 90000, 0.0093887499700611],
    [88000, 90000, 0.9999989720456198],
    [250500, 250000, 0.2396034998816088],
    [40, 3, 1.0655090334255861e-8],
    [5, 31, 0.999999972599214],
  ];
  for (const [x, freedom, tail] of values) {
    test(`${x} with ${freedom} degrees of freedom`, () => {
      expect(Math.abs(chiSquaredTail(x, freedom) / tail - 1)).toBeLessThan(1e-10);
    });
  }
});

describe("Bartlett's test with Lawley's correction", () => {
  test("Linnerud, as SAS prints it, and as the paper's formula gives it", async () => {
    const { coefficients, kept, wilks } = await cca(fromRows(exercises), fromRows(physiology));
    const textbook = bartlett(coefficients, 20, kept);
    const near = (values: Float64Array, printed: number[], digits: number) =>
      printed.forEach((value, i) => {
        expect(values[i]).toBeCloseTo(value, digits);
      });
    near(textbook.chiSquared, [16.25496, 0.74505, 0.2109], 4);
    near(textbook.freedom, [9, 4, 1], 12);
    near(textbook.wilks, [0.35039053, 0.95472266, 0.99473355], 7);
    expect(wilks).toBeCloseTo(0.35039053, 7);
    expect(textbook.significant).toBe(0);
    expect(bartlett(coefficients, 20, kept, { level: 0.1 }).significant).toBe(1);
    const printed = bartlett(coefficients, 20, kept, { form: "printed" });
    near(printed.chiSquared, [17.3037, 0.7914, 0.2162], 3);
  });

  test("counts the directions that two layers share, and none of unrelated layers", async () => {
    const shared = gaussianMatrix(1000, 7, 1);
    const one = await product(shared, gaussianMatrix(7, 40, 2));
    const noisy = (seed: number) => {
      const noise = gaussianMatrix(1000, 40, seed);
      return { ...one, data: one.data.map((v, p) => v + noise.data[p]!) };
    };
    const kin = await cca(noisy(3), noisy(4));
    expect(bartlett(kin.coefficients, 1000, kin.kept).significant).toBe(7);
    let found = 0;
    for (let seed = 10; seed < 30; seed++) {
      const { coefficients, kept } = await cca(
        gaussianMatrix(400, 10, seed),
        gaussianMatrix(400, 12, seed + 100),
      );
      if (bartlett(coefficients, 400, kept).significant > 0) found++;
    }
    expect(found).toBeLessThanOrEqual(4);
  });

  test("coefficients of 0 and 1 give no NaN; too few datapoints are refused", () => {
    const { chiSquared, pValues } = bartlett([1, 0.5, 0, 0], 100, { x: 4, y: 4 });
    expect([...chiSquared, ...pValues].some(Number.isNaN)).toBe(false);
    expect(pValues[0]).toBe(0);
    expect(pValues[3]).toBe(1);
    expect(() => bartlett([0.5], 9, { x: 4, y: 4 })).toThrow("bartlett: 9 datapoints for 4 + 4");
  });
});

describe("the permutation test", () => {
  test("its null is the noise floor, and it tells kin from strangers", async () => {
    const [x, y] = await related(300, 12, 10, 1);
    const kin = await permutationTest(x, y, { measure: "cca", permutations: 99 });
    const { similarity, kept } = await cca(x, y);
    expect(kin.similarity).toBeCloseTo(similarity, 12);
    expect(kin.pValue).toBe(0.01);
    expect(Math.abs(kin.nullMean - noiseFloor(300, kept))).toBeLessThan(0.01);
    expect(kin.significant).toBe(10);
    const strangers = await permutationTest(gaussianMatrix(300, 12, 2), gaussianMatrix(300, 9, 3), {
      permutations: 99,
    });
    expect(strangers.pValue).toBeGreaterThan(0.05);
    expect(strangers.significant).toBe(0);
  });

  test("a level that is none is refused, not counted with", async () => {
    const x = gaussianMatrix(20, 3, 1);
    for (const level of [0, 1, Number.NaN]) {
      await expect(permutationTest(x, x, { level })).rejects.toThrow(`level: ${level}; give`);
    }
  });

  test("the same seed gives the same result, another seed another one", async () => {
    const [x, y] = await related(60, 4, 4, 4);
    const run = (seed: number) => permutationTest(x, y, { permutations: 19, seed });
    expect(await run(1)).toEqual(await run(1));
    expect((await run(1)).nullMean).not.toBe((await run(2)).nullMean);
  });
});

describe("the bootstrap", () => {
  test("intervals hold the value of endless data about as often as they say", async () => {
    // Two neurons with correlation 0.6, as one pair of layers of one neuron each.
    let held = 0;
    for (let seed = 0; seed < 40; seed++) {
      const x = gaussianMatrix(120, 1, 2 * seed + 1);
      const noise = gaussianMatrix(120, 1, 2 * seed + 2);
      const y = { ...x, data: x.data.map((v, p) => 0.6 * v + 0.8 * noise.data[p]!) };
      const { lower, upper } = await bootstrap(x, y, { measure: "cca", replicates: 100, seed });
      if (lower <= 0.6 && 0.6 <= upper) held++;
    }
    expect(held).toBeGreaterThanOrEqual(34);
  });

  for (const measure of ["svcca", "cca", "pwcca", "cka", "pls", "procrustes"] as const) {
    test(`${measure}: an interval near the value with many datapoints`, async () => {
      const [x, y] = await related(2000, 5, 4, 7);
      const { similarity, lower, upper } = await bootstrap(x, y, { measure, replicates: 40 });
      expect(lower).toBeLessThan(upper);
      expect(lower).toBeGreaterThan(similarity - 0.05);
      expect(upper).toBeLessThan(similarity + 0.05);
    });
  }

  test("measures that are no function of moments are refused", async () => {
    const x = gaussianMatrix(20, 3, 1);
    await expect(bootstrap(x, x, { measure: "rsa" })).rejects.toThrow("no function of second");
    // Not "cka is none; use cka": it is the estimator that is none.
    await expect(bootstrap(x, x, { measure: "cka", estimator: "debiased" })).rejects.toThrow(
      /cka with estimator debiased is no function .*use .*cka with estimator biased/,
    );
  });
});

describe("split halves", () => {
  test("held-out correlations of strangers are near 0, of kin near the truth", async () => {
    const strangers = await splitHalf(gaussianMatrix(300, 40, 1), gaussianMatrix(300, 40, 2));
    expect(strangers.halves[0]).toBeGreaterThan(0.4);
    expect(Math.abs(strangers.similarity)).toBeLessThan(0.05);
    const x = await layerLike(2000, 8, 12, 3);
    const same = await splitHalf(x, await product(x, gaussianMatrix(12, 9, 4)));
    expect(same.similarity).toBeGreaterThan(0.99);
    const [a, b] = await related(4000, 6, 6, 5);
    const whole = await svcca(a, b);
    const halves = await splitHalf(a, b);
    expect(Math.abs(halves.similarity - whole.similarity)).toBeLessThan(0.02);
  });
});

describe("the floor of a similarity", () => {
  const x = gaussianMatrix(300, 40, 1);
  const y = gaussianMatrix(300, 60, 2);

  test("is what unrelated layers show, however their coefficients are averaged", async () => {
    for (const average of ["kept", "neurons"] as const) {
      const result = await svcca(x, y, { truncate: { components: 20 }, average });
      expect(Math.abs(similarityFloor(result, average)! - result.similarity)).toBeLessThan(0.02);
    }
    const { kept } = await cca(x, y);
    expect(similarityFloor(await cca(x, y))).toBe(noiseFloor(300, kept));
  });

  test("of PWCCA it is the mean over unrelated layers, however unequal their neurons", async () => {
    // Two large neurons have most of the weight, so that single values are far from the floor.
    const unequal = { ...x, data: x.data.map((v, p) => (p % 40 < 2 ? 30 * v : v)) };
    const found: number[] = [];
    let floor = 0;
    for (let seed = 100; seed < 140; seed++) {
      const result = await pwcca(unequal, gaussianMatrix(300, 20, seed), { side: "x" });
      found.push(result.similarity);
      floor = similarityFloor(result)!;
    }
    const mean = found.reduce((sum, value) => sum + value, 0) / found.length;
    expect(Math.max(...found) - Math.min(...found)).toBeGreaterThan(0.03);
    expect(Math.abs(mean - floor)).toBeLessThan(0.012);
  });

  test("of CKA it is the exact mean over all orders of the datapoints", async () => {
    // All 5! orders; more neurons than datapoints on one side.
    const [few, many] = [gaussianMatrix(5, 2, 1), gaussianMatrix(5, 7, 2)];
    const found: number[] = [];
    for (const order of orders([0, 1, 2, 3, 4])) {
      const rows = order.flatMap((row) => [...many.data.subarray(7 * row, 7 * row + 7)]);
      const shuffled = { ...many, data: Float64Array.from(rows) };
      found.push((await cka(few, shuffled)).similarity);
    }
    expect(found.length).toBe(120);
    const mean = found.reduce((sum, value) => sum + value, 0) / found.length;
    expect(similarityFloor(await cka(few, many))).toBeCloseTo(mean, 12);
    for (const estimator of ["debiased", "minibatch"] as const) {
      expect(similarityFloor(await cka(x, y, { estimator }))).toBe(0);
    }
  });

  test("is not there where nothing gives it", async () => {
    expect(similarityFloor(await procrustes(x, y))).toBeUndefined();
  });
});

/** All orders of a list. */
function orders<T>(list: readonly T[]): T[][] {
  if (list.length === 0) return [[]];
  return list.flatMap((one, i) =>
    orders(list.filter((_, j) => j !== i)).map((rest) => [one, ...rest]),
  );
}
