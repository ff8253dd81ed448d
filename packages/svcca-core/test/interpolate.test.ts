import { cca, collectMoments, comparePairs, grid, project, svcca } from "@svcca/core";
import { type ImageBlock, resizeFourier, resizeLinear } from "@svcca/dft-preprocessing";
import type { ArraySource } from "@svcca/linalg";
import { gaussian, gaussianMatrix } from "@svcca/linalg/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maxDifference } from "./helpers.js";

type Layout = "NCHW" | "NHWC";

function images(shape: readonly number[], data: Float64Array, layout: Layout): ArraySource {
  const width = shape.slice(1).reduce((product, n) => product * n, 1);
  return {
    name: "conv",
    shape,
    dtype: "<f8",
    attributes: { layout },
    read: async (start, end) => data.slice(start * width, end * width),
  };
}

function random(shape: readonly number[], seed: number, layout: Layout = "NCHW") {
  const next = gaussian(seed);
  const data = Float64Array.from({ length: shape.reduce((a, b) => a * b) }, () => next());
  return { source: images(shape, data, layout), block: { data, shape, layout } };
}

/** A block as positions x channels. */
function rowsOf({ data, shape, layout }: ImageBlock) {
  const [n, a, b, c] = shape as [number, number, number, number];
  const [channels, positions] = layout === "NCHW" ? [a, b * c] : [c, a * b];
  const out = new Float64Array(data.length);
  for (let i = 0, at = 0; i < n; i++)
    for (let p = 0; p < positions; p++)
      for (let k = 0; k < channels; k++, at++) {
        out[at] =
          layout === "NCHW"
            ? data[(i * channels + k) * positions + p]!
            : data[(i * positions + p) * channels + k]!;
      }
  return { data: out, rows: n * positions, cols: channels };
}

const sizes = fc.record({
  h: fc.integer({ min: 1, max: 5 }),
  w: fc.integer({ min: 1, max: 5 }),
  h2: fc.integer({ min: 1, max: 5 }),
  w2: fc.integer({ min: 1, max: 5 }),
  layout: fc.constantFrom<Layout>("NCHW", "NHWC"),
  interpolation: fc.constantFrom("linear" as const, "fourier" as const),
  seed: fc.nat(),
});

describe("interpolate", () => {
  const shapeOf = (n: number, c: number, h: number, w: number, layout: Layout) =>
    layout === "NCHW" ? [n, c, h, w] : [n, h, w, c];

  test("is the resized images, position by position, at the larger height and the larger width", () =>
    fc.assert(
      fc.asyncProperty(sizes, async ({ h, w, h2, w2, layout, interpolation, seed }) => {
        const x = random(shapeOf(40, 3, h, w, layout), seed, layout);
        const y = random(shapeOf(40, 2, h2, w2, layout), seed + 1, layout);
        const got = await cca(x.source, y.source, { spatial: "interpolate", interpolation });
        const resize = interpolation === "linear" ? resizeLinear : resizeFourier;
        const size = { height: Math.max(h, h2), width: Math.max(w, w2) };
        const wanted = await cca(rowsOf(resize(x.block, size)), rowsOf(resize(y.block, size)));
        expect(got.datapoints).toBe(40 * size.height * size.width);
        expect(got.coefficients.length).toBe(wanted.coefficients.length);
        expect(maxDifference(got.coefficients, wanted.coefficients)).toBeLessThan(1e-9);
      }),
      { numRuns: 30 },
    ));

  test("of layers of one size is datapoints, to the last bit", async () => {
    const [x, y] = [random([30, 3, 4, 2], 1), random([30, 2, 4, 2], 2)];
    const options = { truncate: { components: 2 } } as const;
    const a = await svcca(x.source, y.source, { ...options, spatial: "interpolate" });
    const b = await svcca(x.source, y.source, { ...options, spatial: "datapoints" });
    expect(a).toEqual(b);
  });

  test("a grid compares each pair at its own size, as the pair alone", async () => {
    const layers = [random([30, 3, 4, 4], 1), random([30, 4, 2, 2], 2), random([30, 2, 3, 5], 3)];
    const sources = layers.map(({ source }) => source);
    const { results } = await grid(sources, sources, { spatial: "interpolate" });
    for (const [i, x] of sources.entries()) {
      for (const [j, y] of sources.entries()) {
        const alone = await svcca(x, y, { spatial: "interpolate" });
        expect(results[i]![j]!.datapoints).toBe(alone.datapoints);
        expect(results[i]![j]!.similarity).toBeCloseTo(alone.similarity, 12);
      }
    }
    expect(results[0]![1]!.datapoints).toBe(30 * 16);
    expect(results[1]![1]!.datapoints).toBe(30 * 4);
    expect(results[2]![0]!.datapoints).toBe(30 * 20);
    // A pair is the same to the last bit whichever others are asked for.
    const { value } = await comparePairs(sources, [[2, 0]], { spatial: "interpolate" }).next();
    expect(value).toEqual(results[2]![0]);
  });

  test("moments of several layers, and datapoints along directions, have one size", async () => {
    const layers = [random([20, 3, 4, 2], 1), random([20, 2, 2, 5], 2)].map(({ source }) => source);
    const moments = await collectMoments(layers, { spatial: "interpolate" });
    expect(moments.datapoints).toBe(20 * 20);
    const { directions } = await cca(layers[0]!, layers[1]!, { spatial: "interpolate" });
    const grid = { height: 4, width: 5 };
    const seen = await project(layers[0]!, directions.x, { spatial: "interpolate", grid });
    expect([seen.rows, seen.cols]).toEqual([400, 2]);
  });

  test("what has no meaning is refused", async () => {
    const [x, y] = [random([9, 2, 3, 3], 1).source, random([9, 2, 2, 2], 2).source];
    const refused = (options: object, message: RegExp, other = y as never) =>
      expect(cca(x, other, { spatial: "interpolate", ...options })).rejects.toThrow(message);
    await refused({ interpolation: "cubic" }, /interpolation: "cubic"; give "linear" or "fourier"/);
    await refused({ grid: { height: 0, width: 4 } }, /grid: 0 x 4; give a height and a width/);
    await refused(
      {},
      /81 datapoints \(9 of each image\), y has 9; .*average/,
      gaussianMatrix(9, 2, 1) as never,
    );
  });
});

