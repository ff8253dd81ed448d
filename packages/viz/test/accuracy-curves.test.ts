import { accuracyCurves } from "@svcca/viz";
import { describe, expect, test } from "vitest";
import { all, hovers, parseXml, texts } from "./support.js";

const one = { label: "fc1, SVCCA", kept: [1, 4, 16], accuracy: [0.2, 0.6, 0.9] };
const base = { series: [one] };
const xs = (svg: string) => all(parseXml(svg), "circle").map((node) => Number(node.attributes.cx));

describe("accuracyCurves", () => {
  test("draws every point with a marker, to scale", () => {
    const svg = accuracyCurves(base);
    const [a, b, c] = xs(svg);
    expect((b! - a!) / (c! - a!)).toBeCloseTo(3 / 15, 2);
    expect(hovers(svg)).toContain("fc1, SVCCA, 4 kept: 0.6");
    expect(texts(svg)).toEqual(expect.arrayContaining(["directions kept", "accuracy", "1", "16"]));
  });

  test("gives each doubling the same room on a logarithmic axis", () => {
    const svg = accuracyCurves({ ...base, xScale: "log" });
    const [a, b, c] = xs(svg);
    expect((b! - a!) / (c! - a!)).toBeCloseTo(1 / 2, 2);
    expect(texts(svg)).toEqual(expect.arrayContaining(["2", "8", "directions kept (logarithmic)"]));
  });

  test("takes series of different counts, gaps and a spread", () => {
    const other = {
      label: "random",
      kept: [2, 3, 8],
      accuracy: [0.1, null, 0.3],
      spread: [0.1, 0, 0.2],
    };
    const svg = accuracyCurves({ series: [one, other] });
    expect(hovers(svg)).toContain("random, 8 kept: 0.3 ± 0.2");
    expect(hovers(svg).filter((text) => / kept: /.test(text))).toHaveLength(5);
    expect(svg.match(/fill-opacity="0.18"/g)).toHaveLength(2);
  });

  test("counts what it is told to", () => {
    const svg = accuracyCurves({ ...base, xLabel: "step of training" });
    expect(hovers(svg)).toContain("fc1, SVCCA, step of training 4: 0.6");
    expect(texts(svg)).toContain("step of training");
  });

  test.each([
    [{ series: [] }, /^accuracyCurves: series is empty/],
    [{ series: [1] }, /series\[0\] is 1, give an object with label, kept and accuracy/],
    [{ series: [{ ...one, kept: [] }] }, /kept is empty/],
    [{ series: [{ ...one, kept: [1, 4, 4] }] }, /kept\[2\] is 4 after 4, give rising numbers/],
    [{ series: [{ ...one, kept: [-1, 4, 5] }] }, /kept\[0\] is -1, give a number from 0/],
    [
      { series: [{ ...one, kept: [0, 4, 5] }], xScale: "log" },
      /kept\[0\] is 0, give a number from 1/,
    ],
    [{ series: [{ ...one, accuracy: [0.1] }] }, /accuracy\[0\] has 1 entries for 3 columns/],
    [{ series: [{ ...one, accuracy: [10, 60, 90] }] }, /is 10 and outside the axis, give a domain/],
    [{ series: [{ ...one, spread: [0, -1, 0] }] }, /spread\[0\]\[1\] is -1/],
    [{ xScale: "sqrt" }, /xScale is "sqrt", give one of linear, log/],
  ])("refuses %j in one line", (change, message) => {
    const call = () =>
      accuracyCurves({ ...base, ...change } as Parameters<typeof accuracyCurves>[0]);
    expect(call).toThrow(message);
    expect(call).not.toThrow(/\n/);
  });

  test("takes per cent with a domain for them", () => {
    const series = [{ ...one, accuracy: [20, 60, 90] }];
    expect(texts(accuracyCurves({ series, domain: [0, 100] }))).toContain("100");
  });
});
