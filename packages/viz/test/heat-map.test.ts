import { heatMap, heatMapGrid } from "@svcca/viz";
import { describe, expect, it } from "vitest";
import { heatMapOf, names, similarities } from "./examples.js";
import { expectNumbers, expectWellFormed } from "./svg-check.js";

const cellsOf = (svg: string) => [...svg.matchAll(/<rect [^>]*crispEdges"[^>]*>\s*<title>/g)];
const textsOf = (svg: string) =>
  [...svg.matchAll(/<text [^>]*>(?:<title>[^<]*<\/title>)?([^<]*)/g)].map((m) => m[1]);

function luminance(color: string): number {
  const parts = color.startsWith("#")
    ? [1, 3, 5].map((k) => Number.parseInt(color.slice(k, k + 2), 16))
    : color.match(/\d+/g)!.map(Number);
  const [r, g, b] = parts.map((c) => (c <= 10 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

describe("heatMap", () => {
  it.each([1, 4, 10, 40, 80])("draws each cell of %i layers once, well-formed", (count) => {
    const svg = heatMap(heatMapOf(count));
    expectWellFormed(svg);
    expectNumbers(svg);
    expect(cellsOf(svg)).toHaveLength(count * count);
  });

  it("is one image with a name, a description and a size", () => {
    const svg = heatMap(heatMapOf(3, { title: "Two seeds", subtitle: "CIFAR-10" }));
    expect(svg).toMatch(
      /^<svg [^>]*role="img" width="\d+" height="\d+" viewBox="-?\d+ -?\d+ \d+ \d+"/,
    );
    expect(svg).toContain("<title>Two seeds</title>");
    expect(svg).toContain("<desc>Heat map of SVCCA similarity: 3 rows (network A, layer) by 3");
    expect(textsOf(svg)).toEqual(expect.arrayContaining(["Two seeds", "CIFAR-10", "conv1"]));
    expect(heatMap(heatMapOf(2))).toContain("<title>SVCCA similarity</title>");
  });

  it("gives each cell its row, column and value on hover", () => {
    const values = [
      [0.25, 0.5],
      [null, 1],
    ];
    const svg = heatMap(heatMapOf(2, { values, rows: ["a", "b"], columns: ["c", "d"] }));
    const hover = "<title>network A, layer: a\nnetwork B, layer: d\nSVCCA similarity: 0.5</title>";
    expect(svg).toContain(hover);
    expect(svg).toContain("network A, layer: b\nnetwork B, layer: c\nSVCCA similarity: no value");
    expect(textsOf(svg)).toContain("no value");
    expect(textsOf(heatMap(heatMapOf(2)))).not.toContain("no value");
  });

  it.each([
    ["bottom-left", true],
    ["top-left", false],
  ] as const)("puts the first row at the %s", (origin, below) => {
    const svg = heatMap(heatMapOf(2, { origin }));
    const y = (name: string) =>
      Number(new RegExp(`<text [^>]* ?y="([\\d.]+)"[^>]*text-anchor="end">${name}<`).exec(svg)![1]);
    expect(y("conv1") > y("conv2")).toBe(below);
  });

  it("writes values where they fit, or where asked to", () => {
    const has = (count: number, annotate?: boolean) =>
      textsOf(heatMap(heatMapOf(count, annotate === undefined ? {} : { annotate }))).includes(
        "1.00",
      );
    expect([has(10), has(40), has(40, true), has(10, false)]).toEqual([true, false, true, false]);
  });

  it("writes on each cell with a contrast of at least 4.5", () => {
    const values = [Array.from({ length: 21 }, (_, i) => i / 20)];
    const columns = names(21);
    const svg = heatMap(heatMapOf(1, { values, rows: ["a"], columns, annotate: true }));
    const fills = cellsOf(svg).map(([cell]) => luminance(/fill="([^"]*)"/.exec(cell)![1]!));
    const inks = [...svg.matchAll(/fill="(#000000|#ffffff)" text-anchor="middle">\d\.\d\d</g)];
    expect(inks).toHaveLength(21);
    inks.forEach(([, ink], i) => {
      const [a, b] = [luminance(ink!), fills[i]!].sort((x, y) => y - x);
      expect((a! + 0.05) / (b! + 0.05)).toBeGreaterThan(4.5);
    });
  });

  it("gets brighter with the value, so that greyscale prints can be read", () => {
    const values = [Array.from({ length: 101 }, (_, i) => i / 100)];
    const svg = heatMap(heatMapOf(1, { values, rows: ["a"], columns: names(101) }));
    const fills = cellsOf(svg).map(([cell]) => luminance(/fill="([^"]*)"/.exec(cell)![1]!));
    expect(fills).toHaveLength(101);
    for (let i = 1; i < fills.length; i++) expect(fills[i]!).toBeGreaterThan(fills[i - 1]!);
  });

  it("names the first and the last of many layers and leaves out what would overlap", () => {
    const svg = heatMap(heatMapOf(80));
    const shown = textsOf(svg).filter((text) => text?.startsWith("conv"));
    expect(shown.filter((text) => text === "conv1" || text === "conv80")).toHaveLength(4);
    expect(shown.length).toBeGreaterThan(40);
    expect(shown.length).toBeLessThan(100);
  });

  it("shortens names of hundreds of letters and keeps them on hover", () => {
    const long = `start${"x".repeat(500)}end`;
    const svg = heatMap(heatMapOf(1, { rows: [long] }));
    expect(textsOf(svg)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^startx+\u2026x+end$/)]),
    );
    expect(svg).toContain(`<title>${long}</title>`);
  });

  it("escapes text and replaces what XML cannot hold", () => {
    const rows = ['<b a="1">&', "tab\tnull\u0000", "\ud800 lone"];
    const svg = heatMap(heatMapOf(3, { rows, title: "a < b & c" }));
    expectWellFormed(svg);
    expect(textsOf(svg)).toEqual(
      expect.arrayContaining([
        "&lt;b a=&quot;1&quot;&gt;&amp;",
        "tab null",
        "\ufffd lone",
        "a &lt; b &amp; c",
      ]),
    );
  });

  it("says when values lie outside the colours", () => {
    const note = "Outside 0 to 1, shown in the colour of the nearer end: 1 value.";
    const outside = heatMap(
      heatMapOf(2, {
        values: [
          [1.2, 0],
          [0, 1.0000001],
        ],
      }),
    );
    expect(textsOf(outside).join(" ")).toContain(note);
    const inside = heatMap(
      heatMapOf(2, {
        values: [
          [120, 0],
          [0, 1],
        ],
        domain: [0, 200],
      }),
    );
    expect(inside).not.toContain("nearer end");
    expect(textsOf(inside)).toContain("120");
  });

  it("has a light and a dark background, and the same bytes each time", () => {
    const background = (svg: string) => /<rect [^>]*fill="([^"]*)"/.exec(svg)![1]!;
    const dark = heatMap(heatMapOf(4, { theme: "dark" }));
    expect(luminance(background(heatMap(heatMapOf(4))))).toBeGreaterThan(0.9);
    expect(luminance(background(dark))).toBeLessThan(0.05);
    expect(heatMap(heatMapOf(4, { theme: "dark" }))).toBe(dark);
  });

  it.each([
    [{ rows: [] }, "heatMap: rows is empty: give at least one entry"],
    [{ columns: [] }, "heatMap: columns is empty: give at least one entry"],
    [
      { rows: ["a"] },
      "heatMap: values has 2 entries and rows has 1: give one line of values for each of rows",
    ],
    [
      { values: [[1, 1], [1]] },
      "heatMap: values[1] has 1 entries and columns has 2: give one value for each of columns",
    ],
    [
      {
        values: [
          [1, 1],
          [1, Number.NaN],
        ],
      },
      "heatMap: values[1][1] is NaN: give a finite number, or null for no value",
    ],
    [
      { domain: [1, 0] as const },
      "heatMap: domain is [1,0]: give two finite numbers apart, the smaller first",
    ],
    [{ theme: "blue" as "dark" }, 'heatMap: theme is "blue": use "light" or "dark"'],
    [
      { origin: "right" as "top-left" },
      'heatMap: origin is "right": use "bottom-left" or "top-left"',
    ],
  ])("refuses %j", (wrong, message) => {
    expect(() => heatMap(heatMapOf(2, wrong))).toThrow(new RangeError(message));
  });
});

