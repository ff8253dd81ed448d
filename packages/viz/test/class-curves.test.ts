import { classCurves } from "@svcca/viz";
import { describe, expect, test } from "vitest";
import { all, hovers, parseXml, texts } from "./support.js";

const panel = {
  title: "net a",
  layers: ["conv1", "fc1", "logits"],
  values: [
    [0.2, 0.1],
    [0.5, 0.9],
    [0.8, 0.85],
  ],
};
const base = { classes: ["fire truck", "pug"], panels: [panel] };
const curves = (svg: string) =>
  all(parseXml(svg), "path").filter((path) => path.attributes["stroke-width"] === "1.8");

describe("classCurves", () => {
  test("draws one line for each class over the layers, to scale, named at its end", () => {
    const svg = classCurves(base);
    const [truck] = curves(svg);
    expect(curves(svg)).toHaveLength(2);
    const places = truck!.attributes.d!.split(/[ML]/).slice(1);
    const [y0, y1, y2] = places.map((place) => Number(place.split(" ")[1]));
    expect((y1! - y0!) / (y2! - y0!)).toBeCloseTo(0.5, 2);
    expect(texts(svg)).toEqual(
      expect.arrayContaining(["fire truck", "pug", "conv1", "fc1", "logits", "net a"]),
    );
    expect(hovers(svg)).toContain("pug, fc1: 0.9");
  });

  test("names stand below their points", () => {
    const root = parseXml(classCurves(base));
    const x = (text: string) =>
      Number(all(root, "text").find((node) => node.text === text)!.attributes.x);
    const points = all(root, "circle").map((node) => Number(node.attributes.cx));
    expect(points.slice(0, 3)).toEqual(["conv1", "fc1", "logits"].map(x));
  });

  test("gives a class the same colour in all charts, with layers of their own", () => {
    const other = { title: "net b", layers: ["in"], values: [[0.3, 0.4]] };
    const svg = classCurves({ ...base, panels: [panel, other] });
    const colors = curves(svg).map((path) => path.attributes.stroke);
    expect(colors.slice(0, 2)).toEqual(colors.slice(2));
    expect(texts(svg)).toEqual(expect.arrayContaining(["net b", "in"]));
  });

  test("tells all lines apart without colours by markers and dashes, as far as these go", () => {
    const classes = Array.from({ length: 15 }, (_, index) => `class ${index}`);
    const values = panel.layers.map(() => classes.map((_, index) => index / 15));
    const root = parseXml(classCurves({ classes, panels: [{ ...panel, values }] }));
    const looks = all(root, "g")
      .filter((node) => node.attributes.class === "points")
      .map((node, index) => {
        const [first] = node.children;
        const [x, y] = (first!.attributes.points ?? "0 0").split(" ").map(Number);
        const corners = first!.attributes.points
          ?.split(" ")
          .map((at, place) => Math.round(10 * (Number(at) - (place % 2 === 0 ? x! : y!))));
        return `${corners} ${curves(classCurves({ classes, panels: [{ ...panel, values }] }))[index]!.attributes["stroke-dasharray"]}`;
      });
    expect(new Set(looks).size).toBe(15);
  });

  test("names lines in the order of their ends, however close, and ten in ten colours", () => {
    const ends = [0.55, 0.53, 0.4, 0.54, 0.41, 0.42, 0.7, 0.1, 0.2, 0.3];
    const classes = ends.map((end) => `at ${end}`);
    const values = panel.layers.map(() => ends);
    const svg = classCurves({ classes, panels: [{ ...panel, values }] });
    const labels = all(parseXml(svg), "text").filter((node) => node.text.startsWith("at "));
    const down = labels.sort((a, b) => Number(a.attributes.y) - Number(b.attributes.y));
    expect(down.map((node) => Number(node.text.slice(3)))).toEqual([...ends].sort((a, b) => b - a));
    expect(new Set(curves(svg).map((path) => path.attributes.stroke)).size).toBe(10);
  });

  test("leaves a gap for a missing value and says when a class has none", () => {
    const values = [
      [0.2, null],
      [null, null],
      [0.8, null],
    ];
    const svg = classCurves({ ...base, panels: [{ ...panel, values }] });
    expect(curves(svg)).toHaveLength(1);
    expect(curves(svg)[0]!.attributes.d!.match(/M/g)).toHaveLength(2);
    expect(texts(svg)).toContain("pug (no value)");
  });

  test("answers the pointer at every layer of a deep network, without drawing the points", () => {
    const layers = Array.from({ length: 80 }, (_, index) => `layer ${index}`);
    const values = layers.map((_, index) => [index / 80, 0.5]);
    const svg = classCurves({ ...base, panels: [{ title: "", layers, values }] });
    expect(hovers(svg)).toContain("fire truck, layer 40: 0.5");
    const points = all(parseXml(svg), "g").filter((node) => node.attributes.class === "points");
    const shown = points
      .flatMap((node) => node.children)
      .filter((node) => node.attributes["fill-opacity"] === undefined);
    expect(points).toHaveLength(2);
    expect(shown).toEqual([]);
  });

  test.each([
    [{ classes: [] }, /^classCurves: classes is empty/],
    [{ classes: new Array(25).fill("a") }, /25 names, give at most 24, or draw a heatMap/],
    [{ panels: [] }, /panels is empty/],
    [{ panels: [3] }, /panels\[0\] is 3, give an object with title, layers and values/],
    [{ panels: [{ ...panel, title: 1 }] }, /panels\[0\]\.title is 1/],
    [{ panels: [{ ...panel, layers: ["a"] }] }, /panels\[0\]\.values has 3 rows for 1 names/],
    [{ panels: [{ ...panel, layers: ["a"], values: [[0, Number.NaN]] }] }, /\[0\]\[1\] is NaN/],
    [{ panels: [{ ...panel, layers: ["a"], values: [[0, 1.2]] }] }, /1\.2 and outside the axis/],
    [{ domain: [1, 0] }, /domain is 1 to 0/],
    [{ width: 5 }, /width is 5/],
    [{ yLabel: 5 }, /yLabel is 5/],
  ])("refuses %j in one line", (change, message) => {
    const call = () => classCurves({ ...base, ...change } as Parameters<typeof classCurves>[0]);
    expect(call).toThrow(message);
    expect(call).not.toThrow(/\n/);
  });
});
