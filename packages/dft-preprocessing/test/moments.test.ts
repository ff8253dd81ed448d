import {
  commonFrequencies,
  dft2,
  type FrequencyMoments,
  type FrequencyOptions,
  frequencyMoments,
  type ImageBlock,
  type ImageLayer,
  imageSize,
  type Layout,
  mergeFrequencyMoments,
} from "@svcca/dft-preprocessing";
import { type ComplexMatrix, SvccaError } from "@svcca/linalg";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blockOf, gaussianBlock, maxDifference, valueAt } from "./blocks.js";

function layerOf(
  { data, shape, layout }: ImageBlock,
  name = "conv",
): ImageLayer & { reads: number[] } {
  const values = shape.slice(1).reduce((product, size) => product * size, 1);
  const reads: number[] = [];
  const source = {
    name,
    shape,
    dtype: "<f8",
    attributes: {},
    async read(start: number, end: number) {
      reads.push(end - start);
      return data.slice(start * values, end * values);
    },
  };
  return { source, layout, reads };
}

async function collect(x: ImageLayer, y: ImageLayer, options?: FrequencyOptions) {
  const all: FrequencyMoments[] = [];
  for await (const moments of frequencyMoments(x, y, options)) all.push(moments);
  return all;
}

/** The moments as their definition says, from whole transforms in memory. */
function plainMoments(x: ImageBlock, y: ImageBlock, frequency: { y: number; x: number }) {
  const rows = [x, y].map((block) => {
    const spectrum = dft2(block);
    const [images, a, b, c] = block.shape as [number, number, number, number];
    const [channels, height, width] = block.layout === "NCHW" ? [a, b, c] : [c, a, b];
    const at = (data: Float64Array, i: number, channel: number) =>
      valueAt(spectrum, data, [
        i,
        channel,
        (frequency.y + height) % height,
        (frequency.x + width) % width,
      ]);
    const part = (data: Float64Array) =>
      Array.from({ length: channels }, (_, channel) => {
        const column = Array.from({ length: images }, (_, i) => at(data, i, channel));
        const mean = column.reduce((sum, v) => sum + v, 0) / images;
        return column.map((v) => v - mean);
      });
    return { re: part(spectrum.re), im: part(spectrum.im) };
  });
  const dot = (u: number[], v: number[]) => u.reduce((sum, value, i) => sum + value * v[i]!, 0);
  const sums = (s: 0 | 1, t: 0 | 1) => {
    const [u, v] = [rows[s]!, rows[t]!];
    const pairs = u.re.flatMap((_, i) => v.re.map((_, j) => [i, j] as const));
    return {
      re: pairs.map(([i, j]) => dot(u.re[i]!, v.re[j]!) + dot(u.im[i]!, v.im[j]!)),
      im: pairs.map(([i, j]) => dot(u.im[i]!, v.re[j]!) - dot(u.re[i]!, v.im[j]!)),
    };
  };
  return { cxx: sums(0, 0), cyy: sums(1, 1), cxy: sums(0, 1) };
}

const cases = fc.record({
  images: fc.integer({ min: 2, max: 20 }),
  a: fc.integer({ min: 1, max: 4 }),
  b: fc.integer({ min: 1, max: 3 }),
  sizeX: fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 })),
  sizeY: fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 })),
  layoutX: fc.constantFrom<Layout>("NCHW", "NHWC"),
  layoutY: fc.constantFrom<Layout>("NCHW", "NHWC"),
  seed: fc.nat(),
});

function pairOf(sizes: typeof cases extends fc.Arbitrary<infer T> ? T : never) {
  const { images, a, b, sizeX, sizeY, layoutX, layoutY, seed } = sizes;
  const [hx, wx] = sizeX;
  const [hy, wy] = sizeY;
  return {
    x: gaussianBlock({ images, channels: a, height: hx, width: wx }, layoutX, seed),
    y: gaussianBlock({ images, channels: b, height: hy, width: wy }, layoutY, seed + 1),
  };
}

function expectSame(a: ComplexMatrix, b: { re: ArrayLike<number>; im: ArrayLike<number> }) {
  expect(maxDifference(a.re, b.re)).toBeLessThan(1e-10);
  expect(maxDifference(a.im, b.im)).toBeLessThan(1e-10);
}

