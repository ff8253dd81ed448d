import type { EighOptions, MatmulOptions } from "./backend.js";
import { SvccaError } from "./errors.js";
import { assertMatrix, type Matrix } from "./matrix.js";

/**
 * The sizes of op(a) op(b): every backend says the same about operands that do not fit.
 *
 * @throws SvccaError `shape-mismatch` when the inner sizes differ.
 */
export function productShape(
  a: Matrix,
  b: Matrix,
  { transA = false, transB = false }: MatmulOptions,
): { rows: number; inner: number; cols: number } {
  assertMatrix(a, "matmul");
  assertMatrix(b, "matmul");
  const inner = transA ? a.rows : a.cols;
  const innerB = transB ? b.cols : b.rows;
  if (inner !== innerB) {
    throw new SvccaError(
      "shape-mismatch",
      `matmul: ${describe(a, transA)} times ${describe(b, transB)}; the inner sizes ${inner} and ${innerB} must be equal`,
      { left: [a.rows, a.cols], right: [b.rows, b.cols], transA, transB },
    );
  }
  return { rows: transA ? a.cols : a.rows, inner, cols: transB ? b.rows : b.cols };
}

function describe(a: Matrix, transposed: boolean): string {
  return `${a.rows} x ${a.cols}${transposed ? " transposed" : ""}`;
}

/**
 * Checks the operands of a `project`.
 *
 * @throws SvccaError `shape-mismatch` when the inner sizes or the number of means differ.
 */
export function assertProjected(a: Matrix, mean: Float64Array, b: Matrix): void {
  assertMatrix(a, "project");
  assertMatrix(b, "project");
  if (a.cols === mean.length && a.cols === b.rows) return;
  throw new SvccaError(
    "shape-mismatch",
    `project: ${describe(a, false)} with ${mean.length} means along ${describe(b, false)}; the columns, the means and the rows must be equally many`,
    { left: [a.rows, a.cols], means: mean.length, right: [b.rows, b.cols] },
  );
}

/** Memory for `length` values: what was offered, where it is enough. */
export function memoryFor(length: number, into: Float64Array | undefined): Float64Array {
  return into && into.length >= length ? into.subarray(0, length) : new Float64Array(length);
}

/**
 * Checks the operands of a `centredProduct`.
 *
 * @throws SvccaError `shape-mismatch` when the rows differ, or a mean has another length than its
 *   matrix has columns.
 */
export function assertCentred(
  a: Matrix,
  meanA: Float64Array,
  b: Matrix,
  meanB: Float64Array,
): void {
  assertMatrix(a, "centredProduct");
  assertMatrix(b, "centredProduct");
  const fits = a.rows === b.rows && meanA.length === a.cols && meanB.length === b.cols;
  if (!fits) {
    throw new SvccaError(
      "shape-mismatch",
      `centredProduct: ${a.rows} x ${a.cols} with ${meanA.length} means, and ${b.rows} x ${b.cols} with ${meanB.length}; give equally many rows, and a mean for each column`,
      { left: [a.rows, a.cols, meanA.length], right: [b.rows, b.cols, meanB.length] },
    );
  }
}

/**
 * Checks the layers and pairs of `blockMoments`.
 *
 * @throws SvccaError `shape-mismatch` when the numbers of datapoints differ, `too-few-datapoints`
 *   when there are none, `invalid-argument` for a pair that is not among the layers.
 */
export function assertLayers(
  layers: readonly Matrix[],
  pairs: readonly (readonly [number, number])[],
): void {
  assertBlock(layers, "blockMoments");
  assertPairs("blockMoments", pairs, layers.length);
}

/**
 * Checks what is added to the sums of `momentSums`.
 *
 * @throws SvccaError `shape-mismatch` when the numbers of datapoints differ, or the widths of layers
 *   are not those announced; `too-few-datapoints` when there are none.
 */
export function assertAdded(widths: readonly number[], layers: readonly Matrix[]): void {
  assertBlock(layers, "momentSums");
  const expected = widths.join(", ");
  const received = layers.map(({ cols }) => cols).join(", ");
  if (received === expected) return;
  throw new SvccaError(
    "shape-mismatch",
    `momentSums: layers of ${received || "no"} neurons were added to sums for ${expected || "no"}; all blocks must be of the same layers`,
    { expected, received },
  );
}

function assertBlock(layers: readonly Matrix[], where: string): void {
  for (const layer of layers) {
    assertMatrix(layer, where);
    const [expected, received] = [layers[0]!.rows, layer.rows];
    if (received !== expected) {
      throw new SvccaError(
        "shape-mismatch",
        `${where}: layers of ${expected} and ${received} datapoints; all must have the same`,
        { expected, received },
      );
    }
    if (received === 0) {
      throw new SvccaError(
        "too-few-datapoints",
        `${where}: layers of 0 datapoints have no mean; give at least one`,
        { datapoints: 0 },
      );
    }
  }
}

/** @throws SvccaError `invalid-argument` for a pair that is not among so many layers. */
export function assertPairs(
  where: string,
  pairs: readonly (readonly [number, number])[],
  layers: number,
): void {
  for (const pair of pairs) {
    if (pair.every((i) => Number.isInteger(i) && i >= 0 && i < layers)) continue;
    throw new SvccaError(
      "invalid-argument",
      `${where}: pair [${pair.join(", ")}] of ${layers} layers; give places from 0`,
      { pair, layers },
    );
  }
}

/**
 * Checks that a matrix to take the eigenvalues of is square.
 *
 * @throws SvccaError `shape-mismatch`.
 */
export function assertSquare(a: Matrix): void {
  assertMatrix(a, "eigh");
  if (a.rows !== a.cols) {
    throw new SvccaError(
      "shape-mismatch",
      `eigh: a matrix of ${a.rows} x ${a.cols}; only a square symmetric matrix has this decomposition`,
      { rows: a.rows, cols: a.cols },
    );
  }
}

/**
 * How many eigenvectors `keep` asks for.
 *
 * @throws SvccaError `invalid-argument` when that is not a whole number from 0 to the number of
 *   values.
 */
export function keptCount(values: Float64Array, keep: EighOptions["keep"]): number {
  const kept = keep ? keep(values) : values.length;
  if (!Number.isInteger(kept) || kept < 0 || kept > values.length) {
    throw new SvccaError(
      "invalid-argument",
      `eigh: keep returned ${kept} for ${values.length} eigenvalues; return a whole number from 0 to ${values.length}`,
      { received: kept, size: values.length },
    );
  }
  return kept;
}
