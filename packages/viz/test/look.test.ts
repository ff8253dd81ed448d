import {
  accuracyCurves,
  classCurves,
  coefficientCurve,
  convergenceCurves,
  dynamicsGrid,
  featureMaps,
  frequencyMap,
  groupCurves,
  heatMap,
  heatMapGrid,
} from "@svcca/viz";
import { renderPng } from "@svcca/viz/node";
import { describe, expect, test } from "vitest";
import { overlaps, textBoxes } from "./boxes.js";
import { cleanBorder, decodePng, texts } from "./support.js";

const long = "an extraordinarily long label, W".repeat(6);
const wide = "W".repeat(120);
const layers = (count: number) =>
  Array.from(
    { length: count },
    (_, index) => `stage3.block${index}.conv2.${"W".repeat(index % 40)}`,
  );
const flat = (rows: number, columns: number) =>
  Array.from({ length: rows }, () => new Array<number>(columns).fill(0.5));
const titles = { title: long + wide, subtitle: wide + long, rowTitle: long, columnTitle: wide };

const dynamics = (title: string, count: number, checkpoints: number) => ({
  title,
  layers: layers(count),
  columns: layers(count),
  checkpoints: Array.from({ length: checkpoints }, (_, index) => ({
    name: index % 2 === 0 ? long : `${index} %`,
    values: flat(count, count),
  })),
});
const features = (name: string, rows: number, count: number) => ({
  name,
  directions: flat(rows, count),
  neurons: Array.from({ length: rows }, (_, row) =>
    Float64Array.from({ length: count }, (_, index) => Math.sin(index * (row + 1))),
  ),
  neuronNames: layers(rows),
});
const classPanel = (title: string, count: number, classes: number) => ({
  title,
  layers: layers(count),
  values: flat(count, classes),
});

const figures: Readonly<Record<string, string>> = {
  "one cell": heatMap({ values: [[0.5]], rows: [wide], columns: [long], ...titles }),
  "one pixel": heatMap({ values: [[0.5]], rows: [""], columns: [""], ...titles, cellSize: 1 }),
  "two by thirty": heatMap({
    values: flat(2, 30),
    rows: layers(2),
    columns: layers(30),
    ...titles,
  }),
  "thirty by two": heatMap({
    values: flat(30, 2),
    rows: layers(30),
    columns: layers(2),
    ...titles,
  }),
  "eighty layers": heatMap({
    values: flat(80, 80),
    rows: layers(80),
    columns: layers(80),
    ...titles,
    valueLabel: wide,
  }),
  "big numbers": heatMap({
    values: [[123456, -5e9]],
    rows: ["a"],
    columns: ["b", "c"],
    rowTitle: "r",
    columnTitle: "c",
    domain: [0, 5e11],
  }),
  "grid of one": heatMapGrid({
    panels: [{ title: wide, values: [[null]] }],
    rows: [long],
    columns: [wide],
    ...titles,
    cellSize: 1,
  }),
  "grid of seven": heatMapGrid({
    panels: Array.from({ length: 7 }, () => ({ title: long, values: flat(12, 9) })),
    rows: layers(12),
    columns: layers(9),
    ...titles,
    theme: "dark",
  }),
  "curves, small": coefficientCurve({
    series: [{ label: wide, coefficients: [0.5, 0] }],
    width: 200,
    height: 150,
    xLabel: wide,
    yLabel: long,
    title: wide,
  }),
  "curves, many": coefficientCurve({
    series: layers(60).map((label) => ({ label, coefficients: [1, 0.5, 0] })),
    noiseFloor: 0.1,
  }),
  "convergence, names": convergenceCurves({
    layers: layers(24),
    checkpoints: [wide, long],
    values: flat(24, 2),
    xLabel: long,
    yLabel: wide,
    theme: "dark",
  }),
  "dynamics of one layer": dynamicsGrid({ networks: [dynamics("", 1, 1)], ...titles }),
  "dynamics of three networks": dynamicsGrid({
    networks: [dynamics(long, 2, 4), dynamics(wide, 60, 1), dynamics("c", 9, 12)],
    theme: "dark",
  }),
  "classes, small": classCurves({
    classes: [wide],
    panels: [classPanel(long, 1, 1)],
    title: wide,
    xLabel: wide,
    yLabel: long,
    width: 200,
    height: 150,
  }),
  "classes, many": classCurves({
    classes: layers(24),
    panels: [classPanel(wide, 60, 24), classPanel("", 3, 24), classPanel(long, 9, 24)],
  }),
  "features, one datapoint": featureMaps({
    x: features(wide, 1, 1),
    y: features(long, 1, 1),
    labels: [0],
    classes: [wide],
    title: long,
    width: 120,
  }),
  "features, forty classes": featureMaps({
    x: features("a", 3, 1000),
    y: { ...features("b", 3, 1000), neurons: flat(1, 1000), neuronNames: ["one"] },
    labels: Array.from({ length: 1000 }, (_, index) => (index * index) % 40),
    classes: layers(40),
    coefficients: [1, 0.5, 0],
    theme: "dark",
  }),
  "one frequency": frequencyMap({ height: 1, width: 1, similarity: flat(1, 1), title: long }),
  "many frequencies": frequencyMap({ height: 56, width: 27, similarity: flat(56, 27) }),
  "groups, long": groupCurves({
    ...titles,
    layers: layers(30),
    comparisons: [long, wide, ""].map((label, index) => ({
      label,
      mean: new Array<number>(30).fill(0.5 + index / 10),
      spread: new Array<number>(30).fill(0.7),
    })),
  }),
  "groups, one layer": groupCurves({
    layers: [""],
    comparisons: [{ label: long, mean: [1], spread: [0] }],
  }),
  "convergence, bands": convergenceCurves({
    layers: layers(5),
    checkpoints: [0, 50, 100],
    values: flat(5, 3),
    spread: flat(5, 3),
    spreadLabel: long,
  }),
  "accuracy, log": accuracyCurves({
    series: [wide, "b", long].map((label) => ({
      label,
      kept: [1, 3, 77, 500, 512],
      accuracy: [0.1, 0.2, 0.3, 0.3, 0.3],
    })),
    xScale: "log",
    width: 200,
    height: 150,
    xLabel: long,
  }),
  "accuracy, one point": accuracyCurves({
    series: [{ label: "a", kept: [1_000_000], accuracy: [0.5], spread: [0.1] }],
  }),
  "convergence, bar": convergenceCurves({
    layers: layers(100),
    checkpoints: [0, 100],
    values: flat(100, 2),
    width: 200,
    height: 150,
  }),
};

