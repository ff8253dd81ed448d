import { dynamicsGrid, heatMap, heatMapGrid } from "@svcca/viz";
import { describe, expect, test } from "vitest";
import { all, hovers, parseXml, texts } from "./support.js";

const names = (count: number, prefix = "layer") =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);
const grid = (rows: number, columns: number) =>
  Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => (row + column) / (rows + columns)),
  );
const small = {
  values: [
    [1, 0.25],
    [0.5, 0.75],
  ],
  rows: ["in", "out"],
  columns: ["IN", "OUT"],
  rowTitle: "net a",
  columnTitle: "net b",
};

/** The rectangle that carries a hover text. */
function cell(svg: string, start: string) {
  const found = all(parseXml(svg), "rect").find((rect) =>
    rect.children[0]?.text.startsWith(`${start}:`),
  );
  return { x: Number(found!.attributes.x), y: Number(found!.attributes.y) };
}

describe("heatMap", () => {
  test("has one cell per value, with its names and value on hover", () => {
    const svg = heatMap({ ...small, values: [[1, 0.123456789012], small.values[1]!] });
    expect(hovers(svg).slice(1)).toEqual([
      "in, IN: 1",
      "in, OUT: 0.123456789",
      "out, IN: 0.5",
      "out, OUT: 0.75",
    ]);
  });

  test("puts the first row and column at the bottom left, or at the top left when told", () => {
    const up = heatMap(small);
    expect(cell(up, "in, IN").y).toBeGreaterThan(cell(up, "out, IN").y);
    expect(cell(up, "in, IN").x).toBeLessThan(cell(up, "in, OUT").x);
    const down = heatMap({ ...small, origin: "top-left" });
    expect(cell(down, "in, IN").y).toBeLessThan(cell(down, "out, IN").y);
  });

  test("writes row names beside their cells", () => {
    for (const origin of ["bottom-left", "top-left"] as const) {
      const root = parseXml(heatMap({ ...small, origin }));
      const y = (text: string) =>
        Number(all(root, "text").find((node) => node.text === text)!.attributes.y);
      expect(y("in") > y("out")).toBe(origin === "bottom-left");
    }
  });

  test("says which model is on which axis, also to those who cannot see it", () => {
    const svg = heatMap(small);
    expect(texts(svg)).toEqual(expect.arrayContaining(["net a", "net b", "SVCCA similarity"]));
    const root = parseXml(svg);
    expect(root.attributes.role).toBe("img");
    expect(root.children[0]!.name).toBe("title");
    expect(root.children[1]!.text).toMatch(/Rows, from the bottom up: net a.*Columns.*net b/);
  });

  test("annotates cells that are large enough, and only those, unless told", () => {
    expect(texts(heatMap(small))).toContain("0.25");
    expect(texts(heatMap({ ...small, annotate: false }))).not.toContain("0.25");
    const many = { ...small, values: grid(40, 40), rows: names(40), columns: names(40) };
    const count = (svg: string) => texts(svg).filter((text) => /^0\.\d\d$/.test(text)).length;
    expect(count(heatMap(many))).toBeLessThan(20);
    expect(count(heatMap({ ...many, annotate: true }))).toBeGreaterThan(1590);
  });

  test("shows a missing value as such and explains it once", () => {
    expect(texts(heatMap(small))).not.toContain("no value");
    const svg = heatMap({ ...small, values: [[null, 0.25], small.values[1]!] });
    expect(texts(svg).filter((text) => text === "no value")).toHaveLength(1);
    expect(hovers(svg)).toContain("in, IN: no value");
  });

  test("marks the ends of the colour bar that values lie beyond", () => {
    const marks = (svg: string) => texts(svg).filter((text) => /[≤≥]/.test(text));
    expect(marks(heatMap(small))).toEqual([]);
    expect(marks(heatMap({ ...small, domain: [0.3, 0.8] }))).toEqual(["≤ 0.30", "≥ 0.80"]);
    expect(marks(heatMap({ ...small, domain: [0, 0.8] }))).toEqual(["≥ 0.80"]);
  });

  test("leaves out names that do not fit, never the first and the last", () => {
    const layers = names(80, "stage3.block12.conv");
    const svg = heatMap({ ...small, values: grid(80, 80), rows: layers, columns: layers });
    const shown = texts(svg).filter((text) => text.startsWith("stage3"));
    expect(shown.length).toBeLessThan(100);
    for (const end of [layers[0]!, layers[79]!]) {
      expect(shown.filter((text) => text === end)).toHaveLength(2);
    }
  });

  test("takes typed arrays as rows", () => {
    const typed = small.values.map((row) => Float64Array.from(row));
    expect(heatMap({ ...small, values: typed })).toBe(heatMap(small));
  });

  test("draws the same bytes twice", () => {
    expect(heatMap(small)).toBe(heatMap(small));
  });

  test("escapes every text", () => {
    const evil = `<&"'>\u0000\ud800</svg>`;
    const svg = heatMap({
      ...small,
      rows: [evil, evil],
      columns: [evil, "b"],
      rowTitle: evil,
      columnTitle: evil,
      title: evil,
      subtitle: evil,
      valueLabel: evil,
    });
    const clean = `<&"'>\ufffd\ufffd</svg>`;
    expect(texts(svg).filter((text) => text === clean)).toHaveLength(8);
    expect(hovers(svg)[0]).toBe(clean);
  });

  test.each([
    [{ values: [] }, /^heatMap: values is empty, /],
    [{ rows: [] }, /^heatMap: rows is empty, /],
    [{ values: [[1, 1]] }, /values has 1 rows for 2 names/],
    [{ values: [[1, 1], [1]] }, /values\[1\] has 1 entries for 2 columns/],
    [
      {
        values: [
          [1, Number.NaN],
          [1, 1],
        ],
      },
      /values\[0\]\[1\] is NaN, give a finite number/,
    ],
    [
      {
        values: [
          [1, 1],
          [undefined, 1],
        ],
      },
      /values\[1\]\[0\] is undefined/,
    ],
    [{ values: "x" }, /values is "x", give an array/],
    [{ rowTitle: undefined }, /rowTitle is undefined, give a string/],
    [{ columns: ["a", 3] }, /columns\[1\] is 3, give a string/],
    [{ domain: [1, 1] }, /domain is 1 to 1, give two rising numbers/],
    [{ domain: [0, Number.POSITIVE_INFINITY] }, /domain\[1\] is Infinity/],
    [{ origin: "left" }, /origin is "left", give one of bottom-left, top-left/],
    [{ colorMap: "jet" }, /colorMap is "jet", give one of viridis, magma, cividis/],
    [{ theme: "blue" }, /theme is "blue", give one of light, dark/],
    [{ cellSize: 0 }, /cellSize is 0, give a number from 1 to 200/],
    [{ annotate: 1 }, /annotate is 1, give true or false/],
  ])("refuses %j in one line", (change, message) => {
    const call = () => heatMap({ ...small, ...change } as Parameters<typeof heatMap>[0]);
    expect(call).toThrow(message);
    expect(call).not.toThrow(/\n/);
  });
});

