import { coefficientCurve, convergenceCurves, heatMap, heatMapGrid } from "@svcca/viz";
import fc from "fast-check";
import { expect, it } from "vitest";
import { expectNumbers, expectWellFormed } from "./svg-check.js";

const text = fc.oneof(fc.string({ unit: "binary" }), fc.string(), fc.constant("<&\"'>]]>"));
const unit = fc.double({ min: 0, max: 1, noNaN: true });
const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const theme = fc.constantFrom("light" as const, "dark" as const, undefined);
const head = { title: fc.option(text, { nil: undefined }), subtitle: text, theme };

function expectSound(svg: string): void {
  expectWellFormed(svg);
  expectNumbers(svg);
}

const heat = fc
  .record({ height: fc.integer({ min: 1, max: 7 }), width: fc.integer({ min: 1, max: 7 }) })
  .chain(({ height, width }) => {
    const list = <T>(of: fc.Arbitrary<T>, length: number) =>
      fc.array(of, { minLength: length, maxLength: length });
    const domain = fc
      .tuple(number, number)
      .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
      .filter(
        ([a, b]) => Number.isFinite(b - a) && b - a > Math.max(1e-200, 1e-8 * Math.max(-a, b)),
      );
    return fc.record({
      values: list(list(fc.option(fc.oneof(unit, number)), width), height),
      rows: list(text, height),
      columns: list(text, width),
      rowTitle: text,
      columnTitle: text,
      valueLabel: fc.option(text, { nil: undefined }),
      domain: fc.option(domain, { nil: undefined }),
      origin: fc.constantFrom("bottom-left" as const, "top-left" as const, undefined),
      annotate: fc.option(fc.boolean(), { nil: undefined }),
      ...head,
    });
  });

it("draws heat maps of any names and finite values", () => {
  fc.assert(
    fc.property(heat, (options) => {
      const svg = heatMap(options);
      expectSound(svg);
      expect(heatMap(structuredClone(options))).toBe(svg);
    }),
    { seed: 1, numRuns: 150 },
  );
});

it("draws grids of any names and finite values", () => {
  fc.assert(
    fc.property(heat, fc.array(text, { minLength: 1, maxLength: 6 }), (options, titles) => {
      const panels = titles.map((title) => ({ title, values: options.values }));
      expectSound(heatMapGrid({ ...options, panels }));
    }),
    { seed: 2, numRuns: 80 },
  );
});

it("draws any coefficients", () => {
  const coefficients = fc
    .array(unit, { minLength: 1, maxLength: 120 })
    .map((list) => list.sort((a, b) => b - a));
  const series = fc.array(fc.record({ label: text, coefficients }), { minLength: 1, maxLength: 9 });
  const noiseFloor = fc.option(unit, { nil: undefined });
  const width = fc.double({ min: 360, max: 2000, noNaN: true });
  fc.assert(
    fc.property(fc.record({ series, noiseFloor, width, ...head }), (options) => {
      expectSound(coefficientCurve(options));
    }),
    { seed: 3, numRuns: 100 },
  );
});

it("draws the convergence of any layers", () => {
  const checkpoints = fc
    .uniqueArray(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 8 })
    .map((list) => list.sort((a, b) => a - b));
  const layers = fc.array(text, { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(checkpoints, layers, unit, fc.record(head), (marks, names, start, rest) => {
      const values = names.map((_, i) => marks.map((mark) => start * (mark / 100) ** i));
      expectSound(convergenceCurves({ layers: names, checkpoints: marks, values, ...rest }));
    }),
    { seed: 4, numRuns: 100 },
  );
});
