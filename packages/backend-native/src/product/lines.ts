import type { Matrix } from "@svcca/linalg";
import type { Lines } from "../gemm.js";

/** Columns of a matrix that are turned into lines at once: eight values fill a line of the cache. */
const STRIP = 8;
/** Lines whose strips are copied together: few enough for the rows read and written to stay in the cache. */
const TILE = 64;

/** Rows that are copied at once. */
const ROWS = 4;

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
  const whole = mean ? lines - (lines % ROWS) : 0;
  for (let i = 0; i < whole; i += ROWS) {
    copyFourRows(data, (first + i) * cols + start, cols, mean!, start, out, i * inner, inner);
  }
  for (let i = whole; i < lines; i++) {
    const from = (first + i) * cols + start;
    if (!mean) out.set(data.subarray(from, from + inner), i * inner);
    else for (let j = 0; j < inner; j++) out[i * inner + j] = data[from + j]! - mean[start + j]!;
  }
}

/** Written out, as it takes half of the time of a loop over rows: a mean is read once for four. */
function copyFourRows(
  data: Matrix["data"],
  from: number,
  cols: number,
  mean: Float64Array,
  start: number,
  out: Float64Array,
  to: number,
  inner: number,
): void {
  for (let j = 0; j < inner; j++) {
    const centre = mean[start + j]!;
    const p = from + j;
    const q = to + j;
    out[q] = data[p]! - centre;
    out[q + inner] = data[p + cols]! - centre;
    out[q + 2 * inner] = data[p + 2 * cols]! - centre;
    out[q + 3 * inner] = data[p + 3 * cols]! - centre;
  }
}

function copyAlongColumns(operand: Operand, part: Part, out: Float64Array): void {
  const whole = part.inner - (part.inner % STRIP);
  for (let left = 0; left < part.lines; left += TILE) {
    const right = Math.min(part.lines, left + TILE);
    for (let strip = 0; strip < whole; strip += STRIP) {
      copyStrip(operand, part, out, strip, left, right);
    }
  }
  const { first, lines, start, inner } = part;
  const { data, cols } = operand.matrix;
  for (let j = 0; j < lines; j++) {
    const centre = operand.mean?.[first + j] ?? 0;
    for (let i = whole; i < inner; i++) {
      out[j * inner + i] = data[(start + i) * cols + first + j]! - centre;
    }
  }
}

/** A strip of some lines, written out: it takes a bit more than half of the time of a loop. */
function copyStrip(
  { matrix: { data, cols }, mean }: Operand,
  { first, start, inner }: Part,
  out: Float64Array,
  strip: number,
  left: number,
  right: number,
): void {
  const offset = (start + strip) * cols + first;
  for (let j = left; j < right; j++) {
    const centre = mean ? mean[first + j]! : 0;
    const p = j * inner + strip;
    const from = offset + j;
    out[p] = data[from]! - centre;
    out[p + 1] = data[from + cols]! - centre;
    out[p + 2] = data[from + 2 * cols]! - centre;
    out[p + 3] = data[from + 3 * cols]! - centre;
    out[p + 4] = data[from + 4 * cols]! - centre;
    out[p + 5] = data[from + 5 * cols]! - centre;
    out[p + 6] = data[from + 6 * cols]! - centre;
    out[p + 7] = data[from + 7 * cols]! - centre;
  }
}
