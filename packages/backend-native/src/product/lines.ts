import type { Matrix } from "@svcca/linalg";
import type { Lines } from "../gemm.js";

/** Columns of a matrix that are turned into lines at once: eight values fill a line of the cache. */
const STRIP = 8;

/** Which vectors of a matrix meet in a product. */
export interface Operand {
  readonly matrix: Matrix;
  /** Vectors are rows; else they are columns. */
  readonly alongRows: boolean;
  /** Of each column of the matrix; subtracted in float64. */
  readonly mean?: Float64Array;
}

/** A part of an operand: `lines` vectors from `first`, `inner` values of each from `start`. */
export interface Part {
  readonly first: number;
  readonly lines: number;
  readonly start: number;
  readonly inner: number;
}

/** How many vectors an operand has, and how long they are. */
export function sizesOf({ matrix, alongRows }: Operand): { lines: number; inner: number } {
  const { rows, cols } = matrix;
  return alongRows ? { lines: rows, inner: cols } : { lines: cols, inner: rows };
}

/** Copies a part into `space`, centred. */
export function copyLines(operand: Operand, part: Part, space: Float64Array): Lines {
  const data = space.subarray(0, part.lines * part.inner);
  if (operand.alongRows) copyAlongRows(operand, part, data);
  else copyAlongColumns(operand, part, data);
  return { data, count: part.lines, inner: part.inner };
}

function copyAlongRows({ matrix, mean }: Operand, part: Part, out: Float64Array): void {
  const { first, lines, start, inner } = part;
  const { data, cols } = matrix;
  for (let i = 0; i < lines; i++) {
    const from = (first + i) * cols + start;
    const row = out.subarray(i * inner, (i + 1) * inner);
    row.set(data.subarray(from, from + inner));
    if (mean) for (let j = 0; j < inner; j++) row[j]! -= mean[start + j]!;
  }
}

function copyAlongColumns({ matrix, mean }: Operand, part: Part, out: Float64Array): void {
  const { first, lines, start, inner } = part;
  const { data, cols } = matrix;
  for (let strip = 0; strip < inner; strip += STRIP) {
    const end = Math.min(inner, strip + STRIP);
    for (let j = 0; j < lines; j++) {
      const centre = mean ? mean[first + j]! : 0;
      let from = (start + strip) * cols + first + j;
      for (let i = strip, p = j * inner + strip; i < end; i++, p++, from += cols) {
        out[p] = data[from]! - centre;
      }
    }
  }
}
