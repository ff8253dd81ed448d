import { createWasmBackend } from "@svcca/backend-wasm/node";
import {
  crossFrequencyMoments,
  dft2,
  dft2With,
  type FrequencyMoments,
  frequencyMoments,
  type ImageBlock,
  type ImageLayer,
  layerFrequencyMoments,
  momentsAlong,
} from "@svcca/dft-preprocessing";
import {
  type Backend,
  type ComplexMatrix,
  referenceBackend,
  withComplexFallback,
} from "@svcca/linalg";
import { gaussianMatrix } from "@svcca/linalg/testing";
import { afterAll, expect, test } from "vitest";
import { gaussianBlock, maxDifference } from "./blocks.js";

const backend = await createWasmBackend({ threads: 2 });
afterAll(() => backend.dispose?.());

function layerOf({ data, shape, layout }: ImageBlock, name = "conv"): ImageLayer {
  const values = shape.slice(1).reduce((product, size) => product * size, 1);
  const read = async (start: number, end: number) => data.slice(start * values, end * values);
  return { source: { name, shape, dtype: "<f8", attributes: {}, read }, layout };
}

const conv = (channels: number, height: number, width: number, seed: number, images = 40) =>
  layerOf(gaussianBlock({ images, channels, height, width }, seed % 2 ? "NCHW" : "NHWC", seed));

function expectClose(a: ComplexMatrix, b: ComplexMatrix) {
  const size = Math.max(...a.re.map(Math.abs), ...a.im.map(Math.abs));
  expect(maxDifference(a.re, b.re)).toBeLessThan(1e-12 * size);
  expect(maxDifference(a.im, b.im)).toBeLessThan(1e-12 * size);
}

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
}

// 11 and 13 have no pass in WebAssembly: that backend leaves them to the plain way.
test.each([
  [conv(5, 16, 16, 1), conv(3, 16, 16, 2)],
  [conv(4, 7, 14, 3), conv(6, 28, 5, 4)],
  [conv(2, 11, 4, 5), conv(3, 4, 13, 6)],
  [conv(9, 1, 1, 7), conv(2, 6, 10, 8, 40)],
])("moments of every kind are those of the reference backend", async (x, y) => {
  const pair = (one: Backend) => collect(frequencyMoments(x, y, { backend: one }));
  const [expected, found] = [await pair(referenceBackend), await pair(backend)];
  expect(found.map(({ frequency }) => frequency)).toEqual(expected.map((one) => one.frequency));
  for (const [k, { cxx, cyy, cxy, meanX, meanY, roundingX }] of expected.entries()) {
    const mine = found[k]!;
    expectClose(cxx, mine.cxx);
    expectClose(cyy, mine.cyy);
    expectClose(cxy, mine.cxy);
    for (const [a, b] of [
      [meanX, mine.meanX],
      [meanY, mine.meanY],
    ] as const) {
      expect(maxDifference(a.re, b.re)).toBeLessThan(1e-11);
      expect(maxDifference(a.im, b.im)).toBeLessThan(1e-11);
    }
    for (const [c, value] of roundingX.entries()) {
      expect(Math.abs(value / mine.roundingX[c]! - 1)).toBeLessThan(1e-12);
    }
  }
  const frequencies = expected.map(({ frequency }) => frequency);
  const small = { backend, memory: 40_000 };
  const alone = await collect(layerFrequencyMoments(x, frequencies, small));
  for (const [k, { covariance }] of alone.entries()) expectClose(expected[k]!.cxx, covariance);
  const between = await collect(crossFrequencyMoments([y, x], [[1, 0]], small));
  for (const [k, { product }] of between.entries()) expectClose(expected[k]!.cxy, product);
});

