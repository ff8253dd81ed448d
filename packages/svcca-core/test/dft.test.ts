import { cca, dftSvcca, svcca } from "@svcca/core";
import { dft2 } from "@svcca/dft-preprocessing";
import { type ArraySource, referenceBackend, SvccaError } from "@svcca/linalg";
import { gaussianMatrix } from "@svcca/linalg/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { circularLayer, conv, gaussianData, translationClosed } from "./circular.js";
import { maxDifference } from "./helpers.js";

describe("the theorem of appendix C: circular convolutions, translation-closed data", () => {
  const [h, w] = [4, 3];
  const { data, shape } = translationClosed(24, 2, h, w, 1);
  const n = shape[0];
  const one = circularLayer(data, shape, 3, 2);
  const x = circularLayer(one, [n, 3, h, w], 3, 3);
  const y = circularLayer(data, shape, 4, 4);

  test("the covariance between different frequencies vanishes", async () => {
    const { re, im } = dft2({ data: x, shape: [n, 3, h, w], layout: "NCHW" });
    const cols = 3 * h * w;
    const centred = [re, im].map((part) => {
      const mean = new Float64Array(cols);
      part.forEach((value, p) => {
        mean[p % cols]! += value / n;
      });
      return { data: part.map((value, p) => value - mean[p % cols]!), rows: n, cols };
    });
    const times = (i: 0 | 1, j: 0 | 1) =>
      referenceBackend.matmul(centred[i]!, centred[j]!, { transA: true });
    const [rr, ii, ri, ir] = [
      await times(0, 0),
      await times(1, 1),
      await times(0, 1),
      await times(1, 0),
    ];
    let [on, off] = [0, 0];
    for (let p = 0; p < cols * cols; p++) {
      const size = Math.hypot(rr.data[p]! + ii.data[p]!, ir.data[p]! - ri.data[p]!);
      const same = Math.floor(p / cols) % (h * w) === (p % cols) % (h * w);
      if (same) on = Math.max(on, size);
      else off = Math.max(off, size);
    }
    expect(off / on).toBeLessThan(1e-12);
  });

  test("the union of the frequencies' coefficients is that of the flattened layers", async () => {
    const [layerX, layerY] = [conv([n, 3, h, w], x), conv([n, 4, h, w], y)];
    const flat = await cca(layerX, layerY, { spatial: "flatten" });
    const { coefficients, frequencies } = await dftSvcca(layerX, layerY, { measure: "cca" });
    expect(coefficients.length).toBe(3 * h * w);
    expect(maxDifference(coefficients, flat.coefficients)).toBeLessThan(1e-9);
    expect([frequencies.height, frequencies.width]).toEqual([h, w]);
    // Not because everything is the same: the coefficients spread.
    expect(coefficients[0]! - coefficients.at(-1)!).toBeGreaterThan(0.3);
  });
});

const sizes = fc.record({
  c: fc.integer({ min: 1, max: 4 }),
  h: fc.integer({ min: 1, max: 5 }),
  w: fc.integer({ min: 1, max: 5 }),
  seed: fc.nat(),
});
const N = 40;

