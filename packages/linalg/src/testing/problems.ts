import type { Matrix64 } from "../matrix.js";
import { scaleColumns } from "../matrix.js";
import { naiveProduct } from "./measure.js";
import { gaussianMatrix } from "./random.js";

/** A matrix to decompose, and what is hard about it. */
export interface Problem {
  readonly name: string;
  readonly matrix: Matrix64;
}

/** Matrices of every shape that break careless decompositions: what real activations look like. */
export function rectangularProblems(): Problem[] {
  const gaussian = (rows: number, cols: number) => gaussianMatrix(rows, cols, 1000 * rows + cols);
  const shapes: [number, number][] = [
    [0, 0],
    [0, 3],
    [3, 0],
    [1, 1],
    [1, 7],
    [7, 1],
    [2, 2],
    [12, 12],
    [40, 9],
    [9, 40],
    [65, 64],
  ];
  const problems = shapes.map(([rows, cols]) => ({
    name: `${rows} x ${cols} gaussian`,
    matrix: gaussian(rows, cols),
  }));
  const product = (a: Matrix64, b: Matrix64) => naiveProduct(a, b, false, false).product;
  problems.push(
    {
      name: "rank 3 of 20 x 11",
      matrix: product(gaussian(20, 3), gaussian(3, 11)),
    },
    {
      name: "rank 3 of 11 x 20",
      matrix: product(gaussian(11, 3), gaussian(3, 20)),
    },
    {
      name: "all zero",
      matrix: { rows: 6, cols: 4, data: new Float64Array(24) },
    },
    {
      name: "all equal",
      matrix: { rows: 6, cols: 4, data: new Float64Array(24).fill(2.5) },
    },
    {
      name: "dead columns",
      matrix: scaleColumns(gaussian(30, 8), [1, 0, 1, 0, 0, 1, 1, 0]),
    },
    {
      name: "columns graded from 1 to 1e-14",
      matrix: scaleColumns(gaussian(30, 8), [1, 1e-2, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12, 1e-14]),
    },
    {
      name: "columns graded from 1e-14 to 1",
      matrix: scaleColumns(gaussian(30, 8), [1e-14, 1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2, 1]),
    },
    { name: "identity", matrix: { rows: 9, cols: 9, data: identity(9) } },
  );
  return problems;
}

/** Symmetric matrices: the Gram matrices of all rectangular problems, and indefinite ones. */
export function symmetricProblems(): Problem[] {
  const grams = rectangularProblems().map(({ name, matrix }) => ({
    name: `Gram matrix of ${name}`,
    matrix: naiveProduct(matrix, matrix, true, false).product,
  }));
  const square = gaussianMatrix(24, 24, 7);
  const indefinite = square.data.map(
    (v, p) => v + square.data[(p % 24) * 24 + Math.floor(p / 24)]!,
  );
  return [
    ...grams,
    { name: "Wilkinson's W21+", matrix: wilkinson(1) },
    { name: "five W21+ glued by 1e-11", matrix: wilkinson(5) },
    { name: "indefinite", matrix: { rows: 24, cols: 24, data: indefinite } },
  ];
}

/**
 * Copies of Wilkinson's W21+ (diagonal 10, 9, .. 0, .. 10, ones beside it) with weak glue between
 * them: its eigenvalues come in close pairs, those of the copies in clusters, and yet no
 * off-diagonal entry is small.
 * Source: Dhillon, Parlett, Vömel 2005, Glued matrices and the MRRR algorithm.
 */
function wilkinson(copies: number): Matrix64 {
  const size = 21 * copies;
  const data = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    data[i * (size + 1)] = Math.abs(10 - (i % 21));
    if (i === 0) continue;
    const beside = i % 21 === 0 ? 1e-11 : 1;
    data[i * (size + 1) - 1] = beside;
    data[(i - 1) * (size + 1) + 1] = beside;
  }
  return { rows: size, cols: size, data };
}

function identity(size: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, p) => (p % (size + 1) === 0 ? 1 : 0));
}
