import { cca, svcca } from "@svcca/core";
import type { ArraySource } from "@svcca/linalg";
import { expect, test } from "vitest";
import { gaussianMatrix } from "./helpers.js";

const [n, steps, d] = [40, 3, 5];
const { data } = gaussianMatrix(n * steps, d, 1);
const sequence = (values: Float64Array = data): ArraySource => ({
  name: "lstm1",
  shape: [n, steps, d],
  dtype: "<f8",
  attributes: {},
  read: async (start, end) => values.slice(start * steps * d, end * steps * d),
});
const other = gaussianMatrix(n, 4, 2);
/** The rows that a treatment should make, by hand. */
const rows = (of: (i: number) => number[]) => ({
  rows: n,
  cols: d,
  data: Float64Array.from(Array.from({ length: n }, (_, i) => of(i)).flat()),
});
const at = (i: number, t: number) => Array.from(data.subarray((i * steps + t) * d).slice(0, d));

test("the mean over the steps, the last step, any step", async () => {
  const mean = rows((i) =>
    at(i, 0).map((_, j) => (at(i, 0)[j]! + at(i, 1)[j]! + at(i, 2)[j]!) / steps),
  );
  for (const [time, matrix] of [
    ["average", mean],
    ["last", rows((i) => at(i, 2))],
    [1, rows((i) => at(i, 1))],
  ] as const) {
    const { coefficients } = await cca(sequence(), other, { time });
    const expected = await cca(matrix, other);
    expect(coefficients.length).toBe(4);
    coefficients.forEach((value, i) => {
      expect(Math.abs(value - expected.coefficients[i]!)).toBeLessThan(1e-12);
    });
  }
});

test("every step as a datapoint", async () => {
  const flat = { rows: n * steps, cols: d, data };
  const { similarity, datapoints } = await svcca(sequence(), flat, { time: "datapoints" });
  expect(datapoints).toBe(n * steps);
  expect(similarity).toBeCloseTo(1, 12);
});

test("a sequence says what it needs; a NaN is named by its place", async () => {
  await expect(cca(sequence(), other)).rejects.toThrow(
    "lstm1: shape (40, 3, 5) is a sequence; say what its steps mean with time (--time)",
  );
  await expect(cca(sequence(), other, { time: 3 })).rejects.toThrow(
    "lstm1: time 3 of shape (40, 3, 5); give average, datapoints, last or a step from 0 to 2",
  );
  const broken = data.slice();
  broken[(7 * steps + 2) * d + 4] = Number.NaN;
  await expect(cca(sequence(broken), other, { time: "average" })).rejects.toThrow(
    "at datapoint 7, index (2, 4)",
  );
});
