import {
  cca,
  comparePairs,
  grid,
  type MeasureChoice,
  measureNames,
  type Pair,
  similarity,
  svcca,
} from "@svcca/core";
import { type ArraySource, type Matrix64, SvccaError } from "@svcca/linalg";
import { describe, expect, test } from "vitest";
import { beside, gaussianMatrix, layerLike, maxDifference, product } from "./helpers.js";
import { related } from "./related.js";

/** A matrix as a source that counts how often each of its rows is read. */
function counted(name: string, a: Matrix64): { source: ArraySource; reads: () => number } {
  let rows = 0;
  return {
    reads: () => rows / a.rows,
    source: {
      name,
      shape: [a.rows, a.cols],
      dtype: "<f8",
      attributes: {},
      async read(start, end, options) {
        rows += end - start;
        const values = a.data.slice(start * a.cols, end * a.cols);
        // As files do, which fill the memory of a block that is no longer needed.
        const into = options?.into;
        if (!(into instanceof Float64Array) || into.length < values.length) return values;
        into.set(values);
        return into.subarray(0, values.length);
      },
    },
  };
}

describe("grid", () => {
  for (const measure of measureNames) {
    test(`${measure}: each cell is what the pair alone gives, wide layers among them`, async () => {
      const [a, b] = await related(60, 7, 5, 1);
      const wide = await product(a, gaussianMatrix(7, 90, 2));
      const noisy = { ...wide, data: wide.data.map((v, p) => v + Math.sin(p * p) * 0.01) };
      const c = await layerLike(60, 6, 9, 3);
      const choice: MeasureChoice = { measure };
      const { values, results } = await grid([a, b, noisy], [c, b], choice);
      for (const [i, x] of [a, b, noisy].entries()) {
        for (const [j, y] of [c, b].entries()) {
          const alone = await similarity(x, y, choice);
          expect(Math.abs(values[i]![j]! - alone.similarity)).toBeLessThan(1e-9);
          expect(results[i]![j]).toMatchObject({ measure, datapoints: 60, kept: alone.kept });
        }
      }
    });
  }

  test("results come as they are found", async () => {
    const [a, b] = await related(60, 7, 5, 4);
    const seen: string[] = [];
    await grid([a, b], [b], { onResult: (i, j, { measure }) => seen.push(`${i} ${j} ${measure}`) });
    expect(seen).toEqual(["0 0 svcca", "1 0 svcca"]);
  });

  test("refuses an empty side and layers of other datapoints", async () => {
    const [a, b] = await related(60, 7, 5, 5);
    await expect(grid([], [a])).rejects.toThrow("grid: no rows");
    await expect(grid([a], [b, gaussianMatrix(59, 3, 1)])).rejects.toThrow(SvccaError);
  });
});

describe("more neurons than datapoints", () => {
  test("a flattened layer of 20,000 neurons agrees with its 12 directions", async () => {
    const base = await layerLike(200, 12, 12, 6);
    const other = beside(base, gaussianMatrix(200, 3, 8));
    const flattened = await product(base, gaussianMatrix(12, 20_000, 7));
    const narrow = await cca(base, other);
    const wide = await cca(flattened, other);
    expect(wide.kept).toEqual(narrow.kept);
    expect(maxDifference(wide.coefficients, narrow.coefficients)).toBeLessThan(1e-9);
    const { singularValues, kept } = await svcca(flattened, flattened);
    expect(kept.x).toBeLessThanOrEqual(12);
    expect(singularValues.x[0]).toBeGreaterThan(0);
  });

  test("is refused when neither way fits in memory, with the memory it would take", async () => {
    const source: ArraySource = {
      name: "conv1",
      shape: [50_000, 256, 28, 28],
      dtype: "<f4",
      attributes: {},
      read: () => Promise.reject(new Error("nothing is to be read")),
    };
    await expect(svcca(source, source, { spatial: "flatten" })).rejects.toThrow(
      "conv1: the second moments of 200704 neurons take 300 GiB",
    );
  });
});

describe("comparePairs", () => {
  for (const measure of measureNames) {
    test(`${measure}: a pair is the same to the last bit whichever others are asked for`, async () => {
      const [a, b] = await related(300, 7, 5, 1);
      const copies = beside(b, b);
      const wide = await product(a, gaussianMatrix(7, 320, 2));
      const layers = [a, copies, wide, b];
      const pairs: Pair[] = layers.flatMap((_, i) => layers.map((_, j): Pair => [i, j]));
      const run = async (some: readonly Pair[]) => {
        const values = [];
        for await (const result of comparePairs(layers, some, { measure, neighbours: 5 })) {
          values.push(result.similarity);
        }
        return values;
      };
      const whole = await run(pairs);
      expect(await run(pairs.slice(9))).toEqual(whole.slice(9));
      expect(await run([pairs[6]!])).toEqual([whole[6]]);
    });
  }

  for (const [measure, rows] of [
    ...measureNames.map((name) => [name, 200] as const),
    // More rows than a block of the pass along the directions.
    ["svcca", 2500] as const,
    ["procrustes", 2500] as const,
  ]) {
    test(`${measure}, ${rows} rows: layers that fit in memory are read once, to the same bits`, async () => {
      const [a, b] = await related(rows, 7, 5, 1);
      const layers = [a, b, await layerLike(rows, 8, 10, 3)];
      // One that has more neurons than datapoints.
      if (rows === 200) layers.push(gaussianMatrix(rows, 230, 4));
      const pairs = layers.flatMap((_, i) => layers.map((_, j): Pair => [i, j]));
      const run = async (keep: number) => {
        const all = layers.map((layer, i) => counted(`l${i}`, layer));
        const sources = all.map(({ source }) => source);
        const values = [];
        for await (const found of comparePairs(sources, pairs, { measure, neighbours: 5, keep })) {
          values.push(found.similarity);
        }
        return { values, reads: all.map(({ reads }) => reads()) };
      };
      const kept = await run(2 ** 28);
      expect(kept.reads).toEqual(layers.map(() => 1));
      const unkept = await run(0);
      expect(unkept.values).toEqual(kept.values);
      // Room for the first layer alone.
      const some = await run(8 * rows * a.cols);
      expect(some.values).toEqual(kept.values);
      expect(some.reads).toEqual([1, ...unkept.reads.slice(1)]);
    });
  }

  test("without room each layer is read twice, whatever the number of pairs", async () => {
    const layers = await Promise.all(
      // Smaller ones are read once more, for their last digits.
      [1, 2, 3, 4].map(async (seed) => counted(`l${seed}`, await layerLike(2500, 8, 90, seed))),
    );
    const sources = layers.map(({ source }) => source);
    await grid(sources, sources, { keep: 0 });
    for (const { reads } of layers) expect(reads()).toBe(2);
  });

  test("tells how many layers are decomposed, and refuses pairs that are none", async () => {
    const [a, b] = await related(60, 7, 5, 4);
    const seen: number[] = [];
    const onDecomposed = (done: number) => seen.push(done);
    for await (const _ of comparePairs([a, b], [[0, 1]], { onDecomposed }));
    expect(seen).toEqual([1, 2]);
    await expect(comparePairs([a, b], [[0, 2]]).next()).rejects.toThrow("pair [0, 2] of 2 layers");
  });
});
