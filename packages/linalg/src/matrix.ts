import { SvccaError } from "./errors.js";

/**
 * A dense real matrix: row-major, contiguous, `data.length === rows * cols`.
 * For activations, rows are datapoints and columns are neurons.
 * A function that receives a matrix never changes its data.
 */
export interface Matrix {
  readonly data: Float64Array | Float32Array;
  readonly rows: number;
  readonly cols: number;
}

/** A matrix whose values are float64: what every computation here returns. */
export interface Matrix64 extends Matrix {
  readonly data: Float64Array;
}

/**
 * Wraps `data` (not copied) as a `rows` x `cols` matrix; zeros when `data` is left out.
 *
 * @throws SvccaError `invalid-argument` for sizes that are not whole numbers >= 0,
 *   `shape-mismatch` when `data` does not hold `rows * cols` values.
 */
export function matrix(rows: number, cols: number): Matrix64;
export function matrix<T extends Float64Array | Float32Array>(
  rows: number,
  cols: number,
  data: T,
): { readonly data: T; readonly rows: number; readonly cols: number };
export function matrix(
  rows: number,
  cols: number,
  data: Float64Array | Float32Array = new Float64Array(rows * cols),
): Matrix {
  assertMatrix({ rows, cols, data }, "matrix");
  return { data, rows, cols };
}

/**
 * A float64 matrix from an array of equally long rows.
 *
 * @throws SvccaError `shape-mismatch` when a row has another length than the first.
 */
export function fromRows(rows: readonly ArrayLike<number>[]): Matrix64 {
  const cols = rows[0]?.length ?? 0;
  const data = new Float64Array(rows.length * cols);
  rows.forEach((row, i) => {
    if (row.length !== cols) {
      throw new SvccaError(
        "shape-mismatch",
        `fromRows: row ${i} has ${row.length} values, row 0 has ${cols}; all rows must be equally long`,
        { row: i, received: row.length, expected: cols },
      );
    }
    data.set(row, i * cols);
  });
  return { data, rows: rows.length, cols };
}

/** The transpose, as a new matrix of the same element type. */
export function transpose(a: Matrix64): Matrix64;
export function transpose(a: Matrix): Matrix;
export function transpose(a: Matrix): Matrix {
  const { rows, cols, data } = a;
  const out =
    data instanceof Float32Array ? new Float32Array(data.length) : new Float64Array(data.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) out[j * rows + i] = data[i * cols + j]!;
  }
  return { data: out, rows: cols, cols: rows };
}

/**
 * Columns `start` (included) to `end` (excluded), as a new float64 matrix.
 *
 * @throws SvccaError `invalid-argument` when the range leaves the matrix.
 */
export function sliceColumns(a: Matrix, start: number, end: number): Matrix64 {
  if (!(start >= 0 && start <= end && end <= a.cols)) {
    throw new SvccaError(
      "invalid-argument",
      `sliceColumns: columns ${start} to ${end} of a matrix with ${a.cols}; give 0 <= start <= end <= ${a.cols}`,
      { start, end, cols: a.cols },
    );
  }
  const cols = end - start;
  const out = new Float64Array(a.rows * cols);
  for (let i = 0; i < a.rows; i++) {
    out.set(a.data.subarray(i * a.cols + start, i * a.cols + end), i * cols);
  }
  return { data: out, rows: a.rows, cols };
}

/** Column `j` scaled by `factors[j]`, as a new float64 matrix: A diag(factors). */
export function scaleColumns(a: Matrix, factors: ArrayLike<number>): Matrix64 {
  const { rows, cols, data } = a;
  const out = new Float64Array(data.length);
  for (let i = 0, p = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++, p++) out[p] = data[p]! * factors[j]!;
  }
  return { data: out, rows, cols };
}

/** Row `i` scaled by `factors[i]`, as a new float64 matrix: diag(factors) A. */
export function scaleRows(a: Matrix, factors: ArrayLike<number>): Matrix64 {
  const { rows, cols, data } = a;
  const out = new Float64Array(data.length);
  for (let i = 0, p = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++, p++) out[p] = data[p]! * factors[i]!;
  }
  return { data: out, rows, cols };
}

/** The largest absolute value; 0 for an empty matrix, NaN when a value is NaN. */
export function maxAbs(data: ArrayLike<number>): number {
  let max = 0;
  for (let i = 0; i < data.length; i++) {
    const value = Math.abs(data[i]!);
    if (value > max || Number.isNaN(value)) max = value;
    if (Number.isNaN(max)) return max;
  }
  return max;
}

/**
 * Checks that sizes are whole numbers >= 0 and fit the data.
 *
 * @throws SvccaError `invalid-argument` or `shape-mismatch`, naming `where`.
 */
export function assertMatrix(a: Matrix, where: string): void {
  for (const size of [a.rows, a.cols]) {
    if (!Number.isSafeInteger(size) || size < 0) {
      throw new SvccaError(
        "invalid-argument",
        `${where}: a matrix of ${a.rows} x ${a.cols}; sizes are whole numbers from 0`,
        { rows: a.rows, cols: a.cols },
      );
    }
  }
  if (a.data.length !== a.rows * a.cols) {
    throw new SvccaError(
      "shape-mismatch",
      `${where}: ${a.data.length} values for a matrix of ${a.rows} x ${a.cols} = ${a.rows * a.cols}`,
      { received: a.data.length, rows: a.rows, cols: a.cols },
    );
  }
}

/**
 * Checks that every value is finite.
 *
 * @throws SvccaError `non-finite` with the first place (row, column) and its value.
 */
export function assertFinite(a: Matrix, where: string): void {
  for (let p = 0; p < a.data.length; p++) {
    const value = a.data[p]!;
    if (!Number.isFinite(value)) {
      const row = Math.floor(p / a.cols);
      const column = p % a.cols;
      throw new SvccaError(
        "non-finite",
        `${where}: ${value} at row ${row}, column ${column}; only finite values can be used`,
        { row, column, value },
      );
    }
  }
}