test("dft2With is dft2, also into memory that is there, and at sizes that have no pass", async () => {
  const sizes = [1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 14, 15, 16, 28, 30, 49, 56, 64, 83];
  for (const [i, height] of sizes.entries()) {
    const width = sizes[(3 * i + 5) % sizes.length]!;
    for (const layout of ["NCHW", "NHWC"] as const) {
      const block = gaussianBlock({ images: 2, channels: 1 + (i % 6), height, width }, layout, i);
      const expected = dft2(block);
      const length = block.data.length;
      const into = { re: new Float64Array(length).fill(7), im: new Float64Array(length).fill(7) };
      const found = await dft2With(backend, block, { into });
      expect(found.re).toBe(into.re);
      expect(found.shape).toEqual(block.shape);
      for (const part of ["re", "im"] as const) {
        const size = Math.max(...expected[part].map(Math.abs));
        expect(maxDifference(found[part], expected[part])).toBeLessThan(1e-14 * Math.max(1, size));
      }
    }
  }
});

test("dft2With names what it cannot transform, and stops when it is told to", async () => {
  const block = gaussianBlock({ images: 3, channels: 2, height: 4, width: 4 }, "NHWC", 1);
  block.data[2 * 32 + 5] = Number.POSITIVE_INFINITY;
  await expect(dft2With(backend, block)).rejects.toThrow(
    "dft2With: channel 1 of image 2 holds NaN",
  );
  const short = { ...block, shape: [3, 4, 4, 3] };
  await expect(dft2With(backend, short)).rejects.toThrow("96 values for shape (3, 4, 4, 3)");
  const into = { re: new Float64Array(3), im: new Float64Array(96) };
  await expect(dft2With(backend, block, { into })).rejects.toThrow("into holds 3 and 96 values");
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(dft2With(backend, block, { signal })).rejects.toThrow("enough");
});

test("moments along directions are W^H C W", async () => {
  const [x, y] = [conv(5, 7, 8, 1), conv(3, 7, 8, 2)];
  const moments = await collect(frequencyMoments(x, y));
  const along = moments.map(({ frequency, meanX, meanY, cxy }, k) => {
    const weights = (rows: number, cols: number): ComplexMatrix => {
      const part = (seed: number) => gaussianMatrix(rows, cols, seed).data;
      return { re: part(k), im: part(k + 1), rows, cols };
    };
    return {
      frequency,
      x: { weights: weights(cxy.rows, 4), mean: meanX },
      y: { weights: weights(cxy.cols, 2), mean: meanY },
    };
  });
  const { complexProducts } = withComplexFallback(referenceBackend);
  for (const one of [referenceBackend, backend]) {
    const found = await momentsAlong(x, y, along, { backend: one });
    for (const [k, { xx, yy, xy }] of found.entries()) {
      const { cxx, cyy, cxy } = moments[k]!;
      const { x: left, y: right } = along[k]!;
      for (const [c, a, b, got] of [
        [cxx, left, left, xx],
        [cyy, right, right, yy],
        [cxy, left, right, xy],
      ] as const) {
        const [half] = await complexProducts([{ a: a.weights, b: c, adjointA: true }]);
        const [expected] = await complexProducts([{ a: half!, b: b.weights }]);
        expectClose(expected!, got);
      }
    }
  }
});

test("a value that is not finite is named with its place, and memory is given back", async () => {
  const { source, layout } = conv(4, 8, 8, 2);
  const broken = {
    source: {
      ...source,
      read: async (start: number, end: number) => {
        const data = await source.read(start, end);
        if (start <= 33 && 33 < end) data[(33 - start) * 256 + 37] = Number.NaN;
        return data;
      },
    },
    layout: layout!,
  };
  const start = process.memoryUsage.rss();
  for (let i = 0; i < 20; i++) {
    await expect(
      collect(frequencyMoments(broken, conv(200, 8, 8, 1), { backend })),
    ).rejects.toThrow("conv: NaN at datapoint 33, index (1, 1, 1)");
  }
  // 30 MB each.
  expect(process.memoryUsage.rss() - start).toBeLessThan(200e6);
});

test("who looks at the first frequency alone gives the memory back", async () => {
  const first = async (): Promise<FrequencyMoments> => {
    for await (const one of frequencyMoments(conv(100, 8, 8, 1), conv(100, 8, 8, 2), { backend })) {
      return one;
    }
    throw new Error("no frequency");
  };
  await first();
  const start = process.memoryUsage.rss();
  for (let i = 0; i < 20; i++) expect((await first()).frequency).toMatchObject({ y: 0, x: 0 });
  expect(process.memoryUsage.rss() - start).toBeLessThan(200e6);
});