describe("invariances", () => {
  const compare = async (x: ArraySource, y: ArraySource, measure: "cca" | "svcca") =>
    (await dftSvcca(x, y, { measure })).coefficients;

  test("the layout does not matter", () =>
    fc.assert(
      fc.asyncProperty(sizes, async ({ c, h, w, seed }) => {
        const x = gaussianData(N * c * h * w, seed);
        const y = gaussianData(N * 2 * h * w, seed + 1);
        const last = new Float64Array(x.length);
        for (let i = 0; i < N; i++)
          for (let k = 0; k < c; k++)
            for (let p = 0; p < h * w; p++)
              last[(i * h * w + p) * c + k] = x[(i * c + k) * h * w + p]!;
        const layerY = conv([N, 2, h, w], y);
        const first = await compare(conv([N, c, h, w], x), layerY, "svcca");
        const turned = await compare(conv([N, h, w, c], last, "NHWC"), layerY, "svcca");
        expect(maxDifference(first, turned)).toBeLessThan(1e-12);
      }),
      { numRuns: 20 },
    ));

  test("CCA: any invertible mix of the channels, of any scales, changes nothing", () =>
    fc.assert(
      fc.asyncProperty(sizes, async ({ c, h, w, seed }) => {
        const x = gaussianData(N * c * h * w, seed);
        const layerY = conv([N, 3, h, w], gaussianData(N * 3 * h * w, seed + 1));
        const mix = gaussianMatrix(c, c, seed + 2).data.map((v, p) =>
          p % (c + 1) === 0 ? v + 4 : v,
        );
        const mixed = new Float64Array(x.length);
        for (let i = 0; i < N; i++)
          for (let k = 0; k < c; k++)
            for (let j = 0; j < c; j++)
              for (let p = 0; p < h * w; p++)
                mixed[(i * c + k) * h * w + p]! +=
                  1e9 ** k * mix[k * c + j]! * x[(i * c + j) * h * w + p]!;
        const plain = await compare(conv([N, c, h, w], x), layerY, "cca");
        const other = await compare(conv([N, c, h, w], mixed), layerY, "cca");
        expect(maxDifference(plain, other)).toBeLessThan(1e-9);
      }),
      { numRuns: 20 },
    ));

  test("moving all images of one layer around by the same step changes nothing", () =>
    fc.assert(
      fc.asyncProperty(sizes, fc.nat(4), fc.nat(4), async ({ c, h, w, seed }, dy, dx) => {
        const x = gaussianData(N * c * h * w, seed);
        const moved = x.map((_, p) => {
          const [image, at] = [Math.floor(p / (h * w)), p % (h * w)];
          const [row, column] = [(Math.floor(at / w) + dy) % h, ((at % w) + dx) % w];
          return x[(image * h + row) * w + column]!;
        });
        const layerY = conv([N, 2, h, w], gaussianData(N * 2 * h * w, seed + 1));
        for (const measure of ["cca", "svcca"] as const) {
          const plain = await compare(conv([N, c, h, w], x), layerY, measure);
          const other = await compare(conv([N, c, h, w], moved), layerY, measure);
          expect(maxDifference(plain, other)).toBeLessThan(1e-10);
        }
      }),
      { numRuns: 20 },
    ));

  test("x against y is y against x; a layer against itself is 1", async () => {
    const x = conv([N, 3, 4, 6], gaussianData(N * 72, 1));
    const y = conv([N, 2, 5, 3], gaussianData(N * 30, 2));
    const [there, back] = [await dftSvcca(x, y), await dftSvcca(y, x)];
    expect(Math.abs(there.similarity - back.similarity)).toBeLessThan(1e-12);
    const self = await dftSvcca(x, x);
    expect(self.similarity).toBeCloseTo(1, 10);
    expect(self.frequencies.similarity.flat().every((value) => value! > 1 - 1e-9)).toBe(true);
  });
});

describe("layers without space", () => {
  test("a dense layer against a convolutional one is its comparison with the spatial average", async () => {
    const x = conv([60, 5, 4, 3], gaussianData(60 * 60, 3));
    const dense = gaussianMatrix(60, 4, 4);
    const logit = { ...conv([60], gaussianData(60, 5)), attributes: {} };
    for (const y of [dense, logit]) {
      const average = await svcca(x, y, { spatial: "average" });
      const zero = await dftSvcca(x, y);
      expect(zero.frequencies.similarity).toEqual([[zero.similarity]]);
      expect(maxDifference(zero.coefficients, average.coefficients)).toBeLessThan(1e-12);
      expect(zero.perFrequency[0]!.kept).toEqual(average.kept);
    }
    const both = await dftSvcca(gaussianMatrix(60, 6, 6), dense, { measure: "cca" });
    const plain = await cca(gaussianMatrix(60, 6, 6), dense);
    expect(maxDifference(both.coefficients, plain.coefficients)).toBeLessThan(1e-12);
  });
});

test("frequencies that are read again come out the same in whatever memory", async () => {
  const [n, c, h, w] = [60, 5, 3, 4];
  // Channels that are sums of directions of size 1 to 1e-8.
  const mixed = (seed: number, signals: Float64Array) => {
    const mix = gaussianData(c * c, seed);
    return signals.map((_, p) => {
      const [image, channel, place] = [
        Math.floor(p / (c * h * w)),
        Math.floor(p / (h * w)) % c,
        p % (h * w),
      ];
      let sum = 0;
      for (let j = 0; j < c; j++) {
        sum += 100 ** -j * mix[channel * c + j]! * signals[(image * c + j) * h * w + place]!;
      }
      return sum;
    });
  };
  const signals = gaussianData(n * c * h * w, 1);
  const noise = gaussianData(signals.length, 2);
  const other = signals.map((value, p) => value + noise[p]!);
  const plain = await dftSvcca(conv([n, c, h, w], signals), conv([n, c, h, w], other), {
    measure: "cca",
  });
  const x = conv([n, c, h, w], mixed(3, signals));
  const y = conv([n, c, h, w], mixed(4, other));
  for (const memory of [2 ** 29, 20_000]) {
    const { coefficients, error, warnings } = await dftSvcca(x, y, { measure: "cca", memory });
    // The smallest direction is known to 2 ** -53 times the condition, about 1e9 with the mixing.
    expect(maxDifference(coefficients, plain.coefficients)).toBeLessThan(1e-6);
    expect(error).toBeLessThan(1e-5);
    expect(warnings.filter(({ code }) => code !== "limited-accuracy")).toEqual([]);
  }
});