describe("moments of each frequency", () => {
  test("are the sums that their definition says, for all sizes and layouts", () =>
    fc.assert(
      fc.asyncProperty(cases, async (sizes) => {
        const { x, y } = pairOf(sizes);
        const [layerX, layerY] = [layerOf(x), layerOf(y)];
        const all = await collect(layerX, layerY);
        const { half } = commonFrequencies(imageSize(layerX), imageSize(layerY));
        expect(all.map(({ frequency }) => frequency)).toEqual(half);
        for (const moments of all) {
          expect(moments.datapoints).toBe(sizes.images);
          const wanted = plainMoments(x, y, moments.frequency);
          for (const key of ["cxx", "cyy", "cxy"] as const) expectSame(moments[key], wanted[key]);
          expect([moments.cxy.rows, moments.cxy.cols]).toEqual([sizes.a, sizes.b]);
        }
      }),
      { numRuns: 60 },
    ));

  test("little memory: groups of frequencies and small blocks give the same", () =>
    fc.assert(
      fc.asyncProperty(cases, fc.integer({ min: 1, max: 20000 }), async (sizes, memory) => {
        const { x, y } = pairOf(sizes);
        const whole = await collect(layerOf(x), layerOf(y));
        const parts = await collect(layerOf(x), layerOf(y), { memory });
        expect(parts.length).toBe(whole.length);
        parts.forEach((part, k) => {
          const { frequency, cxx, cyy, cxy, meanX, meanY } = whole[k]!;
          expect(part.frequency).toEqual(frequency);
          expectSame(part.cxx, cxx);
          expectSame(part.cyy, cyy);
          expectSame(part.cxy, cxy);
          for (const [mine, other] of [
            [part.meanX, meanX],
            [part.meanY, meanY],
          ] as const) {
            expect(maxDifference(mine.re, other.re)).toBeLessThan(1e-10);
            expect(maxDifference(mine.im, other.im)).toBeLessThan(1e-10);
          }
        });
      }),
      { numRuns: 40 },
    ));

  test("shards add up", () =>
    fc.assert(
      fc.asyncProperty(cases, fc.nat(), async (sizes, at) => {
        fc.pre(sizes.images >= 4);
        const { x, y } = pairOf(sizes);
        const cut = 2 + (at % (sizes.images - 3));
        const part = (block: ImageBlock, start: number, end: number): ImageBlock => {
          const values = block.data.length / sizes.images;
          return {
            ...block,
            data: block.data.slice(start * values, end * values),
            shape: [end - start, ...block.shape.slice(1)],
          };
        };
        const moments = (start: number, end: number) =>
          collect(layerOf(part(x, start, end)), layerOf(part(y, start, end)));
        const whole = await moments(0, sizes.images);
        const [first, second] = [await moments(0, cut), await moments(cut, sizes.images)];
        whole.forEach((wanted, k) => {
          const merged = mergeFrequencyMoments(first[k]!, second[k]!);
          expect(merged.datapoints).toBe(sizes.images);
          expectSame(merged.cxx, wanted.cxx);
          expectSame(merged.cyy, wanted.cyy);
          expectSame(merged.cxy, wanted.cxy);
          expect(maxDifference(merged.meanX.re, wanted.meanX.re)).toBeLessThan(1e-10);
          expect(maxDifference(merged.meanY.im, wanted.meanY.im)).toBeLessThan(1e-10);
          expect(merged.roundingX.length).toBe(sizes.a);
        });
      }),
      { numRuns: 30 },
    ));

  test("a dead channel beside a large one stays exactly zero, and a small one keeps its digits", async () => {
    const sizes = { images: 30, channels: 3, height: 7, width: 9 };
    const plain = gaussianBlock(sizes, "NHWC", 1);
    const factors = [1e12, 0, 1e-9];
    const block = { ...plain, data: plain.data.map((v, p) => v * factors[p % 3]!) };
    const [all, wanted] = [
      await collect(layerOf(block), layerOf(block)),
      await collect(layerOf(plain), layerOf(plain)),
    ];
    all.forEach(({ cxx }, k) => {
      expect(cxx.re[4]).toBe(0);
      const small = wanted[k]!.cxx.re[8]! * 1e-18;
      expect(Math.abs(cxx.re[8]! / small - 1)).toBeLessThan(1e-12);
    });
  });

  test("a channel that is constant over space holds rounding at other frequencies, and it says so", async () => {
    const sizes = { images: 40, channels: 2, height: 7, width: 6 };
    const noise = gaussianBlock(sizes, "NCHW", 2);
    const block = blockOf(sizes, "NCHW", (i, c, y, x) =>
      c === 0 ? Math.sin(3 * i) + 5 : valueAt(noise, noise.data, [i, c, y, x]),
    );
    for (const { frequency, cxx, roundingX } of await collect(layerOf(block), layerOf(block))) {
      const zero = frequency.y === 0 && frequency.x === 0;
      expect(cxx.re[0]! > roundingX[0]!, JSON.stringify(frequency)).toBe(zero);
      expect(cxx.re[3]! > roundingX[1]!).toBe(true);
    }
  });

  test("a dense layer, and one neuron, have the zero frequency, where a dense sum is taken", async () => {
    const block = gaussianBlock({ images: 9, channels: 2, height: 3, width: 4 }, "NHWC", 3);
    const dense = gaussianBlock({ images: 9, channels: 1, height: 1, width: 1 }, "NCHW", 4);
    for (const shape of [[9, 1], [9]]) {
      const logit = { source: { ...layerOf(dense).source, shape } };
      const [moments, ...more] = await collect(layerOf(block), logit);
      expect(more).toEqual([]);
      expectSame(moments!.cxy, plainMoments(block, dense, { y: 0, x: 0 }).cxy);
    }
  });
});

