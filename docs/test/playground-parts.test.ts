import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { choiceOf } from "../src/playground/choice.js";
import { commandOf } from "../src/playground/command.js";
import { csvOf } from "../src/playground/csv.js";
import { fitTo } from "../src/playground/fit.js";
import { fromLink, toLink } from "../src/playground/link.js";
import { programOf } from "../src/playground/program.js";
import type { Opened } from "../src/playground/protocol.js";
import { choices, defaults, problemOf, type Settings } from "../src/playground/settings.js";
import { assertRoom } from "../src/playground/worker/room.js";

const network = (name: string, layers: Record<string, number[]>, single = false) => ({
  name,
  single,
  layers: Object.entries(layers).map(([layer, shape]) => ({ name: layer, shape, dtype: "<f4" })),
});
const opened: Opened = {
  networks: [
    network("a.npz", { conv: [500, 6, 8, 8], fc: [500, 32] }),
    network("b.npz", { conv: [500, 6, 8, 8], fc: [500, 32] }),
    network("x.npy", { x: [500, 10] }, true),
    network("run.h5:epoch 3", { fc: [500, 32] }),
  ],
  labels: ["labels.npy"],
  problems: [],
};
const pair: Settings = { ...defaults, a: "a.npz", b: "b.npz", x: "fc", y: "fc" };

describe("a link", () => {
  test("holds every choice of settings, whatever names are in it", () => {
    const settings = fc.record({
      ...Object.fromEntries(Object.entries(choices).map(([k, v]) => [k, fc.constantFrom(...v)])),
      ...Object.fromEntries(
        ["a", "b", "x", "y", "labels", "rows"].map((key) => [key, fc.string()]),
      ),
      layers: fc.array(fc.string()),
      checkpoints: fc.array(fc.string()),
      amount: fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
      examples: fc.boolean(),
    }) as unknown as fc.Arbitrary<Settings>;
    fc.assert(
      fc.property(settings, (one) => {
        expect(fromLink(`#${toLink(one)}`)).toEqual(one);
      }),
    );
  });

  test("that is wrong gives what is as by default", () => {
    expect(fromLink("#measure=magic&amount=-1&question=%&spatial=constructor")).toEqual(defaults);
    expect(toLink(defaults)).toBe("");
  });
});

describe("the equivalent", () => {
  test.each([
    [pair, "svcca compare a.npz:fc b.npz:fc"],
    [{ ...pair, layout: "NCHW" as const }, "svcca compare a.npz:fc b.npz:fc"],
    [
      { ...pair, x: "conv", y: "conv", spatial: "dft" as const, layout: "NCHW" as const },
      "svcca compare a.npz:conv b.npz:conv --spatial dft --layout NCHW",
    ],
    [
      { ...pair, truncation: "components" as const, amount: 20 },
      "svcca compare a.npz:fc b.npz:fc --components 20",
    ],
    [
      { ...pair, measure: "cka" as const, estimator: "debiased" as const, amount: 0.5 },
      "svcca compare a.npz:fc b.npz:fc --measure cka --estimator debiased",
    ],
    [{ ...pair, a: "x.npy", x: "x" }, "svcca compare x.npy b.npz:fc"],
    [{ ...pair, b: "run.h5:epoch 3" }, "svcca compare a.npz:fc 'run.h5:epoch 3/fc'"],
    [
      { ...pair, question: "networks" as const, layers: ["fc", "conv"] },
      "svcca grid a.npz b.npz --layers fc,conv --spatial average",
    ],
    [
      { ...pair, question: "training" as const, checkpoints: ["b.npz", "a.npz"], layers: ["fc"] },
      "svcca dynamics b.npz a.npz --layers fc",
    ],
    [
      { ...pair, question: "classes" as const, labels: "labels.npy", device: "gpu" as const },
      "svcca classes a.npz --labels labels.npy --spatial average --backend webgpu",
    ],
  ])("command %#", (settings, command) => {
    expect(commandOf(settings, opened)).toBe(command);
  });

  test("program holds the options of the library", () => {
    expect(choiceOf({ ...pair, truncation: "singular-sum" }).truncate).toEqual({
      singularValueSum: 0.99,
    });
    expect(programOf(pair, opened)).toContain('openArray("b.npz:fc")');
  });
});

test("settings are fitted to the files that are open", () => {
  const { a, b, x, y } = fitTo(defaults, opened);
  expect({ a, b, x, y }).toEqual({ a: "a.npz", b: "b.npz", x: "fc", y: "fc" });
  const kept = fitTo({ ...pair, b: "gone", y: "conv", labels: "gone.npy" }, opened);
  expect(kept).toEqual({ ...pair, y: "conv", labels: "" });
  expect(fitTo({ ...pair, question: "classes" }, opened).labels).toBe("labels.npy");
  const without = { ...opened, labels: [] };
  expect(fitTo({ ...pair, question: "classes" }, without).question).toBe("layers");
  expect(fitTo(pair, { networks: [], labels: [], problems: [] })).toEqual(pair);
});

test("settings that mean nothing are one line", () => {
  expect(problemOf(pair)).toBeUndefined();
  expect(problemOf({ ...pair, amount: 1.5 })).toMatch(/1.5; give a number above 0/);
  expect(problemOf({ ...pair, truncation: "components", amount: 2.5 })).toMatch(/whole number/);
  expect(problemOf({ ...pair, rows: "100:" })).toBeUndefined();
  expect(problemOf({ ...pair, rows: "100" })).toMatch(/^rows "100": give START:END:STEP/);
  expect(problemOf({ ...pair, measure: "cka", spatial: "dft" })).toMatch(/By frequency/);
});

describe("layers that are too wide for a page", () => {
  const layer = (shape: number[]) => ({ name: "x.npy", shape, dtype: "<f4" }) as never;
  const refuse =
    (shape: number[], more: Partial<Settings> = {}) =>
    () =>
      assertRoom([layer([500, 8]), layer(shape)], { ...pair, ...more });

  test("are one line with the sizes", () => {
    expect(refuse([30_000, 20_000])).toThrow(
      "x.npy: 20,000 neurons; 3 matrices of neurons x neurons take 8.9 GiB, and a page has 4; take a narrower layer",
    );
    expect(refuse([30_000, 64, 28, 28], { spatial: "flatten" })).toThrow(
      /x.npy: 50,176 neurons; .* average over the positions/,
    );
  });

  test("are not those that are averaged, held whole, or compared datapoint by datapoint", () => {
    for (const fitting of [
      refuse([30_000, 13_000]),
      refuse([30_000, 64, 28, 28]),
      refuse([500, 64, 28, 28], { spatial: "flatten" }),
      refuse([30_000, 20_000], { measure: "rsa" }),
    ]) {
      expect(fitting).not.toThrow();
    }
  });
});

test("CSV has names with commas in quotes", () => {
  const rest = { schemaVersion: 1, measure: "svcca", options: {}, backend: "", warnings: [] };
  const grid = { ...rest, inputs: [], command: "grid", rows: ['a,"b"'], columns: ["c"] };
  expect(csvOf({ ...grid, values: [[0.1]] } as never)).toBe('layer,c\n"a,""b""",0.1\n');
});
