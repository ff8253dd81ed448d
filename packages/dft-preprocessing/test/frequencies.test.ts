import {
  commonFrequencies,
  dft2,
  frequencySlices,
  type Layout,
  type Size,
} from "@svcca/dft-preprocessing";
import { SvccaError } from "@svcca/linalg";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gaussianBlock, valueAt } from "./blocks.js";

const size = fc.record({
  height: fc.integer({ min: 1, max: 12 }),
  width: fc.integer({ min: 1, max: 12 }),
});
const binOf = (f: number, length: number) => (f + length) % length;

describe("the frequencies that two layers share", () => {
  test("4 x 4: ten of the sixteen tell all", () => {
    const { height, width, half } = commonFrequencies({ height: 4, width: 4 });
    expect([height, width]).toEqual([4, 4]);
    expect(half.length).toBe(10);
    const alone = half.filter(({ multiplicity }) => multiplicity === 1);
    expect(alone.map(({ y, x }) => [y, x])).toEqual([
      [0, 0],
      [-2, 0],
      [0, -2],
      [-2, -2],
    ]);
  });

  test("8 x 8 against 4 x 4: the lowest frequency -2 has no opposite", () => {
    const { half } = commonFrequencies({ height: 8, width: 8 }, { height: 4, width: 4 });
    expect(half.filter(({ y, x }) => y === -2 || x === -2).length).toBe(7);
    expect(half.length).toBe(7 + 5);
  });

  test("a dense layer shares the zero frequency", () => {
    const { half } = commonFrequencies({ height: 1, width: 1 }, { height: 56, width: 56 });
    expect(half).toEqual([{ y: 0, x: 0, multiplicity: 1 }]);
  });

  test("multiplicities count every frequency with -s/2 <= f < s/2 once", () => {
    fc.assert(
      fc.property(size, size, (a, b) => {
        const { height, width, half } = commonFrequencies(a, b);
        expect([height, width]).toEqual([Math.min(a.height, b.height), Math.min(a.width, b.width)]);
        const count = half.reduce((sum, { multiplicity }) => sum + multiplicity, 0);
        expect(count).toBe(height * width);
        for (const { y, x } of half) {
          expect(-height <= 2 * y && 2 * y < height && -width <= 2 * x && 2 * x < width).toBe(true);
        }
        expect(new Set(half.map(({ y, x }) => `${y},${x}`)).size).toBe(half.length);
      }),
    );
  });

  test("where one stands for two, the other holds the conjugate values in both layers", () => {
    fc.assert(
      fc.property(size, size, fc.nat(), (a, b, seed) => {
        const { height, width, half } = commonFrequencies(a, b);
        const listed = new Set(half.map(({ y, x }) => binOf(y, height) * width + binOf(x, width)));
        for (const { y, x, multiplicity } of half) {
          const other = binOf(-y, height) * width + binOf(-x, width);
          if (multiplicity === 1) continue;
          expect(listed.has(other)).toBe(false);
          for (const layer of [a, b]) expectConjugate(layer, { height, width }, y, x, seed);
        }
      }),
      { numRuns: 50 },
    );
  });

  function expectConjugate(layer: Size, common: Size, y: number, x: number, seed: number) {
    const spectrum = dft2(gaussianBlock({ images: 1, channels: 1, ...layer }, "NCHW", seed));
    // The opposite as the common grid names it: -s/2 is its own opposite along an even axis.
    const minusY = 2 * y === -common.height ? y : -y;
    const minusX = 2 * x === -common.width ? x : -x;
    const at = (data: Float64Array, fy: number, fx: number) =>
      valueAt(spectrum, data, [0, 0, binOf(fy, layer.height), binOf(fx, layer.width)]);
    const tolerance = 1e-12;
    expect(Math.abs(at(spectrum.re, y, x) - at(spectrum.re, minusY, minusX))).toBeLessThan(
      tolerance,
    );
    expect(Math.abs(at(spectrum.im, y, x) + at(spectrum.im, minusY, minusX))).toBeLessThan(
      tolerance,
    );
  }

  test("sizes that are none", () => {
    expect(() => commonFrequencies({ height: 0, width: 4 })).toThrow(SvccaError);
    expect(() => commonFrequencies({ height: 4, width: 2.5 })).toThrow("whole numbers from 1");
  });
});

describe("frequency slices", () => {
  test("hold what the whole transform holds, frequency by frequency", () => {
    const cases = fc.record({
      images: fc.integer({ min: 1, max: 3 }),
      channels: fc.integer({ min: 1, max: 9 }),
      height: fc.integer({ min: 1, max: 30 }),
      width: fc.integer({ min: 1, max: 30 }),
      layout: fc.constantFrom<Layout>("NCHW", "NHWC"),
      seed: fc.nat(),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(cases, ({ layout, seed, share, ...sizes }) => {
        const block = gaussianBlock(sizes, layout, seed);
        const { half } = commonFrequencies(sizes);
        const some = half.slice(Math.floor(share * (half.length - 1)));
        const slices = frequencySlices(block, some);
        const whole = dft2(block);
        const { images, channels, height, width } = sizes;
        some.forEach(({ y, x }, k) => {
          for (let i = 0; i < images; i++) {
            for (let c = 0; c < channels; c++) {
              const p = (k * images + i) * channels + c;
              const place = [i, c, binOf(y, height), binOf(x, width)] as const;
              expect(slices.re[p]).toBeCloseTo(valueAt(whole, whole.re, place), 11);
              expect(slices.im[p]).toBeCloseTo(valueAt(whole, whole.im, place), 11);
            }
          }
        });
      }),
      { numRuns: 40 },
    );
  });

  test("a frequency that is not there", () => {
    const block = gaussianBlock({ images: 1, channels: 1, height: 4, width: 5 }, "NCHW", 1);
    expect(() => frequencySlices(block, [{ y: 2, x: 0 }])).toThrow(
      "frequency (2, 0) of images of 4 x 5",
    );
    expect(() => frequencySlices(block, [{ y: 0, x: -2.5 }])).toThrow(SvccaError);
  });
});
