import {
  cca,
  type DftDirections,
  dftDirections,
  dftSvcca,
  project,
  spatialMaps,
} from "@svcca/core";
import type { Matrix64 } from "@svcca/linalg";
import { gaussianMatrix } from "@svcca/linalg/testing";
import { describe, expect, test } from "vitest";
import { circularLayer, conv, gaussianData, translationClosed } from "./circular.js";
import { maxDifference } from "./helpers.js";

/** The centred sums of activations times a filter, image by image. */
function filtered(data: Float64Array, filter: Float64Array): Float64Array {
  const out = new Float64Array(data.length / filter.length);
  for (let p = 0; p < data.length; p++) {
    out[Math.floor(p / filter.length)]! += data[p]! * filter[p % filter.length]!;
  }
  const mean = out.reduce((sum, value) => sum + value, 0) / out.length;
  return out.map((value) => value - mean);
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

/** What is left of z outside the span of some uncorrelated columns of variance 1, as a share. */
function outside(z: Float64Array, { data, rows, cols }: Matrix64, columns: readonly number[]) {
  const rest = z.slice();
  for (const j of columns) {
    const column = Float64Array.from({ length: rows }, (_, i) => data[i * cols + j]!);
    const along = dot(z, column) / (rows - 1);
    for (let i = 0; i < rows; i++) rest[i]! -= along * column[i]!;
  }
  return Math.sqrt(dot(rest, rest) / dot(z, z));
}

describe("directions back in space", () => {
  const [h, w] = [4, 3];
  const { data, shape } = translationClosed(24, 2, h, w, 1);
  const n = shape[0];
  const one = circularLayer(data, shape, 3, 2);
  const x = circularLayer(one, [n, 3, h, w], 3, 3);
  const y = circularLayer(data, shape, 4, 4);
  const [layerX, layerY] = [conv([n, 3, h, w], x), conv([n, 4, h, w], y)];

  test("span what the flattened directions of the same coefficient span, where the theorem holds", async () => {
    const flat = await cca(layerX, layerY, { spatial: "flatten" });
    const variates = {
      x: await project(layerX, flat.directions.x, { spatial: "flatten" }),
      y: await project(layerY, flat.directions.y, { spatial: "flatten" }),
    };
    let tested = 0;
    for (const frequency of [
      { y: 0, x: 0 },
      { y: 1, x: 0 },
      { y: -2, x: 0 },
      { y: 1, x: 1 },
      { y: -2, x: 1 },
    ]) {
      const found = await dftDirections(layerX, layerY, frequency, { measure: "cca" });
      const { multiplicity } = found.frequency;
      for (const [i, coefficient] of found.coefficients.entries()) {
        const same = [...flat.coefficients.keys()].filter(
          (j) => Math.abs(flat.coefficients[j]! - coefficient) < 1e-8,
        );
        // Another frequency has this coefficient by chance: then there is nothing to hold it to.
        if (same.length !== multiplicity) continue;
        tested++;
        for (const [side, values] of [
          ["x", x],
          ["y", y],
        ] as const) {
          const maps = spatialMaps(found[side], i);
          expect(maps.shape).toEqual([side === "x" ? 3 : 4, h, w]);
          const [real, imaginary] = [maps.real, maps.imaginary].map((map) =>
            filtered(values, map),
          ) as [Float64Array, Float64Array];
          expect((dot(real, real) + dot(imaginary, imaginary)) / (n - 1)).toBeCloseTo(1, 9);
          // A covariance of 288 datapoints knows directions to about 1e-8 over the gap between
          // coefficients, of which the smallest here is 1e-3.
          expect(outside(real, variates[side], same)).toBeLessThan(1e-5);
          if (multiplicity === 1) expect(Math.max(...imaginary.map(Math.abs))).toBeLessThan(1e-12);
          else {
            expect(outside(imaginary, variates[side], same)).toBeLessThan(1e-5);
            // Two filters that are independent, so they span all of it.
            const cosine =
              dot(real, imaginary) / Math.sqrt(dot(real, real) * dot(imaginary, imaginary));
            expect(Math.abs(cosine)).toBeLessThan(0.1);
          }
        }
      }
    }
    expect(tested).toBeGreaterThan(10);
  });

  test("are those that dftSvcca compares, and correlate as much as they say", async () => {
    const shapes = [
      [60, 3, 4, 6],
      [60, 4, 3, 5],
    ] as const;
    const values = shapes.map((sizes, i) =>
      gaussianData(
        sizes.reduce((product: number, size) => product * size, 1),
        i + 1,
      ),
    );
    const layers = shapes.map((sizes, i) => conv(sizes, values[i]!)) as [
      typeof layerX,
      typeof layerY,
    ];
    const all = await dftSvcca(...layers);
    for (const { y: fy, x: fx, coefficients } of all.perFrequency) {
      const found: DftDirections = await dftDirections(...layers, { y: fy, x: fx });
      expect(maxDifference(found.coefficients, coefficients)).toBeLessThan(1e-12);
      for (const i of coefficients.keys()) {
        const [a, b] = [spatialMaps(found.x, i), spatialMaps(found.y, i)].map((maps, side) => ({
          re: filtered(values[side]!, maps.real),
          im: filtered(values[side]!, maps.imaginary),
        })) as [{ re: Float64Array; im: Float64Array }, { re: Float64Array; im: Float64Array }];
        // The mean of z conj(w) is the coefficient: real, as the common phase is taken out.
        const re = (dot(a.re, b.re) + dot(a.im, b.im)) / 59;
        const im = (dot(a.im, b.re) - dot(a.re, b.im)) / 59;
        expect(re).toBeCloseTo(coefficients[i]!, 9);
        expect(im).toBeCloseTo(0, 9);
      }
    }
    const opposite = await dftDirections(...layers, { y: -1, x: -1 });
    const there = await dftDirections(...layers, { y: 1, x: 1 });
    expect(maxDifference(opposite.coefficients, there.coefficients)).toBeLessThan(1e-12);
  });

  test("a dense layer has the zero frequency, and its filter is its direction", async () => {
    const dense = gaussianMatrix(n, 2, 5);
    const found = await dftDirections(layerX, dense, { y: 0, x: 0 }, { measure: "cca" });
    const plain = await cca(layerX, dense, { spatial: "average" });
    expect(maxDifference(found.coefficients, plain.coefficients)).toBeLessThan(1e-12);
    const { real, shape: size } = spatialMaps(found.y, 0);
    expect(size).toEqual([2, 1, 1]);
    const wanted = plain.directions.y.weights.data.filter((_, p) => p % 2 === 0);
    const sign = Math.sign(real[0]! * wanted[0]!);
    expect(
      maxDifference(
        real.map((value) => sign * value),
        wanted,
      ),
    ).toBeLessThan(1e-10);
  });

  test("what is not there is refused", async () => {
    await expect(dftDirections(layerX, layerY, { y: 3, x: 0 })).rejects.toThrow(
      /frequency \(3, 0\) is none that both layers have/,
    );
    const flat = conv([n, 1, h, w], new Float64Array(n * h * w).fill(1));
    await expect(dftDirections(flat, layerY, { y: 1, x: 0 })).rejects.toMatchObject({
      code: "no-variance",
    });
    const found = await dftDirections(layerX, layerY, { y: 1, x: 0 });
    expect(() => spatialMaps(found.x, 9)).toThrow(/direction 9 of/);
  });
});
