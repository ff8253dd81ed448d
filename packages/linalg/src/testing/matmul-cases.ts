import fc from "fast-check";
import type { Backend } from "../backend.js";
import { SvccaError } from "../errors.js";
import type { Matrix } from "../matrix.js";
import type { ConformanceCase } from "./case.js";
import { check, checkWithin, rejection } from "./check.js";
import { naiveProduct } from "./measure.js";
import { gaussianMatrix } from "./random.js";

/** The constant c in the bound c k u |A||B|: 1 by theory, 4 leaves room for the check's own error. */
const SLACK = 4;

const size = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 40 }) },
  { weight: 1, arbitrary: fc.integer({ min: 60, max: 140 }) },
);

function toFloat32(a: Matrix): Matrix {
  return { ...a, data: Float32Array.from(a.data) };
}

async function checkProduct(
  backend: Backend,
  a: Matrix,
  b: Matrix,
  transA: boolean,
  transB: boolean,
): Promise<void> {
  const { product, magnitude, inner } = naiveProduct(a, b, transA, transB);
  const out = await backend.matmul(a, b, { transA, transB });
  check(out.data instanceof Float64Array, "matmul: the result must be float64");
  check(
    out.rows === product.rows && out.cols === product.cols,
    `matmul: result of ${out.rows} x ${out.cols}, expected ${product.rows} x ${product.cols}`,
  );
  for (let i = 0; i < product.data.length; i++) {
    const bound = SLACK * (inner + 4) * backend.unitRoundoff * magnitude[i]!;
    checkWithin(Math.abs(out.data[i]! - product.data[i]!), bound, `matmul: entry ${i}`);
  }
}

export const matmulCases: readonly ConformanceCase[] = [
  {
    name: "matmul: any shapes, all transposes, float32 and float64 input",
    run: (backend) =>
      fc.assert(
        fc.asyncProperty(
          fc.record({ m: size, n: size, k: size, seed: fc.integer() }),
          fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean()),
          async ({ m, n, k, seed }, [transA, transB, float32A, float32B]) => {
            const a = gaussianMatrix(transA ? k : m, transA ? m : k, seed);
            const b = gaussianMatrix(transB ? n : k, transB ? k : n, seed + 1);
            const left = float32A ? toFloat32(a) : a;
            const right = float32B ? toFloat32(b) : b;
            await checkProduct(backend, left, right, transA, transB);
          },
        ),
        { numRuns: 60, seed: 1 },
      ),
  },
  {
    name: "matmul: a Gram matrix is exactly symmetric, both ways round",
    run: (backend) =>
      fc.assert(
        fc.asyncProperty(size, size, fc.integer(), fc.boolean(), async (m, n, seed, tall) => {
          const a = gaussianMatrix(m, n, seed);
          await checkProduct(backend, a, a, tall, !tall);
          const { data, rows } = await backend.matmul(a, a, {
            transA: tall,
            transB: !tall,
          });
          for (let i = 0; i < rows; i++) {
            for (let j = 0; j < i; j++) {
              check(
                data[i * rows + j] === data[j * rows + i],
                `matmul: Gram entries (${i}, ${j}) and (${j}, ${i}) differ`,
              );
            }
          }
        }),
        { numRuns: 30, seed: 2 },
      ),
  },
  {
    name: "matmul: inputs stay as they were, and the same call gives the same bits",
    async run(backend) {
      const a = gaussianMatrix(33, 17, 3);
      const b = gaussianMatrix(33, 29, 4);
      const before = [a.data.slice(), b.data.slice()];
      const first = await backend.matmul(a, b, { transA: true });
      const second = await backend.matmul(a, b, { transA: true });
      check(
        a.data.every((v, i) => v === before[0]![i]) && b.data.every((v, i) => v === before[1]![i]),
        "matmul: an input was changed",
      );
      check(
        first.data.every((v, i) => v === second.data[i]),
        "matmul: two equal calls gave different bits",
      );
    },
  },
  {
    name: "matmul: inner sizes that differ are an SvccaError with code shape-mismatch",
    async run(backend) {
      const a = gaussianMatrix(3, 4, 5);
      const reason = await rejection(backend.matmul(a, a), "matmul of 3 x 4 by 3 x 4");
      check(
        reason instanceof SvccaError && reason.code === "shape-mismatch",
        `matmul: rejected with ${reason}, expected an SvccaError with code shape-mismatch`,
      );
    },
  },
  {
    name: "matmul: an aborted signal rejects with its reason",
    async run(backend) {
      const a = gaussianMatrix(8, 8, 6);
      const stop = new Error("stop");
      const signal = AbortSignal.abort(stop);
      const reason = await rejection(
        backend.matmul(a, a, { signal }),
        "matmul with aborted signal",
      );
      check(reason === stop, `matmul: rejected with ${reason}, expected the signal's reason`);
    },
  },
];
