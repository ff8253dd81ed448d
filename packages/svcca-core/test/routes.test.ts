import { cca, ccaFromMoments, collectMoments, svcca, type Truncation } from "@svcca/core";
import type { Matrix64 } from "@svcca/linalg";
import { describe, expect, test } from "vitest";
import { beside, gaussianMatrix, layerLike, maxDifference, product } from "./helpers.js";

async function bothWays(compare: typeof cca, x: Matrix64, y: Matrix64) {
  const streamed = await compare(x, y);
  const exact = await compare(x, y, { method: "exact" });
  return { streamed, exact };
}

describe("the streaming route agrees with the exact one", () => {
  const rules: Truncation[] = [
    { variance: 0.99 },
    { variance: 0.5 },
    { singularValueSum: 0.99 },
    { components: 7 },
  ];
  for (const truncate of rules) {
    test(`svcca, ${JSON.stringify(truncate)}`, async () => {
      const x = await layerLike(400, 30, 50, 1);
      const y = await product(x, gaussianMatrix(50, 20, 3));
      const other = gaussianMatrix(400, 20, 4);
      const mixed = { ...y, data: y.data.map((v, p) => v + 3 * other.data[p]!) };
      const streamed = await svcca(x, mixed, { truncate });
      const exact = await svcca(x, mixed, { truncate, method: "exact" });
      expect(streamed.kept).toEqual(exact.kept);
      expect(maxDifference(streamed.coefficients, exact.coefficients)).toBeLessThan(1e-11);
      expect(maxDifference(streamed.singularValues.y, exact.singularValues.y)).toBeLessThan(
        1e-9 * exact.singularValues.y[0]!,
      );
    });
  }

  for (const [name, decay] of [
    ["1 to 1e-4", 1e-4],
    ["1 to 1e-7", 1e-7],
    ["1 to 1e-10", 1e-10],
  ] as const) {
    test(`cca, directions of sizes from ${name}`, async () => {
      // Turned, so that no scaling of single neurons undoes the decay.
      const d = 12;
      const sizes = gaussianMatrix(500, d, 5);
      sizes.data.forEach((v, p) => {
        sizes.data[p] = v * decay ** ((p % d) / (d - 1));
      });
      const x = await product(sizes, gaussianMatrix(d, d, 6));
      const common = gaussianMatrix(500, d, 5);
      const noise = gaussianMatrix(500, d, 7);
      const y = {
        ...noise,
        data: noise.data.map((v, p) => v + common.data[p]!),
      };
      const { streamed, exact } = await bothWays(cca, x, y);
      expect(streamed.kept).toEqual(exact.kept);
      expect(streamed.kept.x).toBe(d);
      // What the data themselves determine: their rounding, over the size of the last direction.
      const determined = (2 ** -53 / decay) * 1000;
      expect(maxDifference(streamed.coefficients, exact.coefficients)).toBeLessThan(
        Math.max(1e-11, determined),
      );
    });
  }

  test("rank-deficient sides on both sides: copies, sums and dead neurons", async () => {
    const base = gaussianMatrix(300, 6, 8);
    const dead = { rows: 300, cols: 2, data: new Float64Array(600) };
    const x = beside(base, base, dead, await product(base, gaussianMatrix(6, 3, 9)));
    const noise = gaussianMatrix(300, 4, 10);
    const partly = await product(base, gaussianMatrix(6, 4, 11));
    const noisy = { ...noise, data: noise.data.map((v, p) => v + partly.data[p]!) };
    const y = beside(noisy, dead, noisy);
    const { streamed, exact } = await bothWays(cca, x, y);
    const plain = await cca(base, noisy);
    expect(streamed.kept).toEqual({ x: 6, y: 4 });
    expect(exact.kept).toEqual({ x: 6, y: 4 });
    expect(maxDifference(streamed.coefficients, plain.coefficients)).toBeLessThan(1e-11);
    expect(maxDifference(exact.coefficients, plain.coefficients)).toBeLessThan(1e-11);
    expect(streamed.warnings.map(({ code }) => code)).toEqual([
      "constant-neurons",
      "dependent-neurons",
      "constant-neurons",
      "dependent-neurons",
    ]);
  });

  test("wide layers, with more neurons than datapoints", async () => {
    const { streamed, exact } = await bothWays(
      svcca as typeof cca,
      gaussianMatrix(30, 80, 12),
      gaussianMatrix(30, 50, 13),
    );
    expect(streamed.kept).toEqual(exact.kept);
    expect(maxDifference(streamed.coefficients, exact.coefficients)).toBeLessThan(1e-9);
    expect(streamed.warnings[0]?.code).toBe("fewer-datapoints-than-neurons");
  });
});

test("from moments alone, what cannot be resolved is left out, and the rest is right", async () => {
  const x = beside(gaussianMatrix(200, 5, 14), gaussianMatrix(200, 5, 14));
  const y = gaussianMatrix(200, 5, 15);
  const result = await ccaFromMoments(await collectMoments([x, y]));
  expect(result.kept).toEqual({ x: 5, y: 5 });
  expect(maxDifference(result.coefficients, (await cca(x, y)).coefficients)).toBeLessThan(1e-12);
});