describe("heatMapGrid", () => {
  const grid = (count: number, layers = 4) => {
    const titles = names(count, "checkpoint ");
    const panels = titles.map((title) => ({ title, values: similarities(layers, layers) }));
    const { rows, columns, rowTitle, columnTitle } = heatMapOf(layers);
    return { panels, rows, columns, rowTitle, columnTitle };
  };

  it.each([1, 4, 6])("draws %i panels with one colour bar", (count) => {
    const svg = heatMapGrid(grid(count));
    expectWellFormed(svg);
    expectNumbers(svg);
    expect(cellsOf(svg)).toHaveLength(count * 16);
    const texts = textsOf(svg);
    expect(texts.filter((text) => text?.startsWith("checkpoint "))).toHaveLength(count);
    expect(texts.filter((text) => text === "SVCCA similarity")).toHaveLength(1);
    expect(svg).toContain("<title>checkpoint 1\nnetwork A, layer: conv1");
    // Rows are named once a line, columns under each panel with none below.
    const named = Math.ceil(count / 4) + Math.min(count, 4);
    expect(texts.filter((text) => text === "conv1")).toHaveLength(named);
  });

  it("refuses no panels, and says which panel is ragged", () => {
    expect(() => heatMapGrid({ ...grid(1), panels: [] })).toThrow(
      new RangeError("heatMapGrid: panels is empty: give at least one entry"),
    );
    const wrong = { title: "x", values: [[1]] };
    expect(() => heatMapGrid({ ...grid(1), panels: [...grid(1).panels, wrong] })).toThrow(
      /^heatMapGrid: panels\[1\]\.values has 1 entries and rows has 4: /,
    );
  });
});