describe("what the result says", () => {
  const x = conv([N, 3, 4, 4], gaussianData(N * 48, 7));
  const y = conv([N, 2, 4, 4], gaussianData(N * 32, 8));

  test("the map, the list and the union fit together", async () => {
    const result = await dftSvcca(x, y, { truncate: { components: 2 } });
    expect(result.perFrequency.length).toBe(10);
    const map = result.frequencies.similarity.flat() as number[];
    expect(map.reduce((sum, value) => sum + value, 0) / 16).toBeCloseTo(result.similarity, 12);
    expect(map[1 * 4 + 3]).toBe(map[3 * 4 + 1]);
    expect(result.coefficients.length).toBe(32);
    expect(result.perFrequency.every(({ kept }) => kept.x === 2 && kept.y === 2)).toBe(true);
    expect(result).toMatchObject({
      measure: "svcca",
      datapoints: N,
      channels: { x: 3, y: 2 },
      backend: "reference",
      warnings: [],
    });
    const over = await dftSvcca(x, y, { truncate: { components: 1 }, average: "neurons" });
    const kept = await dftSvcca(x, y, { truncate: { components: 1 } });
    expect(over.similarity).toBeCloseTo(kept.similarity / 2, 12);
  });

  test("dead and spatially constant channels are left out, not turned into noise", async () => {
    const data = gaussianData(N * 48, 7);
    for (let i = 0; i < N; i++) {
      data.fill(0, i * 48, i * 48 + 16);
      data.fill(3 + Math.sin(i), i * 48 + 16, i * 48 + 32);
    }
    const { perFrequency, warnings } = await dftSvcca(conv([N, 3, 4, 4], data), y, {
      measure: "cca",
    });
    for (const { y: fy, x: fx, kept } of perFrequency) {
      expect(kept).toEqual({ x: fy === 0 && fx === 0 ? 2 : 1, y: 2 });
    }
    expect(warnings.map(({ code }) => code)).toEqual(["constant-neurons"]);
    expect(warnings[0]!.message).toContain("x: 1 of 3 channels");
  });

  test("frequencies at which nothing varies are left out, and said to be", async () => {
    const flat = new Float64Array(N * 16);
    const values = gaussianData(N, 9);
    for (let i = 0; i < N; i++) flat.fill(values[i]!, i * 16, (i + 1) * 16);
    const result = await dftSvcca(conv([N, 1, 4, 4], flat), y);
    expect(result.perFrequency.length).toBe(1);
    expect(result.frequencies.similarity.flat().filter((value) => value === null).length).toBe(15);
    expect(result.warnings.map(({ code }) => code)).toContain("frequencies-without-variance");
    await expect(dftSvcca(conv([N, 1, 4, 4], flat.fill(2)), y)).rejects.toMatchObject({
      code: "no-variance",
    });
  });

  test("few datapoints are warned about", async () => {
    const few = conv([6, 4, 2, 2], gaussianData(6 * 16, 10));
    const other = conv([6, 3, 2, 2], gaussianData(6 * 12, 11));
    const { warnings, coefficients } = await dftSvcca(few, other, { measure: "cca" });
    expect(warnings.map(({ code }) => code)).toEqual(["trivial-coefficients"]);
    expect(coefficients.filter((value) => value > 1 - 1e-9).length).toBeGreaterThanOrEqual(8);
    const fewer = await dftSvcca(
      conv([4, 4, 2, 2], gaussianData(64, 1)),
      conv([4, 3, 2, 2], gaussianData(48, 2)),
    );
    expect(fewer.warnings[0]!.code).toBe("fewer-datapoints-than-neurons");
  });

  test("bad input is refused", async () => {
    const unknown = { ...x, attributes: {} };
    await expect(dftSvcca(unknown, y)).rejects.toThrow("can be NCHW or NHWC");
    await expect(dftSvcca(unknown, y, { layout: "NCHW" })).resolves.toBeDefined();
    await expect(dftSvcca(x, y, { measure: "pwcca" as never })).rejects.toThrow('"cca" or "svcca"');
    await expect(dftSvcca(x, y, { average: "all" as never })).rejects.toThrow(SvccaError);
    await expect(dftSvcca(x, y, { truncate: { variance: 2 } })).rejects.toThrow("truncate");
    await expect(
      dftSvcca(x, y, { signal: AbortSignal.abort(new Error("enough")) }),
    ).rejects.toThrow("enough");
    const seen: number[] = [];
    await dftSvcca(x, y, { onProgress: (done, total) => seen.push(done / total), memory: 2000 });
    expect(seen.at(-1)).toBe(1);
  });
});
