import {
  dft2,
  type Layout,
  poolAverage,
  poolMax,
  resizeFourier,
  resizeLinear,
} from "@svcca/dft-preprocessing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blockOf, gaussianBlock, maxDifference, valueAt } from "./blocks.js";

const LAYOUTS: Layout[] = ["NCHW", "NHWC"];
const length = fc.integer({ min: 1, max: 24 });
const cases = fc.record({
  layout: fc.constantFrom(...LAYOUTS),
  height: length,
  width: length,
  newHeight: length,
  newWidth: length,
  seed: fc.nat(),
});
const two = { images: 2, channels: 3 };

function expectBlock(
  block: { data: ArrayLike<number>; shape: readonly number[]; layout: Layout },
  wanted: { data: ArrayLike<number>; shape: readonly number[] },
  tolerance: number,
) {
  expect(block.shape).toEqual(wanted.shape);
  expect(maxDifference(block.data, wanted.data)).toBeLessThanOrEqual(tolerance);
}

describe("resizing by Fourier transform", () => {
  test("a constant stays that constant", () => {
    fc.assert(
      fc.property(cases, ({ layout, height, width, newHeight, newWidth }) => {
        const value = (i: number, c: number) => i - 2 * c;
        const size = { height: newHeight, width: newWidth };
        const block = blockOf({ ...two, height, width }, layout, value);
        expectBlock(resizeFourier(block, size), blockOf({ ...two, ...size }, layout, value), 1e-13);
      }),
    );
  });

  test("a wave that both sizes can hold stays that wave, amplitude and phase", () => {
    fc.assert(
      fc.property(cases, fc.nat(), fc.nat(), (sizes, fy, fx) => {
        const { layout, height, width, newHeight, newWidth, seed } = sizes;
        // Whole frequencies strictly below half of the smaller size.
        const y = fy % Math.ceil(Math.min(height, newHeight) / 2);
        const x = fx % Math.ceil(Math.min(width, newWidth) / 2);
        const wave = (h: number, w: number) =>
          blockOf({ ...two, height: h, width: w }, layout, (i, c, row, column) =>
            Math.cos(2 * Math.PI * ((y * row) / h + (x * column) / w) + i + c + (seed % 7)),
          );
        const resized = resizeFourier(wave(height, width), { height: newHeight, width: newWidth });
        expectBlock(resized, wave(newHeight, newWidth), 1e-12);
      }),
    );
  });

  test("the wave at half of an even size is a cosine, up and down", () => {
    const wave = (width: number) =>
      blockOf({ images: 1, channels: 1, height: 1, width }, "NCHW", (_i, _c, _y, x) =>
        Math.cos((2 * Math.PI * 4 * x) / width),
      );
    expectBlock(resizeFourier(wave(8), { height: 1, width: 12 }), wave(12), 1e-14);
    expectBlock(resizeFourier(wave(12), { height: 1, width: 8 }), wave(8), 1e-14);
  });

  test("waves beyond the smaller size are dropped", () => {
    const block = blockOf(
      { images: 1, channels: 1, height: 1, width: 16 },
      "NCHW",
      (_i, _c, _y, x) => Math.cos((2 * Math.PI * 5 * x) / 16),
    );
    const small = resizeFourier(block, { height: 1, width: 8 });
    expectBlock(small, { data: new Float64Array(8), shape: [1, 1, 1, 8] }, 1e-14);
  });

  test("growing and shrinking back gives the images back", () => {
    fc.assert(
      fc.property(cases, ({ layout, height, width, newHeight, newWidth, seed }) => {
        const block = gaussianBlock({ ...two, height, width }, layout, seed);
        const larger = { height: height + newHeight, width: width + newWidth };
        expectBlock(resizeFourier(resizeFourier(block, larger), { height, width }), block, 1e-12);
      }),
    );
  });

  test("the spectrum is cropped, with the amplitude of the new size", () => {
    const block = gaussianBlock({ ...two, height: 12, width: 10 }, "NHWC", 3);
    const small = dft2(resizeFourier(block, { height: 6, width: 5 }));
    const large = dft2(block);
    for (let y = -2; y <= 2; y++) {
      for (let x = -2; x <= 2; x++) {
        const low = valueAt(small, small.re, [1, 2, (y + 6) % 6, (x + 5) % 5]);
        const high = valueAt(large, large.re, [1, 2, (y + 12) % 12, (x + 10) % 10]);
        expect(Math.abs(low - high / 4)).toBeLessThan(1e-12);
      }
    }
  });
});

