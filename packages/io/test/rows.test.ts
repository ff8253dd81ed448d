import { parseRowRange, selectRows } from "@svcca/io";
import type { ArraySource } from "@svcca/linalg";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const source = (rows: number): ArraySource => ({
  name: "x.npy",
  shape: [rows, 2],
  dtype: "<f8",
  attributes: {},
  read: async (start, end) =>
    Float64Array.from({ length: 2 * (end - start) }, (_, i) => 2 * start + i),
});
const firsts = async (range: string, rows: number) => {
  const chosen = selectRows(source(rows), parseRowRange(range));
  const data = await chosen.read(0, chosen.shape[0]!);
  return Array.from(data)
    .filter((_, i) => i % 2 === 0)
    .map((value) => value / 2);
};
const all = (rows: number) => Array.from({ length: rows }, (_, i) => i);

describe("selectRows", () => {
  test("chooses as slice of JavaScript does, and every so many of that", async () => {
    const bound = fc.option(fc.integer({ min: -25, max: 25 }), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(bound, bound, fc.integer({ min: 1, max: 9 }), async (start, end, step) => {
        const wanted = all(20)
          .slice(start, end)
          .filter((_, i) => i % step === 0);
        const range = `${start ?? ""}:${end ?? ""}:${step}`;
        if (wanted.length > 0) expect(await firsts(range, 20)).toEqual(wanted);
        else await expect(firsts(range, 20)).rejects.toThrow(/chooses none of its 20 datapoints/);
      }),
    );
  });

  test("reads any block of what it chose", async () => {
    const chosen = selectRows(source(20), parseRowRange("1::3"));
    expect(chosen.shape).toEqual([7, 2]);
    expect(Array.from(await chosen.read(2, 4))).toEqual([14, 15, 20, 21]);
    expect((await chosen.read(3, 3)).length).toBe(0);
    await expect(chosen.read(6, 8)).rejects.toThrow(/rows 6 to 8 of an array with 7/);
  });
});

test.each([
  { step: 0 },
  { step: 0.5 },
  { step: Number.NaN },
  { step: -1 },
  { start: 0.5, step: 1 },
])("selectRows refuses %o", (range) => {
  expect(() => selectRows(source(20), range)).toThrow(
    expect.objectContaining({
      code: "invalid-argument",
      message: expect.stringMatching(
        /^x\.npy: rows from .* give whole numbers, and a step from 1$/,
      ),
    }),
  );
});

test("parseRowRange reads slices, and refuses all else", () => {
  expect(parseRowRange("-5:")).toEqual({ start: -5, step: 1 });
  expect(parseRowRange(":10:2")).toEqual({ end: 10, step: 2 });
  for (const text of ["3", "a:b", "::0", "", "1:2:-1", "1:2:3:4"]) {
    expect(() => parseRowRange(text)).toThrow(/^rows ".*": give START:END:STEP/);
  }
});
