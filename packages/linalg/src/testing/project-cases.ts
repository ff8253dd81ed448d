import fc from "fast-check";
import { SvccaError } from "../errors.js";
import type { Matrix, Matrix64 } from "../matrix.js";
import type { ConformanceCase } from "./case.js";
import { check, checkWithin, rejection } from "./check.js";
import { naiveProduct } from "./measure.js";
import { gaussianMatrix } from "./random.js";

/** The constant c in the bound c d u |A - 1 mean'||B|, as for plain products. */
const SLACK = 4;

/** A layer whose neurons vary by 1 around means of up to a million, and what is left without them. */
function layer(n: number, d: number, seed: number, float32: boolean) {
  const mean = Float64Array.from({ length: d }, (_, j) => [0, 1e-3, -100, 1e6][j % 4]!);
  const shifted = gaussianMatrix(n, d, seed).data.map((value, p) => value + mean[p % d]!);
  const data = float32 ? Float32Array.from(shifted) : shifted;
  const a: Matrix = { data, rows: n, cols: d };
  const centred: Matrix64 = { ...a, data: Float64Array.from(data, (v, p) => v - mean[p % d]!) };
  return { a, mean, centred };
}

const size = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 40 }) },
  { weight: 1, arbitrary: fc.integer({ min: 250, max: 600 }) },
);

export const projectCases: readonly ConformanceCase[] = [
  {
    name: "project: any shapes and means, float32 and float64 input, which stays as it was",
    run: (backend) =>
      fc.assert(
        fc.asyncProperty(
          fc.record({ n: size, d: size, k: fc.integer({ min: 0, max: 40 }), seed: fc.integer() }),
          fc.boolean(),
          async ({ n, d, k, seed }, float32) => {
            const { a, mean, centred } = layer(n, d, seed, float32);
            const b = gaussianMatrix(d, k, seed + 1);
            const before = [a.data.slice(), mean.slice(), b.data.slice()];
            // Memory that holds something else, and is more than is needed.
            const into = new Float64Array(n * k + 7).fill(Number.NaN);
            const out = await backend.project(a, mean, b, { into });
            check(
              out.data instanceof Float64Array && out.rows === n && out.cols === k,
              `project: ${out.rows} x ${out.cols}, expected float64 of ${n} x ${k}`,
            );
            check(
              [a.data, mean, b.data].every((values, i) =>
                values.every((v, p) => v === before[i]![p]),
              ),
              "project: an input was changed",
            );
            const { product, magnitude } = naiveProduct(centred, b, false, false);
            product.data.forEach((value, i) => {
              const bound = SLACK * (d + 4) * backend.unitRoundoff * magnitude[i]!;
              checkWithin(Math.abs(out.data[i]! - value), bound, `project: entry ${i}`);
            });
          },
        ),
        { numRuns: 50, seed: 1 },
      ),
  },
  {
    name: "project: operands that do not fit, and an aborted signal",
    async run(backend) {
      const { a, mean } = layer(5, 4, 1, false);
      const b = gaussianMatrix(4, 2, 2);
      for (const call of [
        () => backend.project(a, mean.subarray(1), b),
        () => backend.project(a, mean, gaussianMatrix(3, 2, 2)),
      ]) {
        const reason = await rejection(call(), "project of operands that do not fit");
        check(
          reason instanceof SvccaError && reason.code === "shape-mismatch",
          `project: rejected with ${reason}, expected an SvccaError with code shape-mismatch`,
        );
      }
      const stop = new Error("stop");
      const call = backend.project(a, mean, b, { signal: AbortSignal.abort(stop) });
      const reason = await rejection(call, "project with aborted signal");
      check(reason === stop, `project: rejected with ${reason}, expected the signal's reason`);
    },
  },
];
