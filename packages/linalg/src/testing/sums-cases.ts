import fc from "fast-check";
import { SvccaError } from "../errors.js";
import type { Matrix } from "../matrix.js";
import type { ConformanceCase } from "./case.js";
import { check, checkWithin, rejection } from "./check.js";
import { naiveProduct } from "./measure.js";
import { gaussianMatrix } from "./random.js";

const SLACK = 4;

/** Rows `start` to `end` of a layer with means of up to a hundred. */
function rowsOf(a: Matrix, start: number, end: number): Matrix {
  return { ...a, rows: end - start, data: a.data.subarray(start * a.cols, end * a.cols) };
}

function layer(n: number, d: number, seed: number): Matrix {
  const { data } = gaussianMatrix(n, d, seed);
  const shifted = data.map((value, p) => value + [0, -7, 100][(p % d) % 3]!);
  return { data: seed % 2 ? Float32Array.from(shifted) : shifted, rows: n, cols: d };
}

function centre(a: Matrix, mean: ArrayLike<number>) {
  return { ...a, data: Float64Array.from(a.data, (value, p) => value - mean[p % a.cols]!) };
}

/** A backend need not have `momentSums`: these are tested where they are there. */
export const sumsCases: readonly ConformanceCase[] = [
  {
    name: "momentSums: products of any layers and pairs, over any blocks",
    run: (backend) =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 3 }),
          fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 4 }),
          fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { maxLength: 6 }),
          async (blocks, widths, wishes) => {
            if (!backend.momentSums) return;
            const n = blocks.reduce((sum, rows) => sum + rows, 0);
            const layers = widths.map((d, i) => layer(n, d, i + 1));
            const pairs = wishes.map((p) => p.map((i) => i % layers.length) as [number, number]);
            const sums = backend.momentSums(widths, pairs);
            try {
              const expected = pairs.map(([i, j]) => ({
                product: new Float64Array(widths[i]! * widths[j]!),
                magnitude: new Float64Array(widths[i]! * widths[j]!),
              }));
              let start = 0;
              for (const rows of blocks) {
                const block = layers.map((one) => rowsOf(one, start, start + rows));
                start += rows;
                const used = await sums.add(block);
                check(
                  used.every((mean, i) => mean.length === widths[i]),
                  "momentSums: not a mean for each column",
                );
                for (const [k, [i, j]] of pairs.entries()) {
                  const [left, right] = [i, j].map((l) => centre(block[l]!, used[l]!));
                  const { product, magnitude } = naiveProduct(left!, right!, true, false);
                  product.data.forEach((value, p) => {
                    expected[k]!.product[p]! += value;
                    expected[k]!.magnitude[p]! += magnitude[p]!;
                  });
                }
              }
              const found = await sums.products();
              check(found.length === pairs.length, "momentSums: not one product for each pair");
              for (const [k, { data, cols }] of found.entries()) {
                const { product, magnitude } = expected[k]!;
                check(
                  data.length === product.length,
                  `momentSums: pair ${pairs[k]} has other sizes`,
                );
                data.forEach((value, p) => {
                  const bound = SLACK * (n + 4) * backend.momentsRoundoff * magnitude[p]!;
                  const error = Math.abs(value - product[p]!);
                  checkWithin(error, bound, `momentSums: pair (${pairs[k]}), entry ${p}`);
                  const mirrored = data[(p % cols) * cols + Math.floor(p / cols)];
                  check(
                    pairs[k]![0] !== pairs[k]![1] || value === mirrored,
                    "momentSums: the product of a layer with itself is not symmetric",
                  );
                });
              }
            } finally {
              sums.release();
              sums.release();
            }
          },
        ),
        { numRuns: 40, seed: 1 },
      ),
  },
  {
    name: "momentSums: blocks that do not fit, values that are not finite, and an aborted signal",
    async run(backend) {
      if (!backend.momentSums) return;
      let thrown: unknown;
      try {
        backend.momentSums([3], [[0, 1]]).release();
      } catch (error) {
        thrown = error;
      }
      check(
        thrown instanceof SvccaError && thrown.code === "invalid-argument",
        `momentSums: threw ${thrown} for a pair that is not there`,
      );
      const sums = backend.momentSums([3, 4], [[0, 1]]);
      try {
        const [a, b] = [layer(5, 3, 1), layer(5, 4, 2)];
        for (const [blocks, code] of [
          [[a], "shape-mismatch"],
          [[b, a], "shape-mismatch"],
          [[a, rowsOf(b, 0, 4)], "shape-mismatch"],
          [[rowsOf(a, 0, 0), rowsOf(b, 0, 0)], "too-few-datapoints"],
        ] as const) {
          const reason = await rejection(sums.add(blocks), "momentSums");
          check(
            reason instanceof SvccaError && reason.code === code,
            `momentSums: rejected with ${reason}, expected an SvccaError with code ${code}`,
          );
        }
        const stop = new Error("stop");
        const call = sums.add([a, b], { signal: AbortSignal.abort(stop) });
        check(
          (await rejection(call, "momentSums")) === stop,
          "momentSums: not the signal's reason",
        );
        a.data[4] = Number.NaN;
        const [mean] = await sums.add([a, b]);
        check(
          mean!.every((value, j) => Number.isFinite(value) === (j !== 1)),
          `momentSums: NaN in column 1 gave the means ${mean}`,
        );
      } finally {
        sums.release();
      }
    },
  },
];