describe("heatMapGrid", () => {
  const { rows, columns, rowTitle, columnTitle, values } = small;
  const base = { rows, columns, rowTitle, columnTitle };
  const panels = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ title: `${index} %`, values }));

  test("draws every map once and one colour bar", () => {
    const svg = heatMapGrid({ ...base, panels: panels(4) });
    expect(hovers(svg).filter((text) => text === "in, IN: 1")).toHaveLength(4);
    expect(texts(svg).filter((text) => text === "SVCCA similarity")).toHaveLength(1);
    expect(texts(svg)).toEqual(expect.arrayContaining(["0 %", "3 %", "net a", "net b"]));
  });

  test("spreads many maps evenly over lines and names the columns of the lowest ones", () => {
    const svg = heatMapGrid({ ...base, panels: panels(7) });
    // Seven maps stand as four and three: rows are named twice, columns under four maps.
    expect(texts(svg).filter((text) => text === "in")).toHaveLength(2);
    expect(texts(svg).filter((text) => text === "IN")).toHaveLength(4);
    // What the rows are stands beside both lines, not between them.
    const y = (text: string) =>
      all(parseXml(svg), "text")
        .filter((node) => node.text === text)
        .map((node) =>
          Number(node.attributes.y ?? /,? ?([\d.]+)\)/.exec(node.attributes.transform!)![1]),
        );
    const [first, second] = y(rowTitle);
    const [upper, lower] = y("in");
    expect(second! - first!).toBeCloseTo(lower! - upper!, 1);
  });

  test.each([
    [{ panels: [] }, /^heatMapGrid: panels is empty/],
    [{ panels: [null] }, /panels\[0\] is null, give an object/],
    [{ panels: [{ title: 1, values }] }, /panels\[0\]\.title is 1/],
    [{ panels: [{ title: "a", values: [[1]] }] }, /panels\[0\]\.values has 1 rows/],
  ])("refuses %j", (change, message) => {
    const call = () => heatMapGrid({ ...base, ...change } as Parameters<typeof heatMapGrid>[0]);
    expect(call).toThrow(message);
  });
});

