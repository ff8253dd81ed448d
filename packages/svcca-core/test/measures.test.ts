import {
  cca,
  type MeasureChoice,
  measureNames,
  pls,
  procrustes,
  pwcca,
  similarity,
  svcca,
} from "@svcca/core";
import { type Matrix64, transpose } from "@svcca/linalg";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columnsOf, gaussianMatrix, product, rotation, rowsOf } from "./helpers.js";
import { mapped, related, shuffled } from "./related.js";

/** What may be done to the neurons of one side, and the order of the datapoints of both. */
const changes: Record<string, (x: Matrix64, seed: number) => Promise<Matrix64>> = {
  order: async (x, seed) => columnsOf(x, shuffled(x.cols, seed)),
  turn: async (x, seed) => product(x, await rotation(x.cols, seed)),
  "common scale": async (x) => mapped(x, (value) => 7.3 * value),
  shift: async (x) => mapped(x, (value, j) => value + 3 * j - 5),
  "scale of single neurons": async (x) => mapped(x, (value, j) => value * (1 + 4 * j)),
  "invertible map": (x, seed) => product(x, gaussianMatrix(x.cols, x.cols, seed)),
};

/** Which changes leave which measure alone: the table of the README. */
const invariances: [name: string, choice: MeasureChoice, unchanged: string[]][] = [
  ["svcca", {}, ["order", "turn", "common scale", "shift"]],
  ["cca", { measure: "cca" }, Object.keys(changes)],
  // Weights from the other side, for they are sums over single neurons of their own.
  ["pwcca", { measure: "pwcca", side: "y" }, Object.keys(changes)],
  ["pwcca, own side", { measure: "pwcca", side: "x" }, ["order", "common scale", "shift"]],
  ["cka", { measure: "cka" }, ["order", "turn", "common scale", "shift"]],
  [
    "cka, debiased",
    { measure: "cka", estimator: "debiased" },
    ["order", "turn", "common scale", "shift"],
  ],
  [
    "cka, minibatch",
    { measure: "cka", estimator: "minibatch", batch: 20 },
    ["order", "turn", "common scale", "shift"],
  ],
  ["cka-rbf", { measure: "cka-rbf" }, ["order", "turn", "common scale", "shift"]],
  ["pls", { measure: "pls" }, ["order", "turn", "common scale", "shift"]],
  ["procrustes", { measure: "procrustes" }, ["order", "turn", "common scale", "shift"]],
  ["rsa", { measure: "rsa" }, ["order", "common scale"]],
  [
    "rsa, euclidean",
    { measure: "rsa", distance: "euclidean", correlation: "pearson" },
    ["order", "turn", "common scale", "shift"],
  ],
  ["knn", { measure: "knn", neighbours: 5 }, ["order", "turn", "common scale"]],
];

test("every measure is in the table", () => {
  const names = new Set(invariances.map(([, { measure = "svcca" }]) => measure));
  expect([...names].sort()).toEqual([...measureNames].sort());
});

