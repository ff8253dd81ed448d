import { coefficientCurve, convergenceCurves } from "@svcca/viz";
import { describe, expect, test } from "vitest";
import { all, hovers, type Node, parseXml, texts } from "./support.js";

/** y of every point of the first path of a colour that is a curve. */
function placesOf(path: Node): number[][] {
  return path.attributes
    .d!.split(/[ML]/)
    .slice(1)
    .map((place) => place.split(" ").map(Number));
}

function curves(svg: string): Node[] {
  return all(parseXml(svg), "path").filter((path) => path.attributes["stroke-width"] === "1.8");
}

describe("coefficientCurve", () => {
  const series = [{ label: "fc1", coefficients: [0.98, 0.7, 0.36] }];

  test("draws the coefficients to scale and marks their mean", () => {
    const svg = coefficientCurve({ series });
    const places = placesOf(curves(svg)[0]!);
    expect(places).toHaveLength(3);
    const [x, y] = [places.map((place) => place[0]!), places.map((place) => place[1]!)];
    expect(x[1]! - x[0]!).toBeCloseTo(x[2]! - x[1]!, 1);
    expect((y[1]! - y[0]!) / (y[2]! - y[1]!)).toBeCloseTo(0.28 / 0.34, 2);
    expect(texts(svg)).toEqual(
      expect.arrayContaining(["fc1", "mean 0.68", "0.0", "1.0", "1", "3"]),
    );
    expect(hovers(svg)).toContain("fc1, direction 2: 0.7");
  });

  test("names the noise floor, also one for each direction", () => {
    expect(texts(coefficientCurve({ series }))).not.toContain("noise floor");
    expect(texts(coefficientCurve({ series, noiseFloor: 0.2 }))).toContain("noise floor");
    const each = coefficientCurve({ series, noiseFloor: Float64Array.of(0.3, 0.2, 0.1) });
    expect(texts(each)).toContain("noise floor");
    expect(each).not.toBe(coefficientCurve({ series, noiseFloor: 0.2 }));
  });

  test("puts the means of many series into their labels", () => {
    const many = Array.from({ length: 12 }, (_, index) => ({
      ...series[0]!,
      label: `net ${index}`,
    }));
    const shown = texts(coefficientCurve({ series: many }));
    expect(shown.filter((text) => text.endsWith(", mean 0.68"))).toHaveLength(12);
  });

  test("tells the eleventh series from the first by its dashes", () => {
    const many = Array.from({ length: 11 }, (_, index) => ({
      ...series[0]!,
      label: `net ${index}`,
    }));
    const drawn = curves(coefficientCurve({ series: many })).map((path) => path.attributes);
    expect(drawn[10]!.stroke).toBe(drawn[0]!.stroke);
    expect(drawn[10]!["stroke-dasharray"]).not.toBe(drawn[0]!["stroke-dasharray"]);
  });

  test("draws a single coefficient as a point", () => {
    const svg = coefficientCurve({
      series: [{ label: "a", coefficients: [0.5] }],
      noiseFloor: 0.1,
    });
    expect(all(parseXml(svg), "circle")).toHaveLength(1);
  });

  test.each([
    [{ series: [] }, /^coefficientCurve: series is empty/],
    [{ series: [{ label: "a", coefficients: [] }] }, /series\[0\]\.coefficients is empty/],
    [{ series: [{ label: "a", coefficients: [1.1] }] }, /coefficients\[0\] is 1\.1, .* from /],
    [{ series: [{ label: "a", coefficients: [Number.NaN] }] }, /coefficients\[0\] is NaN/],
    [{ series: [{ label: "a", coefficients: [0.1, 0.2] }] }, /rises at 1, sort it/],
    [{ series: [3] }, /series\[0\] is 3, give an object/],
    [{ series: [{ coefficients: [1] }] }, /series\[0\]\.label is undefined/],
    [{ noiseFloor: 2 }, /noiseFloor is 2, give a number from 0 to 1/],
    [{ width: 10 }, /width is 10, give a number from 200/],
    [{ yLabel: 5 }, /yLabel is 5/],
  ])("refuses %j in one line", (change, message) => {
    const call = () =>
      coefficientCurve({ series, ...change } as Parameters<typeof coefficientCurve>[0]);
    expect(call).toThrow(message);
    expect(call).not.toThrow(/\n/);
  });

  test("takes another order when the label says which", () => {
    const other = [{ label: "a", coefficients: [0.1, 0.2] }];
    expect(texts(coefficientCurve({ series: other, xLabel: "frequency" }))).toContain("frequency");
  });
});

