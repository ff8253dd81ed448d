import { featureMaps } from "@svcca/viz";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { traceOf, tracePath } from "../src/features/trace.js";
import { all, hovers, parseXml, texts } from "./support.js";

const layer = (name: string) => ({
  name,
  directions: [
    [1, 2, 3, 4],
    [4, 3, 2, 1],
  ],
  neurons: [Float64Array.of(0, 0, 5, 7)],
});
const base = { x: layer("fc1 of a"), y: layer("fc1 of b"), labels: [1, 0, 1, 0] };

/** Places that a path of relative moves runs through. */
function walk(path: string): [x: number, y: number][] {
  const places: [number, number][] = [];
  let [x, y] = [0, 0];
  for (const [, command, rest] of path.matchAll(/([Mlhv])([^Mlhv]*)/g)) {
    const [a = 0, b = 0] = (rest!.match(/-?(\d+\.?\d*|\.\d+)/g) ?? []).map(Number);
    if (command === "M") [x, y] = [a, b];
    else if (command === "l") [x, y] = [x + a, y + b];
    else if (command === "h") x += a;
    else y += a;
    places.push([x, y]);
  }
  return places;
}

describe("featureMaps", () => {
  test("sorts the datapoints by class and says what each strip shows there", () => {
    const svg = featureMaps({ ...base, classes: ["cat", "dog"], coefficients: [0.9, 0.5] });
    expect(hovers(svg)).toEqual(
      expect.arrayContaining([
        "direction 1 of fc1 of a, cat: mean 3, 2 to 4",
        "direction 1 of fc1 of a, dog: mean 2, 1 to 3",
        "neuron, rank 1 of fc1 of b, cat: mean 3.5, 0 to 7",
      ]),
    );
    expect(texts(svg)).toEqual(
      expect.arrayContaining(["direction 2", "corr. 0.500", "above: fc1 of a", "below: fc1 of b"]),
    );
    expect(texts(svg).filter((text) => text === "cat")).toHaveLength(2);
  });

  test("names the neurons, and the classes by their numbers where they have no names", () => {
    const svg = featureMaps({ ...base, x: { ...base.x, neuronNames: ["channel 17"] } });
    expect(texts(svg)).toEqual(expect.arrayContaining(["channel 17", "0", "1"]));
  });

  test("draws a boundary between neighbouring classes", () => {
    const lines = (labels: number[]) =>
      all(parseXml(featureMaps({ ...base, labels })), "path")
        .map((path) => path.attributes)
        .find((attributes) => attributes["stroke-width"] === "0.7")!
        .d!.match(/M/g)!.length;
    expect(lines([0, 0, 0, 0])).toBe(2);
    expect(lines([5, 0, 3, 0])).toBe(4);
  });

  test("stays small for many datapoints", () => {
    const count = 50_000;
    const row = Float64Array.from({ length: count }, (_, index) => Math.sin(index * index));
    const strips = { directions: [row, row, row], neurons: [row, row] };
    const labels = Uint8Array.from({ length: count }, (_, index) => index % 10);
    const x = { name: "x", ...strips };
    expect(featureMaps({ x, y: x, labels }).length).toBeLessThan(10 * 8000);
  });

  test.each([
    [{ labels: [] }, /^featureMaps: labels is empty/],
    [{ labels: [0, 1] }, /x\.directions\[0\] has 4 values for 2 labels/],
    [{ labels: [0, 1, 0.5, 0] }, /labels\[2\] is 0\.5, give whole numbers/],
    [{ labels: [0, -1, 0, 0] }, /labels\[1\] is -1/],
    [{ classes: ["cat"] }, /labels\[0\] is 1, give a number from 0 to 0/],
    [{ x: 3 }, /x is 3, give an object/],
    [{ y: { ...base.y, directions: [[1, 2, 3, 4]] } }, /y\.directions has 1 rows .* give pairs/],
    [{ x: { ...base.x, neurons: [[1, 2, Number.NaN, 4]] } }, /x\.neurons\[0\]\[2\] is NaN/],
    [{ x: { ...base.x, neuronNames: [] } }, /neuronNames is empty/],
    [{ x: { ...base.x, neuronNames: ["a", "b"] } }, /has 2 names for 1 neurons/],
    [{ coefficients: [1] }, /coefficients has 1 entries for 2 directions/],
    [{ coefficients: [1, 2] }, /coefficients\[1\] is 2/],
    [{ width: 10 }, /width is 10/],
  ])("refuses %j in one line", (change, message) => {
    const call = () => featureMaps({ ...base, ...change } as Parameters<typeof featureMaps>[0]);
    expect(call).toThrow(message);
    expect(call).not.toThrow(/\n/);
  });
});

test("a thinned trace reaches the least and the greatest value of each pixel column", () => {
  const input = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), {
    minLength: 41,
    maxLength: 400,
  });
  fc.assert(
    fc.property(input, (values) => {
      const trace = traceOf(values, Uint32Array.from(values.keys()));
      const y = (value: number) =>
        trace.high > trace.low ? (30 * (trace.high - value)) / (trace.high - trace.low) : 15;
      const places = walk(tracePath(trace, 10, 0, 40, 30));
      for (let column = 0; column < 40; column++) {
        const from = Math.floor((column * values.length) / 40);
        const part = values.slice(from, Math.floor(((column + 1) * values.length) / 40));
        const drawn = places
          .filter(([x]) => Math.floor(x + 1e-6) === 10 + column)
          .map(([, at]) => at);
        expect(Math.abs(Math.min(...drawn) - y(Math.max(...part)))).toBeLessThan(0.051);
        expect(Math.abs(Math.max(...drawn) - y(Math.min(...part)))).toBeLessThan(0.051);
      }
    }),
  );
});

test("a trace of few datapoints shows each as a step", () => {
  const values = [3, 1, 2];
  const places = walk(tracePath(traceOf(values, Uint32Array.of(0, 1, 2)), 0, 0, 30, 10));
  expect(places.map(([x, y]) => [Math.round(x), Math.round(y)])).toEqual([
    [0, 0],
    [10, 0],
    [10, 10],
    [20, 10],
    [20, 5],
    [30, 5],
  ]);
});