describe("no text is cut off", () => {
  test.each(Object.entries(figures))("%s", (_, svg) => {
    const image = decodePng(renderPng(svg, { scale: 1 }));
    expect(cleanBorder(image, 6)).toBe(true);
  });
});

describe("no text covers another", () => {
  test.each(Object.entries(figures))("%s", (_, svg) => {
    expect(overlaps(textBoxes(svg))).toEqual([]);
  });
});

describe("renderPng", () => {
  const svg = coefficientCurve({ series: [{ label: "fc1", coefficients: [1, 0.5] }] });

  test("has the size of the figure times the scale", () => {
    for (const [scale, width, height] of [
      [1, 680, 400],
      [2, 1360, 800],
      [0.5, 340, 200],
    ] as const) {
      expect(decodePng(renderPng(svg, { scale }))).toMatchObject({ width, height });
    }
    expect(decodePng(renderPng(svg))).toMatchObject({ width: 1360 });
  });

  test("draws the text, bold text too", () => {
    expect(texts(svg).length).toBeGreaterThan(8);
    const without = renderPng(svg.replace(/<text.*?<\/text>/g, ""));
    expect(Buffer.from(renderPng(svg)).equals(without)).toBe(false);
    const tiny = (weight: string) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" font-family="DejaVu Sans"><text y="15" font-weight="${weight}">abc</text></svg>`;
    const ink = (image: Uint8Array) => decodePng(image).data.reduce((sum, byte) => sum + byte, 0);
    expect(ink(renderPng(tiny("normal")))).toBeGreaterThan(0);
    expect(ink(renderPng(tiny("bold")))).toBeGreaterThan(1.2 * ink(renderPng(tiny("normal"))));
  });

  test("fills a background where the figure has none", () => {
    const empty = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>';
    expect([...decodePng(renderPng(empty, { scale: 1 })).data]).toEqual([0, 0, 0, 0]);
    const red = renderPng(empty, { scale: 1, background: "#ff0000" });
    expect([...decodePng(red).data]).toEqual([255, 0, 0, 255]);
  });

  test.each([
    [() => renderPng("no svg"), /^renderPng: .*, give the SVG of a figure/],
    [() => renderPng(3 as never), /svg is 3, give a string/],
    [() => renderPng(svg, { scale: 0 }), /scale is 0, give a number from 0\.1 to 20/],
    [() => renderPng(svg, { background: "no colour" }), /^renderPng: .*CSS colour/],
    [
      () => renderPng(svg.replace('width="680"', 'width="90000"'), { scale: 20 }),
      /megapixels, give a smaller scale/,
    ],
  ])("refuses wrong input %#", (call, message) => {
    expect(call).toThrow(message);
    expect(call).not.toThrow(/\n/);
  });
});
