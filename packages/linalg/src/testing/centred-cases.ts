import fc from "fast-check";
import { SvccaError } from "../errors.js";
import type { Matrix, Matrix64 } from "../matrix.js";
import type { ConformanceCase } from "./case.js";
import { check, checkWithin, rejection } from "./check.js";
import { naiveProduct } from "./measure.js";
import { gaussianMatrix } from "./random.js";

/** The constant c in the bound c n u |A||B|, as for plain products. */
const SLACK = 4;

const rows = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 40 }) },
  { weight: 2, arbitrary: fc.integer({ min: 200, max: 600 }) },
);
const cols = fc.integer({ min: 0, max: 40 });

/** A layer whose neurons vary by 1 around means of up to a million. */
function layer(n: number, d: number, seed: number, float32: boolean) {
  const noise = gaussianMatrix(n, d, seed);
  const mean = Float64Array.from({ length: d }, (_, j) => [0, 1e-3, -100, 1e6][j % 4]!);
  const shifted = noise.data.map((value, p) => value + mean[p % d]!);
  const data = float32 ? Float32Array.from(shifted) : shifted;
  const a: Matrix = { data, rows: n, cols: d };
  const centred: Matrix64 = { ...a, data: Float64Array.from(data, (v, p) => v - mean[p % d]!) };
  return { a, mean, centred };
}

export const centredCases: readonly ConformanceCase[] = [
  {
    name: "centredProduct: any shapes and means, float32 and float64 input",
    run: (backend) =>
      fc.assert(
        fc.asyncProperty(
          fc.record({ n: rows, p: cols, q: cols, seed: fc.integer() }),
          fc.boolean(),
          fc.boolean(),
          async ({ n, p, q, seed }, float32A, float32B) => {
            const x = layer(n, p, seed, float32A);
            const y = layer(n, q, seed + 1, float32B);
            const out = await backend.centredProduct(x.a, x.mean, y.a, y.mean);
            const { product, magnitude } = naiveProduct(x.centred, y.centred, true, false);
            check(
              out.data instanceof Float64Array && out.rows === p && out.cols === q,
              `centredProduct: ${out.rows} x ${out.cols}, expected float64 of ${p} x ${q}`,
            );
            product.data.forEach((value, i) => {
              const bound = SLACK * (n + 4) * backend.momentsRoundoff * magnitude[i]!;
              checkWithin(Math.abs(out.data[i]! - value), bound, `centredProduct: entry ${i}`);
            });
          },
        ),
        { numRuns: 60, seed: 1 },
      ),
  },
  {
    name: "centredProduct: of a layer with itself it is exactly symmetric, and right",
    run: (backend) =>
      fc.assert(
        fc.asyncProperty(rows, cols, fc.integer(), fc.boolean(), async (n, d, seed, float32) => {
          const { a, mean, centred } = layer(n, d, seed, float32);
          const { data } = await backend.centredProduct(a, mean, a, mean);
          const { product, magnitude } = naiveProduct(centred, centred, true, false);
          for (let i = 0; i < d; i++) {
            for (let j = 0; j < d; j++) {
              const at = i * d + j;
              const bound = SLACK * (n + 4) * backend.momentsRoundoff * magnitude[at]!;
              const error = Math.abs(data[at]! - product.data[at]!);
              checkWithin(error, bound, `centredProduct: Gram entry (${i}, ${j})`);
              check(
                data[at] === data[j * d + i],
                `centredProduct: Gram entries (${i}, ${j}) and (${j}, ${i}) differ`,
              );
            }
          }
        }),
        { numRuns: 30, seed: 2 },
      ),
  },
  {
    name: "centredProduct: inputs stay as they were, and the same call gives the same bits",
    async run(backend) {
      const x = layer(330, 17, 3, true);
      const y = layer(330, 29, 4, false);
      const inputs = [x.a.data, x.mean, y.a.data, y.mean];
      const before = inputs.map((values) => values.slice());
      const first = await backend.centredProduct(x.a, x.mean, y.a, y.mean);
      const second = await backend.centredProduct(x.a, x.mean, y.a, y.mean);
      check(
        inputs.every((values, i) => values.every((v, j) => v === before[i]![j])),
        "centredProduct: an input was changed",
      );
      check(
        first.data.every((v, i) => v === second.data[i]),
        "centredProduct: two equal calls gave different bits",
      );
    },
  },
  {
    name: "centredProduct: operands that do not fit are an SvccaError with code shape-mismatch",
    async run(backend) {
      const { a, mean } = layer(3, 4, 5, false);
      const shorter = layer(2, 4, 5, false);
      for (const call of [
        backend.centredProduct(a, mean, shorter.a, mean),
        backend.centredProduct(a, mean.subarray(1), a, mean),
        backend.centredProduct(a, mean, a, mean.subarray(1)),
      ]) {
        const reason = await rejection(call, "centredProduct of operands that do not fit");
        check(
          reason instanceof SvccaError && reason.code === "shape-mismatch",
          `centredProduct: rejected with ${reason}, expected an SvccaError with code shape-mismatch`,
        );
      }
    },
  },
  {
    name: "centredProduct: an aborted signal rejects with its reason",
    async run(backend) {
      const { a, mean } = layer(8, 8, 6, false);
      const stop = new Error("stop");
      const reason = await rejection(
        backend.centredProduct(a, mean, a, mean, { signal: AbortSignal.abort(stop) }),
        "centredProduct with aborted signal",
      );
      check(
        reason === stop,
        `centredProduct: rejected with ${reason}, expected the signal's reason`,
      );
    },
  },
];