describe("linear interpolation", () => {
  test("a slope stays that slope, away from the edges", () => {
    const slope = (width: number) =>
      blockOf({ images: 1, channels: 2, height: 2, width }, "NHWC", (_i, c, y, x) => {
        return (c + 1) * ((x + 0.5) / width) + y;
      });
    const wide = resizeLinear(slope(6), { height: 2, width: 15 });
    const wanted = slope(15);
    for (let x = 1; x < 14; x++) {
      const place = [0, 1, 1, x] as const;
      expect(valueAt(wide, wide.data, place)).toBeCloseTo(valueAt(wanted, wanted.data, place), 12);
    }
  });

  test("doubling: the example in the documentation of PyTorch's nn.Upsample", () => {
    const block = {
      data: Float64Array.of(1, 2, 3, 4),
      shape: [1, 1, 2, 2],
      layout: "NCHW" as const,
    };
    const { data } = resizeLinear(block, { height: 4, width: 4 });
    expect(Array.from(data)).toEqual(
      [
        [1, 1.25, 1.75, 2],
        [1.5, 1.75, 2.25, 2.5],
        [2.5, 2.75, 3.25, 3.5],
        [3, 3.25, 3.75, 4],
      ].flat(),
    );
  });

  test("the same size is the same block, and values stay within their range", () => {
    fc.assert(
      fc.property(cases, ({ layout, height, width, newHeight, newWidth, seed }) => {
        const block = gaussianBlock({ ...two, height, width }, layout, seed);
        expectBlock(resizeLinear(block, { height, width }), block, 0);
        const other = resizeLinear(block, { height: newHeight, width: newWidth });
        const [low, high] = [Math.min(...block.data), Math.max(...block.data)];
        expect(Math.min(...other.data)).toBeGreaterThanOrEqual(low - 1e-14);
        expect(Math.max(...other.data)).toBeLessThanOrEqual(high + 1e-14);
      }),
    );
  });
});

describe("pooling", () => {
  const block = blockOf(
    { images: 1, channels: 1, height: 3, width: 5 },
    "NCHW",
    (_i, _c, y, x) => 10 * y + x,
  );

  test("windows side by side, cut off at the edge", () => {
    const window = { height: 2, width: 2 };
    const mean = poolAverage(block, window);
    expect(mean.shape).toEqual([1, 1, 2, 3]);
    expect(Array.from(mean.data)).toEqual([5.5, 7.5, 9, 20.5, 22.5, 24]);
    expect(Array.from(poolMax(block, window).data)).toEqual([11, 13, 14, 21, 23, 24]);
  });

  test("the layout changes nothing but the order", () => {
    fc.assert(
      fc.property(cases, ({ height, width, newHeight, newWidth, seed }) => {
        const window = { height: newHeight, width: newWidth };
        for (const pool of [poolAverage, poolMax]) {
          const [first, last] = LAYOUTS.map((layout) =>
            pool(gaussianBlock({ ...two, height, width }, layout, seed), window),
          ) as [ReturnType<typeof pool>, ReturnType<typeof pool>];
          const corner = [1, 2, 0, Math.ceil(width / newWidth) - 1] as const;
          expect(valueAt(first, first.data, corner)).toBe(valueAt(last, last.data, corner));
          expect(first.data.toSorted()).toEqual(last.data.toSorted());
        }
      }),
    );
  });

  test("a window of the whole image is the mean over the positions", () => {
    const { data } = poolAverage(block, { height: 3, width: 5 });
    expect(data[0]).toBeCloseTo(12, 12);
  });

  test("sizes that are none", () => {
    expect(() => poolMax(block, { height: 0, width: 1 })).toThrow("window of 0 x 1");
    expect(() => resizeFourier(block, { height: 2, width: -1 })).toThrow("size of 2 x -1");
    const empty = { data: new Float64Array(0), shape: [1, 1, 0, 5], layout: "NCHW" as const };
    expect(() => resizeLinear(empty, { height: 2, width: 2 })).toThrow("images of 0 x 5");
  });
});
