import { cca, noiseFloor, svcca } from "@svcca/core";
import { fromRows } from "@svcca/linalg";
import { describe, expect, test } from "vitest";
import { beside, gaussianMatrix, product, rotation } from "./helpers.js";
import { exercises, physiology } from "./linnerud.js";

describe("Linnerud's exercises against physiology (SAS/STAT CANCORR, as printed)", () => {
  const printed = [0.7956081544, 0.2005560411, 0.0725702862];
  for (const method of ["moments", "exact"] as const) {
    test(method, async () => {
      const { coefficients } = await cca(fromRows(exercises), fromRows(physiology), { method });
      printed.forEach((value, i) => {
        expect(coefficients[i]).toBeCloseTo(value, 9);
      });
    });
  }
});

describe("the paper's appendix B.0.1: why the singular value step comes first", () => {
  // A has 50 directions; B is A and 150 directions of small noise; C is A and 150 useful ones.
  const n = 4000;
  const a = gaussianMatrix(n, 50, 1);
  const noise = gaussianMatrix(n, 150, 2);
  noise.data.forEach((v, p) => {
    noise.data[p] = 0.01 * v;
  });
  const turned = async (extra: typeof a, seed: number) =>
    product(beside(await product(a, await rotation(50, 9)), extra), await rotation(200, seed));

  test("CCA cannot tell B from C, SVCCA can", async () => {
    const b = await turned(noise, 3);
    const c = await turned(gaussianMatrix(n, 150, 4), 5);
    const plain = [await cca(a, b), await cca(a, c)];
    for (const { similarity } of plain) expect(Math.abs(similarity - 1)).toBeLessThan(1e-10);
    const [withB, withC] = [await svcca(b, c), await svcca(c, c)];
    expect((await svcca(a, b)).kept).toEqual({ x: 50, y: 50 });
    expect((await svcca(a, c)).kept.y).toBeGreaterThan(190);
    expect(withB.kept.x).toBe(50);
    expect(Math.abs(withB.similarity - 1)).toBeLessThan(0.02);
    expect(withC.kept.x).toBeGreaterThan(190);
    // Eq. 1 over all neurons: of C's 200 directions, A holds 50.
    const over = await svcca(a, c, { average: "neurons" });
    expect(over.similarity).toBeGreaterThan(0.98);
    const wide = await cca(b, c, { average: "neurons" });
    const narrow = await svcca(b, c, { average: "neurons" });
    expect(narrow.similarity).toBeLessThan(0.26);
    expect(wide.similarity).toBeGreaterThan(narrow.similarity);
  });
});

describe("the noise floor", () => {
  // Single draws of independent Gaussian layers of 100 neurons, by an independent program in NumPy;
  // over 20 draws its mean at n = 1000 was 0.2713 with a spread of 0.0018 a draw.
  const measured = {
    101: 1,
    200: 0.6372,
    500: 0.3881,
    1000: 0.2731,
    2000: 0.19,
    5000: 0.1192,
    10000: 0.0848,
  };
  for (const [n, mean] of Object.entries(measured)) {
    test(`100 against 100 neurons, ${n} datapoints: ${mean}`, () => {
      expect(Math.abs(noiseFloor(Number(n), { x: 100, y: 100 }) - mean)).toBeLessThan(0.003);
    });
  }

  test("sides of different width agree with a draw", async () => {
    for (const [n, p, q] of [
      [300, 20, 60],
      [100, 40, 70],
      [90, 60, 60],
    ] as const) {
      const { similarity } = await cca(gaussianMatrix(n, p, n), gaussianMatrix(n, q, n + 1));
      expect(Math.abs(noiseFloor(n, { x: p, y: q }) - similarity)).toBeLessThan(0.02);
      expect(noiseFloor(n, { x: q, y: p })).toBe(noiseFloor(n, { x: p, y: q }));
    }
  });

  test("refuses counts that are none", () => {
    expect(() => noiseFloor(1, { x: 1, y: 1 })).toThrow(
      "noiseFloor: 1 datapoints, 1 and 1 directions",
    );
  });
});
