import { dft2, inverseDft2, type Layout } from "@svcca/dft-preprocessing";
import { SvccaError } from "@svcca/linalg";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gaussianBlock, maxDifference, plainDft2, type Sizes, valueAt } from "./blocks.js";

const LAYOUTS: Layout[] = ["NCHW", "NHWC"];

/** The largest error against plain sums, as a share of the largest value. */
function errorOf(sizes: Sizes, layout: Layout, seed: number): number {
  const block = gaussianBlock(sizes, layout, seed);
  const spectrum = dft2(block);
  let [error, largest] = [0, 0];
  for (let i = 0; i < sizes.images; i++) {
    for (let c = 0; c < sizes.channels; c++) {
      const image = Array.from({ length: sizes.height }, (_, y) =>
        Array.from({ length: sizes.width }, (_, x) => valueAt(block, block.data, [i, c, y, x])),
      );
      const { re, im } = plainDft2(image);
      for (let y = 0; y < sizes.height; y++) {
        for (let x = 0; x < sizes.width; x++) {
          const difference = Math.hypot(
            valueAt(spectrum, spectrum.re, [i, c, y, x]) - re[y]![x]!,
            valueAt(spectrum, spectrum.im, [i, c, y, x]) - im[y]![x]!,
          );
          largest = Math.max(largest, Math.hypot(re[y]![x]!, im[y]![x]!));
          if (!(difference <= error)) error = difference;
        }
      }
    }
  }
  return error / largest;
}

describe("the transform of any size", () => {
  // The plain sums themselves are off by up to about sqrt(n) u, and so is this bound.
  const BOUND = 1e-14;

  test("agrees with plain sums for every height and width from 1 to 64", () => {
    for (let size = 1; size <= 64; size++) {
      const other = ((size * 37) % 64) + 1;
      const layout = LAYOUTS[size % 2]!;
      const sizes = { images: 2, channels: 3, height: size, width: other };
      expect(errorOf(sizes, layout, size), `${size} x ${other}`).toBeLessThan(BOUND);
      const turned = { images: 1, channels: 2, height: other, width: size };
      expect(errorOf(turned, layout, size), `${other} x ${size}`).toBeLessThan(BOUND);
    }
  });

  test.each([
    [112, 112],
    [224, 224],
    [225, 81],
    [97, 79],
    [83, 2],
    [227, 1],
    [1, 509],
    [166, 3],
  ])("agrees with plain sums for %d x %d", (height, width) => {
    for (const layout of LAYOUTS) {
      expect(errorOf({ images: 1, channels: 1, height, width }, layout, height)).toBeLessThan(
        BOUND,
      );
    }
  });

  test("reads float32, and writes where it is told", () => {
    const block = gaussianBlock({ images: 2, channels: 5, height: 6, width: 7 }, "NHWC", 1);
    const data = Float32Array.from(block.data);
    const into = { re: new Float64Array(data.length), im: new Float64Array(data.length).fill(9) };
    const single = dft2({ ...block, data }, into);
    const double = dft2({ ...block, data: Float64Array.from(data) });
    expect(single.re).toBe(into.re);
    expect(single.re).toEqual(double.re);
    expect(single.im).toEqual(double.im);
  });

  test("scales exactly with powers of two, up to the ends of the range", () => {
    const block = gaussianBlock({ images: 1, channels: 3, height: 7, width: 4 }, "NCHW", 2);
    const plain = dft2(block);
    for (const scale of [2 ** -990, 2 ** 990]) {
      const scaled = dft2({ ...block, data: block.data.map((value) => value * scale) });
      expect(scaled.re).toEqual(plain.re.map((value) => value * scale));
      expect(scaled.im).toEqual(plain.im.map((value) => value * scale));
    }
  });

  test("blocks without images, channels or positions have empty spectra", () => {
    for (const shape of [
      [0, 3, 4, 5],
      [2, 0, 4, 5],
      [2, 3, 0, 5],
      [2, 3, 4, 0],
    ]) {
      const block = { data: new Float64Array(0), shape, layout: "NCHW" as const };
      expect(inverseDft2(dft2(block)).re.length).toBe(0);
    }
  });
});

