import { type MeasureChoice, measureNames, similarity } from "@svcca/core";
import { type Matrix64, SvccaError } from "@svcca/linalg";
import fc from "fast-check";
import { expect, test } from "vitest";

/** Layers as they must not be, and as they are: copies, dead neurons, one datapoint, any scale. */
const layer = (rows: number) =>
  fc
    .record({
      cols: fc.integer({ min: 1, max: 7 }),
      rank: fc.integer({ min: 0, max: 7 }),
      exponent: fc.constantFrom(0, 0, 0, -150, 150, -20, 20),
      integers: fc.boolean(),
      dead: fc.boolean(),
      values: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
        minLength: 14 + rows * 7,
        maxLength: 14 + rows * 7,
      }),
    })
    .map(({ cols, rank, exponent, integers, dead, values }): Matrix64 => {
      const data = new Float64Array(rows * cols);
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < cols; j++) {
          // Neurons beyond the rank are copies, scaled ones every other time.
          const from = rank === 0 ? 0 : j % rank;
          const raw = rank === 0 ? values[0]! : values[14 + i * 7 + from]!;
          const value = integers ? Math.round(raw * 3) : raw;
          const scaled = j >= rank && j % 2 === 1 ? value * (1 + Math.abs(values[j]!)) : value;
          data[i * cols + j] = dead && j === 0 ? 0 : scaled * 10 ** exponent;
        }
      }
      return { data, rows, cols };
    });

const problem = fc.integer({ min: 1, max: 12 }).chain((rows) => fc.tuple(layer(rows), layer(rows)));

const choices: MeasureChoice[] = [
  ...measureNames.map((measure) => ({ measure })),
  { measure: "svcca", truncate: { singularValueSum: 0.99 } },
  { measure: "cca", method: "exact" },
  { measure: "cka", estimator: "debiased" },
  { measure: "cka", estimator: "minibatch", batch: 5 },
  { measure: "rsa", distance: "euclidean", correlation: "pearson" },
  { measure: "knn", neighbours: 2 },
];

// 15 measures x 700 problems, more than 10,000: a finite number in its range, or a named error.
for (const choice of choices) {
  test(`${JSON.stringify(choice)}: a finite number in range or a named error`, async () => {
    let numbers = 0;
    await fc.assert(
      fc.asyncProperty(problem, async ([x, y]) => {
        try {
          const result = await similarity(x, y, choice);
          const lowest = choice.measure === "rsa" || choice.estimator ? -1 : 0;
          expect(result.similarity).toBeGreaterThanOrEqual(lowest);
          expect(result.similarity).toBeLessThanOrEqual(1);
          const { coefficients = [] } = result as { coefficients?: Float64Array };
          for (const value of coefficients) expect(value >= 0 && value <= 1).toBe(true);
          numbers++;
        } catch (error) {
          if (!(error instanceof SvccaError)) throw error;
          expect(error.message).not.toMatch(/NaN|undefined/);
          expect(error.code).not.toBe("accuracy");
        }
      }),
      { numRuns: 700, seed: 4 },
    );
    // Not all of them are errors.
    expect(numbers).toBeGreaterThan(30);
  });
}
