import { cca, pwcca, svcca } from "@svcca/core";
import { describe, expect, test } from "vitest";
import { beside, gaussianMatrix, product, rotation } from "./helpers.js";

// Morcos et al. 2018 (arXiv 1806.05759), A.4: k signals N(0, 1) over 2,000 datapoints and 200 - k
// of noise of variance 0.1; the other layer holds the signals, turned, and fresh noise. The quoted
// distances are of one run of an independent program in NumPy.
const quoted = [
  { signals: 20, mean: 0.668, svcca: 0.67, pwcca: 0.643 },
  { signals: 100, mean: 0.402, svcca: 0.373, pwcca: 0.18 },
  { signals: 180, mean: 0.091, svcca: 0, pwcca: 0.01 },
];

describe("the signal and noise toy", () => {
  for (const { signals, ...distances } of quoted) {
    test(`${signals} signals of 200 directions`, { timeout: 120_000 }, async () => {
      const signal = gaussianMatrix(2000, signals, 1);
      const noisy = async (seed: number, turn: number) => {
        const noise = gaussianMatrix(2000, 200 - signals, seed);
        const small = { ...noise, data: noise.data.map((v) => Math.sqrt(0.1) * v) };
        return beside(await product(signal, await rotation(signals, turn)), small);
      };
      const [x, y] = [await noisy(2, 3), await noisy(4, 5)];
      expect(Math.abs(1 - (await cca(x, y)).similarity - distances.mean)).toBeLessThan(0.01);
      expect(Math.abs(1 - (await svcca(x, y)).similarity - distances.svcca)).toBeLessThan(0.01);
      expect(Math.abs(1 - (await pwcca(x, y)).similarity - distances.pwcca)).toBeLessThan(0.01);
    });
  }
});
