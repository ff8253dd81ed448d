import { SvccaError } from "../errors.js";
import { maxAbs, scaleColumns } from "../matrix.js";
import type { CompleteBackend } from "../reference/index.js";
import type { ConformanceCase } from "./case.js";
import { check, checkWithin, rejection } from "./check.js";
import { atScales, checkDescending, SLACK } from "./decomposition-cases.js";
import { maxDifference, naiveProduct, orthogonalityError } from "./measure.js";
import { type Problem, rectangularProblems, symmetricProblems } from "./problems.js";

/** The first `k` eigenpairs: A V = V diag(values), and all values as without `keep`. */
async function checkKept(backend: CompleteBackend, { name, matrix }: Problem, k: number) {
  const where = `eigh of ${name}, ${k} kept`;
  const seen: Float64Array[] = [];
  const keep = (values: Float64Array) => {
    seen.push(values.slice());
    return k;
  };
  const { values, vectors } = await backend.eigh(matrix, { keep });
  const d = matrix.rows;
  check(values.length === d && vectors.rows === d && vectors.cols === k, `${where}: wrong sizes`);
  check(
    seen.length === 1 && maxDifference(seen[0]!, values) === 0,
    `${where}: keep was not called once with the values that were returned`,
  );
  checkDescending(values, where);
  const bound = SLACK * d * backend.unitRoundoff;
  const scale = maxAbs(matrix.data);
  const product = naiveProduct(matrix, vectors, false, false).product;
  const expected = scaleColumns(vectors, values.subarray(0, k));
  checkWithin(maxDifference(product.data, expected.data), d * bound * scale, where);
  checkWithin(orthogonalityError(vectors), bound, `${where}: orthogonality`);
  const whole = await backend.eigh(matrix);
  checkWithin(maxDifference(values, whole.values), d * bound * scale, `${where}: values`);
}

/** The largest norm of a difference between singular values that rounding may make. */
async function checkSingularValues(backend: CompleteBackend, { name, matrix }: Problem) {
  const where = `singularValues of ${name}`;
  const before = matrix.data.slice();
  const values = await backend.singularValues(matrix);
  check(maxDifference(before, matrix.data) === 0, `${where}: the input was changed`);
  check(values.length === Math.min(matrix.rows, matrix.cols), `${where}: wrong size`);
  checkDescending(values, where);
  check(
    values.every((value) => value >= 0),
    `${where}: a singular value is negative`,
  );
  const { s } = await backend.svd(matrix);
  const bound = SLACK * Math.max(matrix.rows, matrix.cols) * backend.unitRoundoff * (s[0] ?? 0);
  checkWithin(maxDifference(values, s), bound, where);
}

export const partialCases: readonly ConformanceCase[] = [
  {
    name: "eigh: only the vectors that keep asks for",
    async run(backend) {
      for (const problem of atScales(symmetricProblems(), backend.unitRoundoff)) {
        const d = problem.matrix.rows;
        for (const k of new Set([0, Math.ceil(d / 3), d])) await checkKept(backend, problem, k);
      }
    },
  },
  {
    name: "eigh: a count that keep cannot mean is an SvccaError with code invalid-argument",
    async run(backend) {
      const { matrix } = symmetricProblems().at(-1)!;
      for (const count of [-1, 1.5, matrix.rows + 1, Number.NaN]) {
        const reason = await rejection(
          backend.eigh(matrix, { keep: () => count }),
          `eigh with ${count} kept`,
        );
        check(
          reason instanceof SvccaError && reason.code === "invalid-argument",
          `eigh: rejected with ${reason}, expected an SvccaError with code invalid-argument`,
        );
      }
    },
  },
  {
    name: "singularValues: those of svd, also of hard matrices",
    async run(backend) {
      for (const problem of atScales(rectangularProblems(), backend.unitRoundoff)) {
        await checkSingularValues(backend, problem);
      }
    },
  },
  {
    name: "decompositions: an aborted signal rejects with its reason",
    async run(backend) {
      const { matrix } = symmetricProblems().at(-1)!;
      const stop = new Error("stop");
      const signal = AbortSignal.abort(stop);
      for (const name of ["eigh", "svd", "singularValues"] as const) {
        const reason = await rejection(backend[name](matrix, { signal }), `${name} aborted`);
        check(reason === stop, `${name}: rejected with ${reason}, expected the signal's reason`);
      }
    },
  },
];
