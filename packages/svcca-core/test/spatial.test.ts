import { cca, project, svcca } from "@svcca/core";
import type { ArraySource } from "@svcca/linalg";
import { gaussian, gaussianMatrix } from "@svcca/linalg/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maxDifference } from "./helpers.js";

/** Images in memory, in either layout, with the rows of each read on record. */
function images(shape: readonly number[], data: Float64Array, layout?: string) {
  const width = shape.slice(1).reduce((product, n) => product * n, 1);
  const reads: number[] = [];
  const source: ArraySource = {
    name: "conv",
    shape,
    dtype: "<f8",
    attributes: layout ? { layout } : {},
    async read(start, end) {
      reads.push(end - start);
      return data.slice(start * width, end * width);
    },
  };
  return { source, reads };
}

/** n x c x h x w values as NHWC. */
function channelsLast(data: Float64Array, [n, c, h, w]: [number, number, number, number]) {
  const out = new Float64Array(data.length);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < c; k++)
      for (let p = 0; p < h * w; p++) out[(i * h * w + p) * c + k] = data[(i * c + k) * h * w + p]!;
  return out;
}

function gaussianData(count: number, seed: number): Float64Array {
  const next = gaussian(seed);
  return Float64Array.from({ length: count }, () => next());
}

describe("convolutional layers", () => {
  const sizes = fc.record({
    n: fc.integer({ min: 30, max: 60 }),
    c: fc.integer({ min: 1, max: 4 }),
    h: fc.integer({ min: 1, max: 3 }),
    w: fc.integer({ min: 1, max: 4 }),
    seed: fc.nat(),
  });

  test.each(["average", "datapoints"] as const)(
    "%s: the layout does not matter",
    async (spatial) => {
      await fc.assert(
        fc.asyncProperty(sizes, async ({ n, c, h, w, seed }) => {
          const [x, y] = [gaussianData(n * c * h * w, seed), gaussianData(n * c * h * w, seed + 1)];
          const first = await cca(
            images([n, c, h, w], x, "NCHW").source,
            images([n, c, h, w], y, "nchw").source,
            { spatial },
          );
          const last = await cca(
            images([n, h, w, c], channelsLast(x, [n, c, h, w])).source,
            images([n, h, w, c], channelsLast(y, [n, c, h, w])).source,
            { spatial, layout: "NHWC" },
          );
          expect(first.neurons).toEqual({ x: c, y: c });
          expect(first.datapoints).toBe(spatial === "average" ? n : n * h * w);
          expect(maxDifference(first.coefficients, last.coefficients)).toBeLessThan(1e-12);
        }),
        { numRuns: 20 },
      );
    },
  );

  test("average is the mean over positions, flatten every value, datapoints every position", async () => {
    const [n, c, h, w] = [40, 3, 2, 2];
    const data = gaussianData(n * c * h * w, 5);
    const conv = images([n, c, h, w], data).source;
    const y = gaussianMatrix(n, 2, 6);
    const mean = new Float64Array(n * c);
    data.forEach((value, p) => {
      mean[Math.floor(p / 4)]! += value / 4;
    });
    const same = async (spatial: "average" | "flatten", values: Float64Array, neurons: number) => {
      const got = await cca(conv, y, { spatial, layout: "NCHW" });
      const wanted = await cca({ data: values, rows: n, cols: neurons }, y);
      expect(maxDifference(got.coefficients, wanted.coefficients)).toBeLessThan(1e-12);
    };
    await same("average", mean, c);
    await same("flatten", data, c * h * w);

    const rows = channelsLast(data, [n, c, h, w]);
    const pixels = gaussianMatrix(n * h * w, 2, 7);
    const got = await cca(conv, pixels, { spatial: "datapoints", layout: "NCHW" });
    const wanted = await cca({ data: rows, rows: n * h * w, cols: c }, pixels);
    expect(maxDifference(got.coefficients, wanted.coefficients)).toBeLessThan(1e-12);
    const seen = await project(conv, got.directions.x, { spatial: "datapoints", layout: "NCHW" });
    expect(seen.rows).toBe(n * h * w);
  });

  test("blocks never split an image, and hold few of them", async () => {
    const shape = [300, 2, 9, 9];
    const { source, reads } = images(shape, gaussianData(300 * 162, 8));
    await svcca(source, source, { spatial: "datapoints", layout: "NCHW" });
    expect(reads.every(Number.isInteger)).toBe(true);
    expect(Math.max(...reads)).toBeLessThan(300);
  });

  test.each([
    [
      {},
      /conv: shape \(9, 2, 3, 3\) is a convolutional layer; .*average, datapoints, flatten or interpolate/,
    ],
    [{ spatial: "dct" }, /conv: spatial "dct"; say what/],
    [{ spatial: "average" }, /NCHW or NHWC, and the file does not say/],
    [{ spatial: "average", layout: "HWCN" }, /layout "HWCN"; give NCHW or NHWC/],
  ])("%j is refused by name", async (options, message) => {
    const { source } = images([9, 2, 3, 3], new Float64Array(162));
    await expect(cca(source, source, options as object)).rejects.toThrow(message);
  });

  test("a value that is not finite is named by its place in the file", async () => {
    const data = gaussianData(40 * 12, 9);
    data[5 * 12 + 7] = Number.NaN;
    data[6 * 12] = Number.POSITIVE_INFINITY;
    const { source } = images([40, 3, 2, 2], data, "NCHW");
    for (const spatial of ["average", "datapoints", "flatten"] as const) {
      const expected = spatial === "flatten" ? "neuron 7" : "index \\(1, 1, 1\\)";
      await expect(cca(source, source, { spatial })).rejects.toThrow(
        new RegExp(
          `conv: 1 NaN and 1 infinite values, the first \\(NaN\\) at datapoint 5, ${expected}`,
        ),
      );
    }
  });

  test("positions of different sizes do not pair up, even where their number is the same", async () => {
    const a = images([4, 1, 2, 2], gaussianData(16, 1), "NCHW").source;
    const b = images([2, 1, 2, 4], gaussianData(16, 2), "NCHW").source;
    await expect(cca(a, b, { spatial: "datapoints" })).rejects.toThrow(
      /4 positions an image, conv has 8; as datapoints they do not pair up/,
    );
  });
});