for (const [name, choice, unchanged] of invariances) {
  describe(name, () => {
    for (const [change, apply] of Object.entries(changes)) {
      const same = unchanged.includes(change);
      test(`${same ? "does not change" : "changes"} with ${change}`, async () => {
        const differences: number[] = [];
        await fc.assert(
          fc.asyncProperty(fc.integer({ min: 0, max: 1e6 }), async (seed) => {
            const [x, y] = await related(60, 6, 5, seed);
            const before = (await similarity(x, y, choice)).similarity;
            const after = (await similarity(await apply(x, seed + 9), y, choice)).similarity;
            differences.push(Math.abs(after - before));
            if (same) expect(differences.at(-1)).toBeLessThan(1e-10);
          }),
          { numRuns: 12, seed: 3 },
        );
        // Ranks and neighbours change in steps, so a single draw may stay where it was.
        if (!same) expect(Math.max(...differences)).toBeGreaterThan(1e-7);
        if (!same && !inSteps(choice)) expect(Math.min(...differences)).toBeGreaterThan(1e-7);
      });
    }

    test("a layer is the same as itself, also when turned; unrelated layers are not", async () => {
      const [x, y] = await related(60, 6, 5, 11);
      const self = (await similarity(x, x, choice)).similarity;
      expect(Math.abs(self - 1)).toBeLessThan(1e-10);
      const other = (await similarity(x, gaussianMatrix(60, 6, 77), choice)).similarity;
      const kin = (await similarity(x, y, choice)).similarity;
      expect(other).toBeLessThan(kin);
      expect(kin).toBeLessThan(1);
    });

    if (choice.estimator !== "minibatch") {
      test("the order of the datapoints does not matter", async () => {
        const [x, y] = await related(50, 6, 5, 12);
        const order = shuffled(50, 13);
        const before = (await similarity(x, y, choice)).similarity;
        const after = (await similarity(rowsOf(x, order), rowsOf(y, order), choice)).similarity;
        expect(Math.abs(after - before)).toBeLessThan(1e-10);
      });
    }

    test("more neurons than datapoints: the same by the n x n way", async () => {
      // The same 8 directions in 60 neurons and in 8: turned into a wider space.
      const [x, y] = await related(30, 8, 5, 14);
      const frame = transpose(columnsOf(await rotation(60, 15), [0, 1, 2, 3, 4, 5, 6, 7]));
      const wide = await product(x, frame);
      const narrow = (await similarity(x, y, choice)).similarity;
      const widened = (await similarity(wide, y, choice)).similarity;
      if (unchanged.includes("turn")) expect(Math.abs(widened - narrow)).toBeLessThan(1e-8);
      expect(Number.isFinite(widened)).toBe(true);
    });
  });
}

function inSteps({ measure }: MeasureChoice): boolean {
  return measure === "rsa" || measure === "knn";
}

test("PWCCA is not symmetric, and says whose weights it used", async () => {
  const [x, y] = await related(80, 7, 4, 21);
  const fewer = await pwcca(x, y);
  expect(fewer.side).toBe("y");
  expect((await pwcca(y, x)).side).toBe("x");
  const fromX = await pwcca(x, y, { side: "x" });
  expect(Math.abs(fewer.similarity - fromX.similarity)).toBeGreaterThan(1e-6);
  expect(fewer.weights.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 12);
  const few = await pwcca(gaussianMatrix(20, 12, 1), gaussianMatrix(20, 12, 2));
  expect(few.warnings.map(({ code }) => code)).toContain("not-unique");
});

test("the directions of PLS have the covariances that it says, and those of Procrustes align", async () => {
  const [x, y] = await related(80, 7, 4, 22);
  const { directions, covariances, coefficients } = await pls(x, y);
  const along = async (a: Matrix64, side: typeof directions.x) =>
    product(
      mapped(a, (value, j) => value - side.mean[j]!),
      side.weights,
    );
  const [u, v] = [await along(x, directions.x), await along(y, directions.y)];
  for (let i = 0; i < coefficients.length; i++) {
    let [uv, uu, vv] = [0, 0, 0];
    for (let row = 0; row < 80; row++) {
      const [a, b] = [u.data[row * u.cols + i]!, v.data[row * v.cols + i]!];
      uv += a * b;
      uu += a * a;
      vv += b * b;
    }
    expect(uv / 79 / covariances[i]!).toBeCloseTo(1, 10);
    expect(uv / Math.sqrt(uu * vv)).toBeCloseTo(coefficients[i]!, 10);
  }
  const turned = await procrustes(x, await product(x, await rotation(7, 5)));
  expect(turned.squaredDistance).toBeLessThan(1e-12);
  expect(turned.angle).toBeLessThan(1e-6);
});

describe("without directions", () => {
  const x = gaussianMatrix(200, 12, 1);
  const y = gaussianMatrix(200, 9, 2);
  for (const measure of [svcca, cca]) {
    test(`${measure.name} says the rest of what it says with them`, async () => {
      const { directions, coefficients, ...whole } = await measure(x, y);
      const short = await measure(x, y, { directions: false });
      expect(directions.x.weights.cols).toBe(coefficients.length);
      expect("directions" in short).toBe(false);
      expect(Object.keys(short).sort()).toEqual([...Object.keys(whole), "coefficients"].sort());
      short.coefficients.forEach((value, i) => {
        expect(Math.abs(value - coefficients[i]!)).toBeLessThan(1e-13);
      });
    });
  }
});
