import {
  accuracyCurves,
  classCurves,
  coefficientCurve,
  convergenceCurves,
  dynamicsGrid,
  featureMaps,
  heatMap,
  heatMapGrid,
} from "@svcca/viz";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseXml } from "./support.js";

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ maxLength: 120 }),
  fc.constantFrom("", "conv1", "\n", "\ud800", '<&">', "NaN of the wise", "层"),
);
const theme = fc.constantFrom("light" as const, "dark" as const);
const value = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(null));
const runs = { numRuns: 120 };

/** A figure is well formed, has a size, and no number in it is none. */
function checkFigure(svg: string): void {
  const root = parseXml(svg);
  expect(root.name).toBe("svg");
  const [, , width, height] = root.attributes.viewBox!.split(" ").map(Number);
  expect(width).toBe(Number(root.attributes.width));
  expect(height).toBe(Number(root.attributes.height));
  const visit = (node: typeof root) => {
    for (const [key, entry] of Object.entries(node.attributes)) {
      expect(`${key}=${entry}`).not.toMatch(/NaN|undefined|Infinity|null|\d\.\d{3}/);
    }
    node.children.forEach(visit);
  };
  visit(root);
}

function table(rows: number, columns: number) {
  const row = fc.array(value, { minLength: columns, maxLength: columns });
  return fc.array(row, { minLength: rows, maxLength: rows });
}
const names = (count: number) => fc.array(text, { minLength: count, maxLength: count });
const size = fc.integer({ min: 1, max: 12 });

test("heat maps of any names and values are well formed", () => {
  const input = fc.tuple(size, size).chain(([rows, columns]) =>
    fc.record({
      values: table(rows, columns),
      rows: names(rows),
      columns: names(columns),
      rowTitle: text,
      columnTitle: text,
      title: text,
      subtitle: text,
      valueLabel: text,
      theme,
      annotate: fc.constantFrom(true, false, undefined),
      origin: fc.constantFrom("bottom-left" as const, "top-left" as const),
      cellSize: fc.constantFrom(undefined, 1, 7.5, 60),
      domain: fc.constantFrom([0, 1] as const, [0.2, 0.4] as const, [-1e9, 1e9] as const),
    }),
  );
  fc.assert(
    fc.property(input, (options) => {
      checkFigure(heatMap(options));
      const { values, ...rest } = options;
      checkFigure(heatMapGrid({ ...rest, panels: [{ title: options.title, values }] }));
    }),
    runs,
  );
});

test("coefficient curves of any names and values are well formed", () => {
  const coefficients = fc
    .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 90 })
    .map((list) => list.sort((a, b) => b - a));
  const input = fc.record({
    series: fc.array(fc.record({ label: text, coefficients }), { minLength: 1, maxLength: 12 }),
    noiseFloor: fc.oneof(
      fc.constant(undefined),
      fc.double({ min: 0, max: 1, noNaN: true }),
      coefficients,
    ),
    title: text,
    yLabel: text,
    theme,
    width: fc.integer({ min: 200, max: 1000 }),
    height: fc.integer({ min: 150, max: 1000 }),
  });
  fc.assert(
    fc.property(input, (options) => checkFigure(coefficientCurve(options))),
    runs,
  );
});

test("convergence curves of any names and values are well formed", () => {
  const input = fc.tuple(fc.integer({ min: 1, max: 30 }), size).chain(([layers, checkpoints]) =>
    fc.record({
      layers: names(layers),
      checkpoints: names(checkpoints),
      values: table(layers, checkpoints),
      spread: fc.oneof(table(layers, checkpoints), fc.constant(undefined)),
      xLabel: text,
      theme,
    }),
  );
  fc.assert(
    fc.property(input, (options) => checkFigure(convergenceCurves(options))),
    runs,
  );
});

test("class curves and dynamics of any names and values are well formed", () => {
  const input = fc.tuple(size, size).chain(([layers, classes]) =>
    fc.record({
      classes: names(classes),
      layers: names(layers),
      values: table(layers, classes),
      title: text,
      theme,
    }),
  );
  fc.assert(
    fc.property(input, ({ classes, layers, values, title, theme }) => {
      const panels = [
        { title, layers, values },
        { title: "b", layers, values },
      ];
      checkFigure(classCurves({ classes, panels, title, theme }));
      const checkpoints = [{ name: title, values }];
      checkFigure(
        dynamicsGrid({ networks: [{ title, layers, columns: classes, checkpoints }], theme }),
      );
    }),
    runs,
  );
});

test("feature maps of any values are well formed", () => {
  const number = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(0, 1, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE),
  );
  const input = fc.integer({ min: 1, max: 300 }).chain((count) => {
    const row = fc.array(number, { minLength: count, maxLength: count });
    return fc.record({
      labels: fc.array(fc.nat(5), { minLength: count, maxLength: count }),
      direction: row,
      neurons: fc.array(row, { minLength: 1, maxLength: 2 }),
      name: text,
      classes: names(6),
      width: fc.integer({ min: 120, max: 500 }),
      theme,
    });
  });
  fc.assert(
    fc.property(input, ({ direction, neurons, name, ...rest }) => {
      const x = { name, directions: [direction], neurons };
      const y = { name, directions: [direction], neurons: [direction] };
      checkFigure(featureMaps({ x, y, ...rest }));
    }),
    { numRuns: 60 },
  );
});

test("accuracy curves of any names and values are well formed", () => {
  const kept = fc.uniqueArray(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 20 });
  const one = kept.chain((counts) =>
    fc.record({
      label: text,
      kept: fc.constant([...counts].sort((a, b) => a - b)),
      accuracy: table(1, counts.length).map(([row]) => row!),
      spread: fc.oneof(
        table(1, counts.length).map(([row]) => row!),
        fc.constant(undefined),
      ),
    }),
  );
  const input = fc.record({
    series: fc.array(one, { minLength: 1, maxLength: 6 }),
    xScale: fc.constantFrom("linear" as const, "log" as const),
    xLabel: text,
    theme,
  });
  fc.assert(
    fc.property(input, (options) => checkFigure(accuracyCurves(options))),
    runs,
  );
});
