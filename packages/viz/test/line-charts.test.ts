import { type CoefficientCurveOptions, coefficientCurve, convergenceCurves } from "@svcca/viz";
import { describe, expect, it } from "vitest";
import { coefficients, names } from "./examples.js";
import { expectNumbers, expectWellFormed } from "./svg-check.js";

const curveOf = (count: number, more: Partial<CoefficientCurveOptions> = {}) =>
  coefficientCurve({
    series: [{ label: "two seeds", coefficients: coefficients(count) }],
    ...more,
  });

/** Baselines of the labels at the right of the plot, from top to bottom. */
function labelRows(svg: string, pattern: RegExp): number[] {
  const found = [
    ...svg.matchAll(/<text x="[^"]*" y="([^"]*)"[^>]*>(?:<title>[^<]*<\/title>)?([^<]*)/g),
  ];
  return found
    .filter(([, , text]) => pattern.test(text!))
    .map(([, y]) => Number(y))
    .sort((a, b) => a - b);
}

describe("coefficientCurve", () => {
  it.each([1, 5, 64, 500])("draws %i coefficients with their mean", (count) => {
    const svg = curveOf(count, { noiseFloor: 0.2, title: "Correlations" });
    expectWellFormed(svg);
    expectNumbers(svg);
    const mean = coefficients(count).reduce((a, b) => a + b, 0) / count;
    expect(svg).toContain(`<title>mean ${mean.toFixed(4)}</title>`);
    expect(svg).toContain(`>two seeds (mean ${mean.toFixed(2)})</text>`);
    expect(svg).toContain(">noise floor 0.20</text>");
    expect(svg.match(/<circle /g) ?? []).toHaveLength(count <= 40 ? count : 0);
  });

  it("takes typed arrays, rounding errors of float32, and any descending list", () => {
    const list = new Float32Array([1.0000002, 0.5, 0.5, -1e-7]);
    expectNumbers(coefficientCurve({ series: [{ label: "gpu", coefficients: list }] }));
  });

  it("puts the mean where the line has that height", () => {
    const svg = coefficientCurve({ series: [{ label: "a", coefficients: [1, 0.5, 0] }] });
    const dots = [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)];
    const diamond = /<path d="M([\d.]+),([\d.]+)L[^"]*Z"/.exec(svg)!;
    expect(Number(diamond[1]) + 6).toBeCloseTo(Number(dots[1]![1]), 1);
    expect(Number(diamond[2])).toBeCloseTo(Number(dots[1]![2]), 1);
  });

  it("keeps the size asked for", () => {
    expect(curveOf(5, { width: 500, height: 300 })).toMatch(/width="500" height="30\d"/);
    expect(curveOf(5)).toMatch(/width="640" height="40\d"/);
  });

  it("gives labels of lines that end together a row each, and grows for them", () => {
    const series = names(40, "layer ").map((label) => ({ label, coefficients: [1, 0.5] }));
    const svg = coefficientCurve({ series });
    const rows = labelRows(svg, /^layer /);
    expect(rows).toHaveLength(40);
    for (let i = 1; i < rows.length; i++) expect(rows[i]! - rows[i - 1]!).toBeGreaterThan(11);
    expect(Number(/ height="(\d+)"/.exec(svg)![1])).toBeGreaterThan(600);
  });

  it.each([
    [{ series: [] }, "coefficientCurve: series is empty: give at least one entry"],
    [
      { series: [{ label: "a", coefficients: [] }] },
      "coefficientCurve: series[0].coefficients is empty: give at least one entry",
    ],
    [
      { series: [{ label: "a", coefficients: [Number.NaN] }] },
      "coefficientCurve: series[0].coefficients[0] is NaN: give a number from 0 to 1",
    ],
    [
      { series: [{ label: "a", coefficients: [1.2] }] },
      "coefficientCurve: series[0].coefficients[0] is 1.2: give a number from 0 to 1",
    ],
    [
      { series: [{ label: "a", coefficients: [0.2, 0.9] }] },
      "coefficientCurve: series[0].coefficients[1] is 0.9 after 0.2: sort the coefficients, largest first",
    ],
    [{ noiseFloor: -1 }, "coefficientCurve: noiseFloor is -1: give a number from 0 to 1"],
    [{ width: 10 }, "coefficientCurve: width is 10: give a number of at least 360"],
    [{ height: Number.NaN }, "coefficientCurve: height is NaN: give a number of at least 240"],
  ])("refuses %j", (wrong, message) => {
    expect(() => curveOf(3, wrong)).toThrow(new RangeError(message));
  });
});

describe("convergenceCurves", () => {
  const curves = (count: number, checkpoints = [0, 35, 75, 100]) => ({
    layers: names(count, "layer "),
    checkpoints,
    values: names(count).map((_, i) => checkpoints.map((c) => 1 - (1 - c / 100) ** (1 + i))),
  });

  it.each([
    [1, 1],
    [8, 8],
    [24, 24],
    [80, 20],
  ])("draws %i lines and names %i of them without overlap", (count, named) => {
    const svg = convergenceCurves(curves(count));
    expectWellFormed(svg);
    expectNumbers(svg);
    expect(svg.match(/<path [^>]*stroke-width="1.75"/g)).toHaveLength(count);
    const rows = labelRows(svg, /^layer /);
    expect(rows).toHaveLength(named);
    for (let i = 1; i < rows.length; i++) expect(rows[i]! - rows[i - 1]!).toBeGreaterThan(11);
    expect(svg).toContain(">layer 1</text>");
    expect(svg).toContain(`>layer ${count}</text>`);
    expect(svg.includes(`${named} of ${count} layers are named`)).toBe(named < count);
  });

  it("draws dots where there is one checkpoint", () => {
    expect(convergenceCurves(curves(3, [50])).match(/<circle /g)).toHaveLength(3);
  });

  it.each([
    [{ layers: [] }, "convergenceCurves: layers is empty: give at least one entry"],
    [
      { checkpoints: [0, 50, 50, 100] },
      "convergenceCurves: checkpoints[2] is 50 after 50: give the checkpoints in the order of training, each once",
    ],
    [
      { checkpoints: [0, 50, 70, 101] },
      "convergenceCurves: checkpoints[3] is 101: give percent of training, from 0 to 100",
    ],
    [
      { values: [[1, 1, 1, 1]] },
      "convergenceCurves: values has 1 entries and layers has 2: give one line of values for each of layers",
    ],
    [
      {
        values: [
          [1, 1, 1, 1],
          [1, 2, 1, 1],
        ],
      },
      "convergenceCurves: values[1][1] is 2: give a number from 0 to 1",
    ],
  ])("refuses %j", (wrong, message) => {
    expect(() => convergenceCurves({ ...curves(2), ...wrong })).toThrow(new RangeError(message));
  });
});
