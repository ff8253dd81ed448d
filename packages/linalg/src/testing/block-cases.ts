import fc from "fast-check";
import { SvccaError } from "../errors.js";
import type { Matrix, Matrix64 } from "../matrix.js";
import type { ConformanceCase } from "./case.js";
import { check, checkWithin, rejection } from "./check.js";
import { naiveProduct } from "./measure.js";
import { gaussianMatrix } from "./random.js";

/** The constant c in the bounds c n u: 1 by theory, 4 leaves room for the check's own error. */
const SLACK = 4;

/** A layer with means of up to a thousand, whose column 0 has one value everywhere. */
function layer(n: number, d: number, seed: number): Matrix {
  const { data } = gaussianMatrix(n, d, seed);
  const shifted = data.map((value, p) => (p % d === 0 ? 0.1 : value + [0, -7, 1e3][(p % d) % 3]!));
  return { data: seed % 2 ? Float32Array.from(shifted) : shifted, rows: n, cols: d };
}

function centre(a: Matrix, mean: Float64Array): Matrix64 {
  return { ...a, data: Float64Array.from(a.data, (value, p) => value - mean[p % a.cols]!) };
}

function checkMean(a: Matrix, mean: Float64Array, where: string): void {
  check(mean.length === a.cols, `${where}: ${mean.length} means of ${a.cols} columns`);
  for (let j = 0; j < a.cols; j++) {
    let sum = 0;
    let largest = 0;
    for (let i = 0; i < a.rows; i++) {
      sum += a.data[i * a.cols + j]!;
      largest = Math.max(largest, Math.abs(a.data[i * a.cols + j]!));
    }
    const bound = SLACK * (a.rows + 4) * 2 ** -53 * largest;
    checkWithin(Math.abs(mean[j]! - sum / a.rows), bound, `${where}: mean of column ${j}`);
  }
  check(a.cols === 0 || mean[0] === a.data[0], `${where}: a constant column has another mean`);
}

export const blockCases: readonly ConformanceCase[] = [
  {
    name: "blockMoments: means and centred products of any layers and pairs",
    run: (backend) =>
      fc.assert(
        fc.asyncProperty(
          fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 200, max: 600 })),
          fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 4 }),
          fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { maxLength: 6 }),
          async (n, widths, wishes) => {
            const layers = widths.map((d, i) => layer(n, d, i + 1));
            const pairs = wishes.map((p) => p.map((i) => i % layers.length) as [number, number]);
            const before = layers.map(({ data }) => data.slice());
            const { means, products } = await backend.blockMoments(layers, pairs);
            check(
              layers.every(({ data }, i) => data.every((v, p) => v === before[i]![p])),
              "blockMoments: an input was changed",
            );
            layers.forEach((a, i) => {
              checkMean(a, means[i]!, `blockMoments: layer ${i}`);
            });
            check(products.length === pairs.length, "blockMoments: not one product for each pair");
            for (const [k, [i, j]] of pairs.entries()) {
              const [left, right] = [i, j].map((l) => centre(layers[l]!, means[l]!));
              const { product, magnitude } = naiveProduct(left!, right!, true, false);
              const { rows, cols, data } = products[k]!;
              check(
                rows === product.rows && cols === product.cols,
                `blockMoments: ${rows} x ${cols}, expected ${product.rows} x ${product.cols}`,
              );
              for (let p = 0; p < data.length; p++) {
                const bound = SLACK * (n + 4) * backend.momentsRoundoff * magnitude[p]!;
                const error = Math.abs(data[p]! - product.data[p]!);
                checkWithin(error, bound, `blockMoments: pair (${i}, ${j}), entry ${p}`);
                const mirrored = data[(p % cols) * cols + Math.floor(p / cols)];
                check(
                  i !== j || data[p] === mirrored,
                  `blockMoments: the product of layer ${i} with itself is not symmetric`,
                );
              }
            }
          },
        ),
        { numRuns: 40, seed: 1 },
      ),
  },
  {
    name: "blockMoments: the mean of a column shows a value that is not finite",
    async run(backend) {
      for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
        for (const place of [1, 40, 97]) {
          const a = layer(20, 5, 2);
          a.data[place] = value;
          const { means } = await backend.blockMoments([a], [[0, 0]]);
          check(
            means[0]!.every((mean, j) => Number.isFinite(mean) === (j !== place % 5)),
            `blockMoments: ${value} in column ${place % 5} gave the means ${means[0]}`,
          );
        }
      }
    },
  },
  {
    name: "blockMoments: layers that do not fit, and an aborted signal",
    async run(backend) {
      const [a, b] = [layer(3, 4, 1), layer(2, 4, 1)];
      for (const [call, code] of [
        [backend.blockMoments([a, b], []), "shape-mismatch"],
        [backend.blockMoments([a], [[0, 1]]), "invalid-argument"],
        [backend.blockMoments([layer(0, 4, 1)], []), "too-few-datapoints"],
      ] as const) {
        const reason = await rejection(call, `blockMoments, ${code}`);
        check(
          reason instanceof SvccaError && reason.code === code,
          `blockMoments: rejected with ${reason}, expected an SvccaError with code ${code}`,
        );
      }
      const stop = new Error("stop");
      const signal = AbortSignal.abort(stop);
      const reason = await rejection(backend.blockMoments([a], [], { signal }), "blockMoments");
      check(reason === stop, `blockMoments: rejected with ${reason}, expected the signal's reason`);
    },
  },
];