describe("reading", () => {
  test("chosen frequencies come in their order, as they come among all", async () => {
    const sizes = { images: 30, channels: 3, height: 4, width: 5 };
    const x = layerOf(gaussianBlock(sizes, "NHWC", 1));
    const y = layerOf(gaussianBlock(sizes, "NCHW", 2));
    const all = await collect(x, y);
    const frequencies = [5, 0, 3].map((i) => all[i]!.frequency);
    const some = await collect(x, y, { frequencies });
    expect(some.map(({ frequency }) => frequency)).toEqual(frequencies);
    for (const [k, i] of [5, 0, 3].entries()) {
      expect(maxDifference(some[k]!.cxy.re, all[i]!.cxy.re)).toBeLessThan(1e-10);
    }
    expect(await collect(x, y, { frequencies: [] })).toEqual([]);
    await expect(collect(x, y, { frequencies: [{ y: 3, x: 0, multiplicity: 1 }] })).rejects.toThrow(
      /frequency \(3, 0\) of images of 4 x 5/,
    );
  });

  test("progress counts the images of all passes, and a signal stops", async () => {
    const block = gaussianBlock({ images: 12, channels: 2, height: 4, width: 4 }, "NCHW", 5);
    const seen: [number, number][] = [];
    const layer = layerOf(block);
    await collect(layer, layer, {
      memory: 800,
      onProgress: (done, total) => seen.push([done, total]),
    });
    const [done, total] = seen.at(-1)!;
    expect(done).toBe(total);
    expect(total % 12).toBe(0);
    expect(total).toBeGreaterThan(12);
    expect(seen.map(([value]) => value)).toEqual(
      seen.map(([value]) => value).sort((a, b) => a - b),
    );
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(collect(layer, layer, { signal })).rejects.toThrow("enough");
  });

  test("what cannot be compared is refused in one line", async () => {
    const block = gaussianBlock({ images: 4, channels: 2, height: 3, width: 3 }, "NCHW", 6);
    const layer = layerOf(block);
    const other = layerOf(
      gaussianBlock({ images: 5, channels: 1, height: 3, width: 3 }, "NCHW", 7),
    );
    const message = async (x: ImageLayer, y: ImageLayer, options?: FrequencyOptions) => {
      const error = await collect(x, y, options).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(SvccaError);
      expect((error as Error).message).not.toContain("\n");
      return (error as Error).message;
    };
    expect(await message(layer, other)).toContain("4 datapoints, conv has 5");
    const change = (over: object) => ({ ...layer, source: { ...layer.source, ...over } });
    expect(await message(change({ dtype: "<c16" }), layer)).toContain("<c16");
    expect(await message(change({ shape: [4, 2, 9] }), layer)).toContain("(4, 2, 9)");
    expect(await message({ source: layer.source }, layer)).toContain('give "NCHW" or "NHWC"');
    expect(await message(layer, layer, { memory: 0 })).toContain("memory 0");
    const one = change({ shape: [1, 2, 3, 3] });
    expect(await message(one, one)).toContain("1 datapoint;");
    const none = change({ shape: [4, 0, 3, 3] });
    expect(await message(none, layer)).toContain("without values");
    const data = block.data.slice();
    data[18 * 2 + 9 + 5] = Number.NaN;
    expect(await message(layerOf({ ...block, data }), layer)).toContain(
      "NaN at datapoint 2, index (1, 1, 2)",
    );
    const [first] = await collect(layer, layer);
    const [, second] = await collect(layer, layer);
    expect(() => mergeFrequencyMoments(first!, second!)).toThrow("at the same frequency");
  });
});
