import { cca } from "@svcca/core";
import { fftResize, fourierCcas } from "@svcca/core/compat";
import { expect, test } from "vitest";
import { gaussianMatrix } from "./helpers.js";

const images = (n: number, size: number, channels: number, seed: number) => ({
  data: gaussianMatrix(n, size * size * channels, seed).data,
  shape: [n, size, size, channels] as const,
});

test("fftResize: a constant keeps its mean, and a wave stays a wave", () => {
  const data = Float64Array.from(
    { length: 64 },
    (_, p) => 3 + Math.cos((2 * Math.PI * (p % 8)) / 8),
  );
  const spectrum = fftResize({ data, shape: [1, 8, 8, 1] }, 4);
  expect(spectrum.shape).toEqual([1, 4, 4, 1]);
  // Of 16 positions: the mean at (0, 0), half of the wave at (0, 1) and (0, -1), nothing else.
  const expected = new Float64Array(16);
  expected.set([48, 8, 0, 8]);
  expected.forEach((value, p) => {
    expect(Math.abs(spectrum.re[p]! - value)).toBeLessThan(1e-12);
    expect(Math.abs(spectrum.im[p]!)).toBeLessThan(1e-12);
  });
  expect(fftResize({ data, shape: [1, 8, 8, 1] }).shape).toEqual([1, 8, 8, 1]);
});

test("fourierCcas: one position is plain CCA; a layer with itself is 1 at every frequency", async () => {
  const [x, y] = [images(60, 1, 4, 1), images(60, 1, 3, 2)];
  const { perFrequency } = await fourierCcas(x, y);
  const plain = await cca({ ...x, rows: 60, cols: 4 }, { ...y, rows: 60, cols: 3 });
  plain.coefficients.forEach((value, i) => {
    expect(Math.abs(perFrequency[0]!.coefficients[i]! - value)).toBeLessThan(1e-12);
  });
  const z = images(60, 4, 3, 3);
  const { frequencies } = await fourierCcas(z, z);
  for (const value of frequencies.similarity.flat()) expect(value).toBeCloseTo(1, 10);
  await expect(fourierCcas({ ...z, shape: [60, 4, 4, 2] }, z)).rejects.toThrow("convActs1");
});
