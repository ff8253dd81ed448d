import { type Matrix64, maxAbs, scaleColumns } from "../matrix.js";
import type { CompleteBackend } from "../reference/index.js";
import type { ConformanceCase } from "./case.js";
import { check, checkWithin } from "./check.js";
import { maxDifference, naiveProduct, orthogonalityError } from "./measure.js";
import { type Problem, rectangularProblems, symmetricProblems } from "./problems.js";

/** The constant c in the bounds c d u |A| of the decompositions. */
export const SLACK = 30;

/** Float64 backends must also stand matrices whose squares leave the range of float64. */
export function atScales(problems: Problem[], unitRoundoff: number): Problem[] {
  if (unitRoundoff > 2 ** -50) return problems;
  const scaledTo = (factor: number) =>
    problems.map(({ name, matrix }) => ({
      name: `${name}, times ${factor}`,
      matrix: { ...matrix, data: matrix.data.map((value) => value * factor) },
    }));
  return [...problems, ...scaledTo(1e150), ...scaledTo(1e-150)];
}

export function checkDescending(values: Float64Array, where: string): void {
  for (let i = 0; i < values.length; i++) {
    check(Number.isFinite(values[i]!), `${where}: value ${i} is ${values[i]}`);
    check(
      i === 0 || values[i]! <= values[i - 1]!,
      `${where}: values are not largest first at ${i}`,
    );
  }
}

async function checkEigh(backend: CompleteBackend, { name, matrix }: Problem): Promise<void> {
  const where = `eigh of ${name}`;
  const before = matrix.data.slice();
  const { values, vectors } = await backend.eigh(matrix);
  const d = matrix.rows;
  check(values.length === d && vectors.rows === d && vectors.cols === d, `${where}: wrong sizes`);
  check(maxDifference(before, matrix.data) === 0, `${where}: the input was changed`);
  checkDescending(values, where);
  const bound = SLACK * d * backend.unitRoundoff;
  const rebuilt = naiveProduct(scaleColumns(vectors, values), vectors, false, true).product;
  checkWithin(maxDifference(rebuilt.data, matrix.data), bound * maxAbs(matrix.data), where);
  checkWithin(orthogonalityError(vectors), bound, `${where}: orthogonality`);
}

async function checkSvd(backend: CompleteBackend, { name, matrix }: Problem): Promise<void> {
  const where = `svd of ${name}`;
  const before = matrix.data.slice();
  const { u, s, vt } = await backend.svd(matrix);
  const k = Math.min(matrix.rows, matrix.cols);
  check(
    u.rows === matrix.rows &&
      u.cols === k &&
      s.length === k &&
      vt.rows === k &&
      vt.cols === matrix.cols,
    `${where}: wrong sizes`,
  );
  check(maxDifference(before, matrix.data) === 0, `${where}: the input was changed`);
  checkDescending(s, where);
  check(k === 0 || s[k - 1]! >= 0, `${where}: a singular value is negative`);
  const bound = SLACK * Math.max(matrix.rows, matrix.cols) * backend.unitRoundoff;
  const rebuilt: Matrix64 = naiveProduct(scaleColumns(u, s), vt, false, false).product;
  checkWithin(maxDifference(rebuilt.data, matrix.data), bound * maxAbs(matrix.data), where);
  checkWithin(orthogonalityError(u), bound, `${where}: orthogonality of u`);
  const rows = { rows: vt.cols, cols: vt.rows, data: naiveTranspose(vt) };
  checkWithin(orthogonalityError(rows), bound, `${where}: orthogonality of vt`);
}

function naiveTranspose(a: Matrix64): Float64Array {
  return Float64Array.from(
    { length: a.data.length },
    (_, p) => a.data[(p % a.rows) * a.cols + Math.floor(p / a.rows)]!,
  );
}

export const decompositionCases: readonly ConformanceCase[] = [
  {
    name: "eigh: reconstruction, orthogonality and order, also of hard matrices",
    async run(backend) {
      for (const p of atScales(symmetricProblems(), backend.unitRoundoff)) {
        await checkEigh(backend, p);
      }
    },
  },
  {
    name: "svd: reconstruction, orthogonality and order, also of hard matrices",
    async run(backend) {
      for (const p of atScales(rectangularProblems(), backend.unitRoundoff)) {
        await checkSvd(backend, p);
      }
    },
  },
];
