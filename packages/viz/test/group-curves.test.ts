import { groupCurves } from "@svcca/viz";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseXml } from "./support.js";

const base = {
  layers: ["conv1", "fc1"],
  comparisons: [
    { label: "within a", mean: [0.9, 0.7], spread: [0.05, 0.1] },
    { label: "a and b", mean: [0.5, 0.3], spread: [0.02, 0] },
  ],
};

describe("groupCurves", () => {
  test("says mean and spread at each layer, and names the lines at their ends", () => {
    const svg = groupCurves(base);
    expect(svg).toContain("<title>within a, fc1: 0.7 ± 0.1</title>");
    expect(svg).toContain("<title>a and b, conv1: 0.5 ± 0.02</title>");
    expect(svg).toContain(">a and b</text>");
    expect(svg.match(/fill-opacity="0.18"/g)).toHaveLength(2);
  });

  test("a higher mean stands higher, and the band reaches one spread to both sides", () => {
    const height = (mean: number, spread: number) => {
      const svg = groupCurves({
        layers: ["one", "two"],
        comparisons: [{ label: "a", mean: [mean, mean], spread: [spread, spread] }],
      });
      const band = /d="([^"]*)" fill="[^"]*" fill-opacity/.exec(svg)![1]!;
      const ys = [...band.matchAll(/[\d.]+[ ,]([\d.]+)/g)].map(([, y]) => Number(y));
      return {
        middle: (Math.min(...ys) + Math.max(...ys)) / 2,
        size: Math.max(...ys) - Math.min(...ys),
      };
    };
    const [low, high] = [height(0.3, 0.1), height(0.6, 0.2)];
    expect(high.middle).toBeLessThan(low.middle);
    expect(high.size / low.size).toBeCloseTo(2, 1);
  });

  for (const [change, message] of [
    [{ layers: [] }, /^groupCurves: layers is empty/],
    [{ comparisons: [] }, /^groupCurves: comparisons is empty/],
    [{ comparisons: [{ ...base.comparisons[0]!, mean: [0.5] }] }, /mean\[0\] has 1 entries for 2/],
    [{ comparisons: [{ ...base.comparisons[0]!, mean: [0.5, 2] }] }, /outside the axis/],
    [
      { comparisons: [{ ...base.comparisons[0]!, spread: [0.5, -1] }] },
      /half the height of the band/,
    ],
    [{ comparisons: [{ mean: [1, 1], spread: [0, 0] }] }, /comparisons\[0\]\.label is undefined/],
  ] as const) {
    test(`refuses ${JSON.stringify(change)}`, () => {
      expect(() =>
        groupCurves({ ...base, ...change } as Parameters<typeof groupCurves>[0]),
      ).toThrow(message);
    });
  }

  test("any names and values are well formed", () => {
    const value = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(null));
    const row = (length: number) => fc.array(value, { minLength: length, maxLength: length });
    const input = fc.integer({ min: 1, max: 12 }).chain((length) =>
      fc.record({
        layers: fc.array(fc.string({ maxLength: 60 }), { minLength: length, maxLength: length }),
        comparisons: fc.array(
          fc.record({
            label: fc.string({ maxLength: 60 }),
            mean: row(length),
            spread: row(length),
          }),
          { minLength: 1, maxLength: 8 },
        ),
        theme: fc.constantFrom("light" as const, "dark" as const),
      }),
    );
    fc.assert(
      fc.property(input, (options) => {
        const svg = groupCurves(options);
        expect(parseXml(svg).name).toBe("svg");
        expect(svg.replaceAll(/<(title|desc|text)[^>]*>[^<]*</g, "")).not.toMatch(/NaN|undefined/);
      }),
      { numRuns: 60 },
    );
  });
});