describe("dynamicsGrid", () => {
  const network = (title: string, layers: readonly string[], checkpoints: number) => ({
    title,
    layers,
    columns: layers,
    checkpoints: Array.from({ length: checkpoints }, (_, index) => ({
      name: `${index} %`,
      values: grid(layers.length, layers.length),
    })),
  });

  test("puts networks on lines and checkpoints side by side, with one colour bar", () => {
    const networks = [
      network("convnet", names(3, "conv"), 4),
      network("resnet", names(5, "res"), 2),
    ];
    const svg = dynamicsGrid({ networks });
    const titles = all(parseXml(svg), "text").filter((node) => / %$/.test(node.text));
    const y = titles.map((node) => Number(node.attributes.y));
    expect(new Set(y.slice(0, 4)).size).toBe(1);
    expect(new Set(y.slice(4)).size).toBe(1);
    expect(y[4]!).toBeGreaterThan(y[0]!);
    expect(texts(svg).filter((text) => text === "SVCCA similarity")).toHaveLength(1);
    expect(texts(svg).filter((text) => text === "layers at the checkpoint")).toHaveLength(2);
    expect(texts(svg)).toEqual(
      expect.arrayContaining([
        "convnet",
        "resnet",
        "layers at the checkpoint",
        "layers after training",
      ]),
    );
  });

  test("has every value on hover and the input layer at the bottom left", () => {
    const svg = dynamicsGrid({ networks: [network("", ["in", "out"], 2)] });
    expect(hovers(svg).filter((text) => text === "out, in: 0.25")).toHaveLength(2);
    expect(cell(svg, "in, in").y).toBeGreaterThan(cell(svg, "out, in").y);
    expect(cell(svg, "in, in").x).toBeLessThan(cell(svg, "in, out").x);
  });

  test("draws smaller maps where there are many checkpoints", () => {
    const width = (count: number) =>
      Number(
        parseXml(dynamicsGrid({ networks: [network("a", names(9), count)] })).attributes.width,
      );
    expect(width(12)).toBeLessThan(2.2 * width(4));
  });

  test.each([
    [{ networks: [] }, /^dynamicsGrid: networks is empty/],
    [{ networks: [null] }, /networks\[0\] is null, give an object with title, /],
    [{ networks: [{ ...network("a", ["x"], 1), title: 2 }] }, /networks\[0\]\.title is 2/],
    [{ networks: [{ ...network("a", ["x"], 1), layers: [] }] }, /layers is empty/],
    [{ networks: [{ ...network("a", ["x"], 1), columns: ["y", "z"] }] }, /for 2 columns/],
    [{ networks: [network("a", ["x"], 0)] }, /checkpoints is empty/],
    [{ networks: [{ ...network("a", ["x"], 1), checkpoints: [{ name: 1 }] }] }, /\.name is 1/],
    [{ networks: [network("a", ["x"], 1)], rowTitle: 4 }, /rowTitle is 4/],
  ])("refuses %j", (change, message) => {
    const call = () => dynamicsGrid(change as Parameters<typeof dynamicsGrid>[0]);
    expect(call).toThrow(message);
    expect(call).not.toThrow(/\n/);
  });
});