describe("convergenceCurves", () => {
  const base = {
    layers: ["conv1", "fc1"],
    checkpoints: [0, 10, 100],
    values: [
      [0.4, 0.9, 1],
      [0.2, 0.4, 1],
    ],
  };

  test("draws one line per layer, to scale in training", () => {
    const svg = convergenceCurves(base);
    expect(curves(svg)).toHaveLength(2);
    const x = placesOf(curves(svg)[0]!).map((place) => place[0]!);
    expect((x[1]! - x[0]!) / (x[2]! - x[0]!)).toBeCloseTo(0.1, 2);
    expect(texts(svg)).toEqual(expect.arrayContaining(["conv1", "fc1", "training (%)"]));
    expect(hovers(svg)).toContain("fc1, training (%) 10: 0.4");
  });

  test("takes names, at equal distances", () => {
    const svg = convergenceCurves({ ...base, checkpoints: ["start", "middle", "end"] });
    const x = placesOf(curves(svg)[0]!).map((place) => place[0]!);
    expect(x[1]! - x[0]!).toBeCloseTo(x[2]! - x[1]!, 1);
    expect(texts(svg)).toEqual(expect.arrayContaining(["start", "middle", "end", "checkpoint"]));
  });

  test("leaves a gap where a value is missing", () => {
    const svg = convergenceCurves({ ...base, values: [[0.4, null, 1], base.values[1]!] });
    expect(curves(svg)[0]!.attributes.d!.match(/M/g)).toHaveLength(2);
  });

  test("keeps the names of lines that end together apart, in the order of depth", () => {
    const layers = Array.from({ length: 14 }, (_, index) => `layer ${index}`);
    const root = parseXml(
      convergenceCurves({ ...base, layers, values: layers.map(() => [0, 1, 1]) }),
    );
    const y = layers.map((name) =>
      Number(all(root, "text").find((node) => node.text === name)!.attributes.y),
    );
    for (let index = 1; index < y.length; index++) {
      expect(y[index]! - y[index - 1]!).toBeGreaterThan(12);
    }
  });

  test("shows depth as a bar for more layers than it can name", () => {
    const layers = Array.from({ length: 80 }, (_, index) => `layer ${index}`);
    const svg = convergenceCurves({ ...base, layers, values: layers.map(() => [0, 0.5, 1]) });
    expect(all(parseXml(svg), "rect").length).toBeGreaterThan(80);
    expect(texts(svg)).toEqual(expect.arrayContaining(["layer 0", "layer 79"]));
  });

  test.each([
    [{ layers: [] }, /^convergenceCurves: layers is empty/],
    [{ checkpoints: [] }, /checkpoints is empty/],
    [{ checkpoints: [0, 10, 10] }, /checkpoints\[2\] is 10 after 10, /],
    [
      { checkpoints: [0, 400, 800] },
      /checkpoints\[1\] is 400, give per cent of training, or xLabel/,
    ],
    [{ checkpoints: [0, "a", 1] }, /checkpoints\[1\] is "a"/],
    [{ values: [[1, 1, 1]] }, /values has 1 rows for 2 names/],
    [{ values: [base.values[0], [1, 1]] }, /values\[1\] has 2 entries/],
    [{ values: [base.values[0], [1, 1, 2]] }, /values\[1\]\[2\] is 2 and outside the axis/],
    [{ values: [base.values[0], [1, 1, Number.NaN]] }, /values\[1\]\[2\] is NaN/],
  ])("refuses %j in one line", (change, message) => {
    const call = () =>
      convergenceCurves({ ...base, ...change } as Parameters<typeof convergenceCurves>[0]);
    expect(call).toThrow(message);
    expect(call).not.toThrow(/\n/);
  });

  test("draws a band of the spread around each line, cut off at the axis", () => {
    const spread = [
      [0.1, 0.2, 0.1],
      [0.3, null, 0],
    ];
    const svg = convergenceCurves({ ...base, spread });
    const bands = all(parseXml(svg), "path").filter((path) => path.attributes["fill-opacity"]);
    // The missing spread parts the second band in two bars.
    expect(bands).toHaveLength(3);
    const line = placesOf(curves(svg)[0]!).map((place) => place[1]!);
    const band = placesOf(bands[0]!).map((place) => place[1]!);
    const unit = (line[1]! - line[0]!) / (0.9 - 0.4);
    expect((band[0]! - line[0]!) / unit).toBeCloseTo(0.1, 2);
    expect((band[1]! - line[1]!) / unit).toBeCloseTo(0.1, 2);
    expect(band.at(-1)! - line[0]!).toBeCloseTo(line[0]! - band[0]!, 1);
    expect(hovers(svg)).toContain("conv1, training (%) 10: 0.9 ± 0.2");
    expect(hovers(svg)).toContain("fc1, training (%) 10: 0.4");
    expect(texts(svg).join(" ")).toContain("(band: ± standard deviation over seeds)");
  });

  test.each([
    [{ spread: [[1, 1, 1]] }, /spread has 1 rows for 2 names/],
    [{ spread: [base.values[0], [0, -1, 0]] }, /spread\[1\]\[1\] is -1, give half the height/],
    [{ spread: [base.values[0], [0, Number.NaN, 0]] }, /spread\[1\]\[1\] is NaN/],
    [{ spreadLabel: 3 }, /spreadLabel is 3/],
  ])("refuses the spread %j", (change, message) => {
    const call = () =>
      convergenceCurves({ ...base, ...change } as Parameters<typeof convergenceCurves>[0]);
    expect(call).toThrow(message);
  });

  test("takes steps when the label says so", () => {
    const svg = convergenceCurves({ ...base, checkpoints: [0, 400, 800], xLabel: "step" });
    expect(texts(svg)).toEqual(expect.arrayContaining(["step", "800"]));
  });
});
