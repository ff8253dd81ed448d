import { describe, expect, test } from "vitest";
import { bottomUp, findingsOf } from "../src/live/findings.js";
import { PERCENTS, type Run, type SeedPair, stepAt } from "../src/live/run.js";

/** A run of which each layer has the given similarity to its end at each checkpoint but the last. */
function runOf(curves: readonly ((t: number) => number)[], more: Partial<Run> = {}): Run {
  const last = PERCENTS.length - 1;
  const grids = PERCENTS.map((_, t) =>
    curves.map((curve, i) => curves.map((_, j) => (i !== j ? 0.1 : t === last ? 1 : curve(t)))),
  );
  return {
    seed: 1,
    epochs: 8,
    freeze: false,
    step: 320,
    steps: 320,
    layers: curves.map((_, i) => `layer${i + 1}`),
    accuracy: PERCENTS.map(() => 0.875),
    loss: PERCENTS.map((_, t) => (t === 0 ? null : 1)),
    grids,
    frozen: [],
    saved: 0,
    seconds: 9.04,
    ...more,
  };
}

const linesOf = (run: Run, finished: readonly Run[] = []) =>
  findingsOf([run], undefined, finished)[0]!.lines;

describe("the findings of a training", () => {
  test("count the order of layers over the training, before it, and from where each begins", () => {
    const rising = runOf([(t) => (t === 0 ? 0.2 : 0.9), (t) => 0.5 + t / 100, (t) => 0.3 + t / 50]);
    expect(bottomUp(rising)).toEqual({ pairs: 3, before: 1, during: 3, gained: 2 });
    // The lower layer is ahead only because it began there.
    const wide = runOf([() => 0.9, (t) => 0.2 + 0.05 * t]);
    expect(bottomUp(wide)).toEqual({ pairs: 1, before: 1, during: 1, gained: 0 });
  });

  test("say when the order is not from the bottom up", () => {
    const [, order] = linesOf(runOf([() => 0.1, () => 0.5]));
    expect(order).toMatch(/^From the bottom up\? No: in 0 of 1 pairs/);
  });

  test("name the first and the last layers that settle", () => {
    const [, , settled] = linesOf(runOf([() => 0.96, (t) => t / 20]));
    expect(settled).toMatch(/first layer1 \(from 0 % on\), last layer2 \(only at the end\)/);
  });

  test("hold freezing against the plain training of the same seed and length", () => {
    const plain = runOf([() => 0.5, () => 0.5]);
    const frozen = runOf([() => 0.5, () => 0.5], {
      freeze: true,
      saved: 0.5,
      frozen: [{ layer: "layer1", percent: 50 }],
    });
    const with_ = (all: readonly Run[]) => linesOf(frozen, all).at(-1);
    expect(with_([plain, frozen])).toMatch(
      /^Freezing saved 50.0 % of the backward work; 1 of 2 layers .* Without freezing it came to 87.5 % in 9.0 s/,
    );
    expect(
      with_([
        { ...plain, seed: 2 },
        { ...plain, epochs: 3 },
      ]),
    ).toMatch(/Train once more/);
  });

  test("say which layers two seeds share most and least, and what chance gives there", () => {
    const pair: SeedPair = {
      seeds: [1, 2],
      layers: ["a", "b"],
      values: [
        [0.9, 0.99],
        [0.1, 0.4],
      ],
      floors: [0.1, 0.2],
    };
    expect(findingsOf([], pair, [])).toEqual([
      {
        title: "Seeds 1 and 2",
        lines: [
          "Of layers at the same place, most alike are those of a (0.90, unrelated layers about 0.10), least those of b (0.40, unrelated layers about 0.20).",
        ],
      },
    ]);
  });

  test("wait for the end", () => {
    expect(findingsOf([runOf([() => 0.5], { step: 160 })], undefined, [])).toEqual([]);
  });
});

test("checkpoints of the shortest training are steps of their own", () => {
  expect(new Set(PERCENTS.map((percent) => stepAt(percent, 120))).size).toBe(PERCENTS.length);
});
