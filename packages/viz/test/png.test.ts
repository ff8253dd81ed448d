import { coefficientCurve, convergenceCurves, heatMap, heatMapGrid } from "@svcca/viz";
import { renderPng } from "@svcca/viz/node";
import { describe, expect, it } from "vitest";
import { coefficients, heatMapOf, names, similarities } from "./examples.js";
import { borderInk, darkPixels, decodePng } from "./png-pixels.js";

const LONG =
  "a rather long name, as frameworks write them: encoder.layer.11.attention.self.query_key";
const WIDE = "W".repeat(300);
const FOREIGN =
  "\u0416\u0429\u042e\u0416\u0429\u042e \u03a9\u03a9\u03a9 \u0633\u0635\u0636 \u00c5\u00c9\u00d1 \u6f22\u5b57 \u{1f600}";

describe("renderPng", () => {
  it("has the size of the figure times the scale, 2 by default", () => {
    const svg = heatMap(heatMapOf(3));
    const [, width, height] = / width="(\d+)" height="(\d+)"/.exec(svg)!.map(Number);
    expect(decodePng(renderPng(svg))).toMatchObject({ width: width! * 2, height: height! * 2 });
    expect(decodePng(renderPng(svg, { scale: 1 }))).toMatchObject({ width, height });
  });

  it("draws text", () => {
    const svg = heatMap(heatMapOf(3, { title: "A title of some length" }));
    const blank = svg.replace(/<text .*?<\/text>/gs, "");
    const ink = (text: string) => darkPixels(decodePng(renderPng(text, { scale: 1 })), 90);
    expect(ink(svg) - ink(blank)).toBeGreaterThan(300);
  });

  it("gives the same bytes each time, in an array of its own", () => {
    const png = renderPng(heatMap(heatMapOf(3)));
    expect(Object.getPrototypeOf(png)).toBe(Uint8Array.prototype);
    expect(renderPng(heatMap(heatMapOf(3)))).toEqual(png);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("refuses the scale %d", (scale) => {
    const message = `renderPng: scale is ${scale}: give a positive number, for example 2`;
    expect(() => renderPng("<svg/>", { scale })).toThrow(new RangeError(message));
  });

  it("refuses what is no SVG, and an image that would be too large", () => {
    expect(() => renderPng("hello")).toThrow(
      /^renderPng: the SVG cannot be read \(.*\): pass the /,
    );
    expect(() => renderPng(heatMap(heatMapOf(3)), { scale: 100 })).toThrow(
      /^renderPng: the image would be \d+x\d+ at scale 100: give a smaller scale or fewer cells$/,
    );
  });
});

// The padding is 14 px; a rare symbol that is wider than the table assumes may use half of it.
const BORDER = 7;

describe.each([
  ["light", "long", LONG],
  ["dark", "long", LONG],
  ["light", "wide", WIDE],
  ["light", "foreign", FOREIGN],
  ["light", "empty", ""],
] as const)("nothing is cut off (%s theme, %s text)", (theme, _, text) => {
  const many = (count: number) => names(count, text);
  const head = { title: text, subtitle: `${text} ${text}`, theme };
  const axes = { rowTitle: text, columnTitle: text, valueLabel: text };

  it.each([
    [
      "a small heat map",
      () => heatMap({ ...heatMapOf(1), rows: [text], columns: [text], ...axes, ...head }),
    ],
    [
      "a heat map",
      () => heatMap({ ...heatMapOf(9), rows: many(9), columns: many(9), ...axes, ...head }),
    ],
    [
      "a large heat map",
      () => heatMap({ ...heatMapOf(40), rows: many(40), columns: many(40), ...axes, ...head }),
    ],
    [
      "a grid",
      () => {
        const panel = { title: text, values: similarities(2, 6) };
        const panels = [panel, panel, panel, panel, panel];
        return heatMapGrid({ panels, rows: many(2), columns: many(6), ...axes, ...head });
      },
    ],
    [
      "coefficients",
      () => {
        const series = [9, 4, 1].map((n) => ({ label: text, coefficients: coefficients(n) }));
        return coefficientCurve({ series, noiseFloor: 0, width: 360, height: 240, ...head });
      },
    ],
    [
      "convergence",
      () =>
        convergenceCurves({
          layers: many(30),
          checkpoints: [0, 50],
          values: similarities(30, 2),
          ...head,
        }),
    ],
  ])("in %s", (_name, draw) => {
    expect(borderInk(decodePng(renderPng(draw(), { scale: 1 })), BORDER)).toBe(0);
  });
});
