import { frequencyMap } from "@svcca/viz";
import { describe, expect, test } from "vitest";
import { hovers, texts } from "./support.js";

// similarity[v][u] = 10 v + u in the order of a DFT of 3 x 4: 0, 1, -1 and 0, 1, -2, -1.
const base = {
  height: 3,
  width: 4,
  similarity: [0, 1, 2].map((v) => [0, 1, 2, 3].map((u) => (10 * v + u) / 100)),
};

describe("frequencyMap", () => {
  test("puts each frequency of a DFT in its place", () => {
    const found = hovers(frequencyMap(base));
    expect(found).toEqual(
      expect.arrayContaining(["0, 0: 0", "1, 0: 0.1", "-1, -2: 0.22", "0, -1: 0.03", "1, 1: 0.11"]),
    );
    expect(found.filter((text) => /^-?\d, -?\d: /.test(text))).toHaveLength(12);
  });

  test("takes frequencies in rising order", () => {
    expect(hovers(frequencyMap({ ...base, order: "rising" }))).toEqual(
      expect.arrayContaining(["-1, -2: 0", "0, 0: 0.12", "1, 1: 0.23"]),
    );
  });

  test("labels zero also where labels are thinned out, and names both axes", () => {
    for (const size of [1, 2, 7, 28, 56, 112]) {
      const similarity = Array.from({ length: size }, () => new Float64Array(size));
      const shown = texts(frequencyMap({ height: size, width: size, similarity, annotate: false }));
      expect(shown.filter((text) => text === "0")).toHaveLength(2);
      expect(shown.join(" ")).toMatch(/vertical .*cycles per image.*horizontal .*cycles per image/);
    }
  });

  test.each([
    [{ height: 2 }, /^frequencyMap: similarity has 3 rows for 2 names/],
    [{ height: 2.5 }, /height is 2\.5, give a whole number/],
    [{ width: 0 }, /width is 0, give a number from 1/],
    [{ width: 3 }, /similarity\[0\] has 4 entries for 3 columns/],
    [{ order: "fft" }, /order is "fft", give one of dft, rising/],
    [{ similarity: [[Number.NaN, 0, 0, 0], [], []] }, /similarity\[0\]\[0\] is NaN/],
  ])("refuses %j", (change, message) => {
    const call = () => frequencyMap({ ...base, ...change } as Parameters<typeof frequencyMap>[0]);
    expect(call).toThrow(message);
    expect(call).not.toThrow(/\n/);
  });
});