describe("some positions", () => {
  const shape = [50, 3, 6, 5];
  const identity = { data: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), rows: 3, cols: 3 };
  const seen = async (source: ArraySource, options: object, channels = 3) => {
    const weights =
      channels === 3
        ? identity
        : {
            data: new Float64Array(channels * 3).map((_, p) => (p % 4 === 0 && p < 9 ? 1 : 0)),
            rows: channels,
            cols: 3,
          };
    const none = new Float64Array(channels);
    const directions = { weights, mean: none, correlations: weights, deviations: none };
    return project(source, directions, { spatial: "datapoints", ...options });
  };

  /** Which position each row is of, from values that say so. */
  const places = (width: number) => {
    const data = Float64Array.from({ length: 50 * width * 30 }, (_, p) => p % 30);
    return images([50, width, 6, 5], data, "NCHW");
  };

  test("are as many of each image, none twice, in order, other ones in each image", async () => {
    const { data, rows } = await seen(places(3), { positions: 4 });
    expect(rows).toBe(200);
    const perImage = Array.from({ length: 50 }, (_, i) =>
      Array.from({ length: 4 }, (_, k) => data[(i * 4 + k) * 3]!),
    );
    for (const list of perImage) {
      expect(list).toEqual([...new Set(list)].sort((a, b) => a - b));
    }
    expect(new Set(perImage.map(String)).size).toBeGreaterThan(45);
    // Each of the 30 positions comes up about 200 / 30 times.
    const counts = new Map<number, number>();
    for (const place of perImage.flat()) counts.set(place, (counts.get(place) ?? 0) + 1);
    expect(counts.size).toBe(30);
    expect(Math.max(...counts.values())).toBeLessThan(20);
  });

  test("are the same in all layers, however wide and in whatever blocks they are read", async () => {
    const blocks = new Map<number, number>();
    const layer = (width: number): ArraySource => ({
      ...places(1),
      shape: [500, width, 6, 5],
      read: async (start, end) => {
        blocks.set(width, Math.max(blocks.get(width) ?? 0, end - start));
        return Float64Array.from({ length: (end - start) * width * 30 }, (_, p) => p % 30);
      },
    });
    const some = { positions: 20, seed: 5 };
    const narrow = await seen(layer(3), some);
    const wide = await seen(layer(200), some, 200);
    // So that there is something to be the same: several blocks, of other sizes.
    expect(blocks.get(3)).toBeLessThan(500);
    expect(blocks.get(200)).toBeLessThan(blocks.get(3)!);
    const column = ({ data }: { data: Float64Array }) => data.filter((_, p) => p % 3 === 0);
    expect(column(wide)).toEqual(column(narrow));
    const turned = Float64Array.from({ length: 45_000 }, (_, p) => Math.floor(p / 3) % 30);
    const last = images([500, 6, 5, 3], turned, "NHWC");
    expect((await seen(last, some)).data).toEqual(narrow.data);
    expect((await seen(layer(3), { ...some, seed: 6 })).data).not.toEqual(narrow.data);
  });

  test("all of them are the layer; the similarity of some is near that of all", async () => {
    const next = gaussian(3);
    const data = Float64Array.from({ length: 50 * 90 }, () => next());
    const x = images(shape, data, "NCHW");
    const y = images(
      shape,
      data.map((value) => value + next()),
      "NCHW",
    );
    const all = await cca(x, y, { spatial: "datapoints" });
    expect(await cca(x, y, { spatial: "datapoints", positions: 30 })).toEqual(all);
    expect(await cca(x, y, { spatial: "datapoints", positions: 99 })).toEqual(all);
    const some = await cca(x, y, { spatial: "datapoints", positions: 8, seed: 2 });
    expect(some.datapoints).toBe(400);
    // The standard error of a correlation of 0.7 over 400 datapoints is 0.025.
    expect(Math.abs(some.similarity - all.similarity)).toBeLessThan(0.08);
    expect(some.similarity).not.toBe(all.similarity);
  });

  test("of images that are interpolated, too", async () => {
    const x = random([40, 2, 4, 4], 1).source;
    const y = random([40, 2, 2, 3], 2).source;
    const { datapoints } = await cca(x, y, { spatial: "interpolate", positions: 3 });
    expect(datapoints).toBe(120);
  });

  test("what has no meaning is refused", async () => {
    const { source } = random([9, 2, 3, 3], 1);
    for (const positions of [0, 1.5, Number.NaN]) {
      await expect(cca(source, source, { spatial: "datapoints", positions })).rejects.toThrow(
        /positions: .*; give how many of each image/,
      );
    }
    await expect(cca(source, source, { spatial: "average", positions: 2 })).rejects.toThrow(
      /positions: 2 with spatial average/,
    );
  });
});