describe("laws of the transform", () => {
  const cases = fc.record({
    images: fc.integer({ min: 1, max: 3 }),
    channels: fc.integer({ min: 1, max: 7 }),
    height: fc.integer({ min: 1, max: 90 }),
    width: fc.integer({ min: 1, max: 90 }),
    layout: fc.constantFrom(...LAYOUTS),
    seed: fc.nat(),
  });

  test("the inverse gives the images back, without an imaginary part", () => {
    fc.assert(
      fc.property(cases, ({ layout, seed, ...sizes }) => {
        const block = gaussianBlock(sizes, layout, seed);
        const back = inverseDft2(dft2(block));
        expect(back.shape).toEqual(block.shape);
        expect(maxDifference(back.re, block.data)).toBeLessThan(1e-13);
        expect(maxDifference(back.im, new Float64Array(back.im.length))).toBeLessThan(1e-13);
      }),
      { numRuns: 30 },
    );
  });

  test("Parseval: the sum of squares is that of the images times height x width", () => {
    fc.assert(
      fc.property(cases, ({ layout, seed, ...sizes }) => {
        const block = gaussianBlock(sizes, layout, seed);
        const { re, im } = dft2(block);
        const sum = (values: Float64Array) => values.reduce((total, v) => total + v * v, 0);
        const wanted = sum(block.data) * sizes.height * sizes.width;
        expect(Math.abs((sum(re) + sum(im)) / wanted - 1)).toBeLessThan(1e-13);
      }),
      { numRuns: 30 },
    );
  });

  test("the layout changes nothing but the order", () => {
    fc.assert(
      fc.property(cases, ({ layout: _, seed, ...sizes }) => {
        const first = dft2(gaussianBlock(sizes, "NCHW", seed));
        const last = dft2(gaussianBlock(sizes, "NHWC", seed));
        const { images, channels, height, width } = sizes;
        for (const place of [
          [0, 0, 0, 0],
          [images - 1, channels - 1, height - 1, width - 1],
          [0, channels - 1, height >> 1, 0],
        ] as const) {
          expect(valueAt(first, first.re, place)).toBe(valueAt(last, last.re, place));
          expect(valueAt(first, first.im, place)).toBe(valueAt(last, last.im, place));
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe("what is no block", () => {
  const data = new Float64Array(24);
  const messageOf = (run: () => unknown) => {
    try {
      run();
    } catch (error) {
      expect(error).toBeInstanceOf(SvccaError);
      return (error as SvccaError).message;
    }
    throw new Error("nothing was thrown");
  };

  test.each([
    [{ data, shape: [1, 2, 3, 4], layout: "HWCN" }, 'dft2: layout "HWCN"; give "NCHW" or "NHWC"'],
    [{ data, shape: [1, 2, 12], layout: "NCHW" }, "four sizes, (images, channels, height, width)"],
    [{ data, shape: [1, 2, 3, 4.5], layout: "NHWC" }, "(images, height, width, channels)"],
    [
      { data, shape: [1, 2, 3, 5], layout: "NCHW" },
      "24 values for shape (1, 2, 3, 5), which has 30",
    ],
  ])("%#", (block, message) => {
    expect(messageOf(() => dft2(block as never))).toContain(message);
  });

  test("values that are not finite, which would spread to the next channel", () => {
    for (const value of [Number.NaN, Number.NEGATIVE_INFINITY]) {
      const spoilt = gaussianBlock({ images: 2, channels: 3, height: 2, width: 2 }, "NCHW", 1);
      spoilt.data[12 + 4 + 3] = value;
      expect(messageOf(() => dft2(spoilt))).toContain("channel 1 of image 1");
    }
  });

  test("memory for the result that does not fit", () => {
    const block = { data, shape: [1, 2, 3, 4], layout: "NCHW" as const };
    const into = { re: new Float64Array(24), im: new Float64Array(23) };
    expect(messageOf(() => dft2(block, into))).toContain("24 and 23 values");
    expect(messageOf(() => inverseDft2({ ...block, ...into }))).toContain("24 real and 23 imag");
  });
});
