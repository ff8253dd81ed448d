import { createHash } from "node:crypto";
import { coefficientCurve, heatMap, htmlReport } from "@svcca/viz";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { collectColors } from "../src/report/colors.js";
import { script, scriptHash } from "../src/report/script.js";
import {
  align,
  classes,
  compare,
  dynamics,
  grid,
  groups,
  layers,
  trainings,
} from "./report-documents.js";
import { parseXml } from "./support.js";

/** What the page keeps for its downloads. */
function dataOf(html: string) {
  const text = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)![1]!;
  return JSON.parse(text) as { results: { json: unknown; csv: string }[] };
}

/** The page as a tree: its body is XML but for the script elements. */
function bodyOf(html: string) {
  const body = /<body>.*<\/body>/s.exec(html)![0].replaceAll(/<script.*?<\/script>/gs, "");
  return parseXml(body.replaceAll(/ (hidden|class|id|role)=""/g, ""));
}

describe("htmlReport", () => {
  test("holds every document whole, with its numbers as CSV in full precision", () => {
    const documents = [compare(), grid(3), dynamics(3), classes(3)];
    const { results } = dataOf(htmlReport(documents));
    expect(results.map(({ json }) => json)).toEqual(documents);
    expect(results[0]!.csv).toBe("direction,coefficient\n1,0.9123456789012345\n2,0.5\n3,0.25\n");
    expect(results[1]!.csv.split("\n")[1]).toBe("layer0,1,0.5,");
    expect(results[2]!.csv.split("\n")[0]).toBe("checkpoint,layer,layer0,layer1,layer2");
    expect(results[2]!.csv.split("\n")).toHaveLength(1 + 4 * 3 + 1);
    expect(results[3]!.csv.split("\n")[0]).toBe("layer,cat,dog");
  });

  test("shows figures, warnings in words, options, inputs and tables", () => {
    const html = htmlReport([compare(), grid(3)], { title: "Two nets", names: ["fc1.json", "g"] });
    for (const text of [
      "<title>Two nets</title>",
      "fc1.json",
      "few datapoints: take more",
      "truncate.variance",
      "runs/a.npz",
      "300 x 64",
      "<title>layer0, layer1: 0.5</title>",
      "<td>0.9123</td>",
      'aria-label="no value"',
      "It compares 20 directions of 64 neurons with 21 directions of 32 neurons.",
    ]) {
      expect(html).toContain(text);
    }
    expect(html.match(/<svg /g)).toHaveLength(3);
  });

  test("networks as rows of one figure, with their mean and spread where layers are the same", () => {
    const html = htmlReport([trainings(3, 3)]);
    for (const text of [
      "of 2 networks at their checkpoints",
      ">plain</text>",
      ">residual</text>",
      // 1 and 0.5 of a layer with itself at the end.
      "layer1, training (%) 100: 0.75 ± 0.353553391",
      "residual: SVCCA similarity at 35 %",
    ]) {
      expect(html).toContain(text);
    }
    // The maps, a chart of each network, and one over both.
    expect(html.match(/<svg /g)).toHaveLength(4);
    expect(htmlReport([trainings(3, 4)]).match(/<svg /g)).toHaveLength(3);
    const { csv } = dataOf(html).results[0]!;
    expect(csv.split("\n")[0]).toBe("network,checkpoint,layer,layer0,layer1,layer2");
    expect(csv).toContain("\nresidual,35 %,layer0,0.5,");
  });

  test("groups of networks: mean and spread as figure and tables, each pair as CSV", () => {
    const html = htmlReport([groups()]);
    for (const text of [
      "generalize (3 networks) and memorize (1 network), in 4 pairs",
      "within generalize, fc1: 0.7 ± 0.1",
      "<td>0.8000</td>",
      "Standard deviation over the pairs",
    ]) {
      expect(html).toContain(text);
    }
    const { csv } = dataOf(html).results[0]!;
    expect(csv.split("\n")[0]).toBe("x_group,y_group,x_network,y_network,conv1,fc1");
    expect(csv).toContain("\ngeneralize,memorize,g1.npz,m1.npz,0.4,0.3\n");
  });

  test("aligned directions: their figure, table and CSV, also of measures without correlations", () => {
    const html = htmlReport([align()]);
    for (const text of [
      "Aligned directions: fc1 of a.npz, fc1 of b.npz",
      "SVCCA similarity 0.75 over 300 datapoints, along the first 2 aligned directions.",
      "neuron 12",
      "<td>0.9000</td><td>12</td><td>8</td>",
    ]) {
      expect(html).toContain(text);
    }
    expect(html.match(/<svg /g)).toHaveLength(1);
    const { csv } = dataOf(html).results[0]!;
    expect(csv.split("\n")[0]).toBe(
      "label,x_direction_1,x_direction_2,x_neuron_12,x_neuron_5,y_direction_1,y_direction_2,y_neuron_8,y_neuron_2",
    );
    expect(csv.split("\n")[2]).toBe("7,0.2,0.3,2,0,0.2,0.3,2,0");
    const covariances = { ...align(), measure: "pls", coefficients: [250, 30] };
    expect(htmlReport([covariances]).match(/<svg /g)).toHaveLength(1);
  });

  test("is one file that asks for nothing and runs no script but its own", () => {
    const html = htmlReport([compare(), grid(4), dynamics(4), classes(4)]);
    expect(html.match(/https?:[^"' ]*/g)!.filter((url) => !url.includes("w3.org"))).toEqual([]);
    expect(html).not.toMatch(/<(link|img|iframe|object|embed)\b|@import|url\(/);
    const hash = createHash("sha256").update(script).digest("base64");
    expect(scriptHash).toBe(`sha256-${hash}`);
    expect(html).toContain(`script-src '${scriptHash}'`);
    expect(html).toContain(`<script>${script}</script>`);
  });

  test("escapes whatever files hold", () => {
    const evil = `</script><script>alert(1)</script><!--"'&\u202e\u05d0\u0000${"W".repeat(500)}`;
    const rows = [evil, `=HYPERLINK("x")`];
    const found = {
      ...grid(2),
      rows,
      warnings: [{ code: evil, message: evil }],
      inputs: [{ file: evil, array: evil, shape: [1], dtype: evil }],
      options: { [evil]: { nested: evil } },
      measure: evil,
      backend: evil,
    };
    const html = htmlReport([found], { title: evil, names: [evil] });
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html).not.toContain("<!--");
    bodyOf(html);
    const [result] = dataOf(html).results;
    expect(result!.json).toEqual(found);
    expect(result!.csv).toContain(`"'=HYPERLINK(""x"")"`);
  });

  test("has headings, landmarks and names for what can be focused", () => {
    const root = bodyOf(htmlReport([grid(2), classes(2)]));
    const found: string[] = [];
    const visit = (node: typeof root) => {
      if (/^(h[1-6]|main|nav|header|section)$/.test(node.name)) found.push(node.name);
      if (node.attributes.tabindex === "0") {
        expect(node.attributes["aria-label"]).toMatch(/\w/);
        expect(node.attributes.role).toMatch(/^(application|group)$/);
      }
      node.children.forEach(visit);
    };
    visit(root);
    expect(found.slice(0, 6)).toEqual(["header", "h1", "nav", "main", "section", "h2"]);
    expect(found.filter((name) => name === "h1")).toHaveLength(1);
  });

  test("is under a megabyte for 20 x 20 layers at four checkpoints, with the grid of two nets", () => {
    const length = Buffer.byteLength(htmlReport([grid(20), dynamics(20)]));
    expect(length).toBeLessThan(1_000_000);
    expect(length).toBeGreaterThan(100_000);
  });

  test("draws classes as a map alone where there are too many for curves", () => {
    const many = layers(40);
    const html = htmlReport([{ ...classes(1), classes: many, values: [many.map(() => 0.5)] }]);
    expect(html.match(/<svg /g)).toHaveLength(1);
  });

  test("takes measures without coefficients, and values outside [0, 1]", () => {
    const { coefficients: _, kept: __, ...rest } = compare();
    expect(htmlReport([{ ...rest, measure: "cka", similarity: -0.1 }])).toContain(
      "CKA similarity -0.1",
    );
    expect(htmlReport([{ ...compare(), measure: "pls", coefficients: [7, 3] }])).toContain(
      "<td>7.0",
    );
    const values = [
      [3, -1],
      [0, null],
    ];
    expect(htmlReport([{ ...grid(2), values }])).toContain("<title>layer0, layer1: -1</title>");
  });

  test("takes figures beside those of the documents, each drawn once for both themes", () => {
    const draw = (theme: "light" | "dark") =>
      coefficientCurve({ series: [{ label: "extra", coefficients: [1, 0.5] }], theme });
    const html = htmlReport([grid(2)], { figures: [{ title: "Extra", draw }] });
    expect(html).toContain('aria-label="Extra"');
    expect(html).toContain("<title>extra, direction 2: 0.5</title>");
    expect(html.match(/<svg /g)).toHaveLength(2);
    const wrong = (figures: unknown) => () => htmlReport([grid(2)], { figures } as never);
    expect(wrong([{ title: "a", draw: 3 }])).toThrow(/figures\[0\]\.draw is 3, give a function/);
    expect(wrong([{ title: 1, draw }])).toThrow(/figures\[0\]\.title is 1/);
    expect(wrong([{ title: "a", draw: (theme: string) => `<svg>${theme}</svg>` }])).toThrow(
      /more than colours/,
    );
  });

  test("holds any names and values", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 30 }),
      fc.constantFrom("", "<!--"),
    );
    const value = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(null));
    const input = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }));
    const found = input.chain(([rows, columns]) => {
      const list = <T>(of: fc.Arbitrary<T>, size: number) =>
        fc.array(of, { minLength: size, maxLength: size });
      return fc.record({
        schemaVersion: fc.constant(1),
        command: fc.constant("classes"),
        measure: text,
        layers: list(text, rows),
        classes: list(text, columns),
        values: list(list(value, columns), rows),
        options: fc.dictionary(text, fc.jsonValue()),
        warnings: fc.array(fc.record({ code: text, message: text })),
      });
    });
    fc.assert(
      fc.property(found, text, (document, title) => {
        const html = htmlReport([document], { title });
        bodyOf(html);
        expect(dataOf(html).results[0]!.json).toEqual(JSON.parse(JSON.stringify(document)));
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    [[], /^htmlReport: documents is empty/],
    ["x", /documents is "x", give an array/],
    [[null], /documents\[0\] is null, give an object/],
    [
      [{ ...grid(2), schemaVersion: 2 }],
      /documents\[0\]\.schemaVersion is 2, this version reads 1/,
    ],
    [[{ ...grid(2), command: "inspect" }], /command is "inspect", give one of compare, grid, /],
    [[{ ...grid(2), measure: 3 }], /measure is 3, give a string/],
    [[{ ...grid(2), rows: ["a"] }], /documents\[0\]\.values has 2 rows for 1 names/],
    [[{ ...grid(2), values: [[1, Number.NaN], []] }], /values\[0\]\[1\] is NaN/],
    [
      [
        {
          ...grid(2),
          values: [
            ["1", 2],
            [3, 4],
          ],
        },
      ],
      /values\[0\]\[0\] is "1"/,
    ],
    [[{ ...grid(2), options: { a: [Number.POSITIVE_INFINITY] } }], /options\.a\[0\] is Infinity/],
    [[{ ...grid(2), options: 3 }], /options is 3, give an object/],
    [[{ ...grid(2), warnings: ["x"] }], /warnings\[0\] is "x", give an object with code/],
    [[{ ...grid(2), warnings: {} }], /warnings is an object, give an array/],
    [[{ ...grid(2), inputs: [{ file: 1 }] }], /inputs\[0\]\.file is 1/],
    [[{ ...compare(), similarity: undefined }], /similarity is undefined/],
    [[{ ...compare(), coefficients: "abc" }], /coefficients is "abc"/],
    [[{ ...compare(), kept: { x: 1 } }], /kept\.y is undefined/],
    [[{ ...compare(), frequencies: { height: 2, width: 2, similarity: [[1, 1]] } }], /has 1 rows/],
    [[{ ...dynamics(2), checkpoints: [] }], /checkpoints is empty/],
    [[{ ...trainings(2, 2), networks: [] }], /networks is empty/],
    [[{ ...trainings(2, 2), networks: [{ name: "a" }] }], /networks\[0\]\.layers is undefined/],
    [[{ ...align(), coefficients: [1] }], /coefficients has 1 entries for 2 directions/],
    [[{ ...align(), labels: [1] }], /x\.directions\[0\] has 4 entries for 1/],
    [[{ ...align(), y: { directions: [] } }], /y\.directions is empty/],
    [[{ ...groups(), groups: [{ name: "a" }] }], /groups\[0\]\.networks is undefined/],
    [[{ ...groups(), layers: ["conv1"] }], /comparisons\[0\]\.values\[0\] has 2 entries for 1/],
    [[{ ...dynamics(2), checkpoints: [{ name: 1 }] }], /checkpoints\[0\]\.name is 1/],
    [[{ ...classes(2), classes: ["cat"] }], /values\[0\] has 2 entries for 1 columns/],
  ])("refuses documents %# in one line", (documents, message) => {
    const call = () => htmlReport(documents as readonly unknown[]);
    expect(call).toThrow(message);
    expect(call).not.toThrow(/\n/);
  });

  test("refuses values that contain themselves, and names what is wrong by its name", () => {
    const found: Record<string, unknown> = { ...grid(2) };
    found.options = found;
    expect(() => htmlReport([found])).toThrow(/nested too deeply/);
    expect(() => htmlReport([{}], { names: ["grid.json"] })).toThrow(/"grid.json"\.schemaVersion/);
    expect(() => htmlReport([grid(2)], { names: ["a", "b"] })).toThrow(/names has 2 entries for 1/);
    expect(() => htmlReport([grid(2)], { title: 3 as never })).toThrow(/title is 3/);
    expect(() => htmlReport([grid(2)], null as never)).toThrow(/options is null/);
  });
});

test("one drawing with variables is the light and the dark drawing", () => {
  const draw = (theme: "light" | "dark") =>
    heatMap({
      values: [[0.1, null]],
      rows: ["#123456"],
      columns: ["a", "b"],
      rowTitle: "r",
      columnTitle: "c",
      theme,
    });
  const colors = collectColors();
  const merged = colors.merge(draw("light"), draw("dark"));
  const fill = (theme: "light" | "dark") =>
    merged.replace(
      /var\(--(c\d+)\)/g,
      (_, name) => colors.pairs.find((p) => p.name === name)![theme],
    );
  expect(merged).toContain("var(--c0)");
  expect(fill("light")).toBe(draw("light"));
  expect(fill("dark")).toBe(draw("dark"));
});
