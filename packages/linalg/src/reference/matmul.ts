import type { MatmulOptions } from "../backend.js";
import { type Matrix, type Matrix64, transpose } from "../matrix.js";
import { productShape } from "../shapes.js";
import { breather } from "./breather.js";

/** Side of the square of results that stays in registers while the inner index runs. */
const TILE = 4;

/**
 * op(a) op(b) in float64 arithmetic, by dot products of contiguous rows in 4 x 4 tiles.
 *
 * Plain on purpose: this is the executable specification that faster backends are tested against.
 * A Gram matrix (`a === b`, one side transposed) computes one triangle and mirrors it.
 *
 * @throws SvccaError `shape-mismatch` when the inner sizes differ.
 */
export async function matmul(
  a: Matrix,
  b: Matrix,
  { transA = false, transB = false, signal }: MatmulOptions = {},
): Promise<Matrix64> {
  signal?.throwIfAborted();
  const { inner } = productShape(a, b, { transA, transB });
  const gram = a === b && transA !== transB;
  const left = transA ? transpose(a) : a;
  const right = gram ? left : transB ? b : transpose(b);
  const rows = left.rows;
  const cols = right.rows;
  const out = new Float64Array(rows * cols);
  const breathe = breather(signal);
  for (let i = 0; i < rows; i += TILE) {
    await breathe();
    const iEnd = Math.min(i + TILE, rows);
    for (let j = gram ? i : 0; j < cols; j += TILE) {
      const jEnd = Math.min(j + TILE, cols);
      if (iEnd - i === TILE && jEnd - j === TILE)
        tile(left.data, right.data, inner, i, j, out, cols);
      else edge(left.data, right.data, inner, [i, iEnd], [j, jEnd], out, cols);
    }
  }
  if (gram) mirrorUpper(out, rows);
  return { data: out, rows, cols };
}

/** Sixteen dot products at once, so that each loaded value is used four times. */
function tile(
  a: Float64Array | Float32Array,
  b: Float64Array | Float32Array,
  k: number,
  i: number,
  j: number,
  out: Float64Array,
  cols: number,
): void {
  // biome-ignore-start format: a table of sixteen
  let c00 = 0,
    c01 = 0,
    c02 = 0,
    c03 = 0;
  let c10 = 0,
    c11 = 0,
    c12 = 0,
    c13 = 0;
  let c20 = 0,
    c21 = 0,
    c22 = 0,
    c23 = 0;
  let c30 = 0,
    c31 = 0,
    c32 = 0,
    c33 = 0;
  const a0 = i * k,
    a1 = a0 + k,
    a2 = a1 + k,
    a3 = a2 + k;
  const b0 = j * k,
    b1 = b0 + k,
    b2 = b1 + k,
    b3 = b2 + k;
  for (let p = 0; p < k; p++) {
    const x0 = a[a0 + p]!,
      x1 = a[a1 + p]!,
      x2 = a[a2 + p]!,
      x3 = a[a3 + p]!;
    const y0 = b[b0 + p]!,
      y1 = b[b1 + p]!,
      y2 = b[b2 + p]!,
      y3 = b[b3 + p]!;
    c00 += x0 * y0;
    c01 += x0 * y1;
    c02 += x0 * y2;
    c03 += x0 * y3;
    c10 += x1 * y0;
    c11 += x1 * y1;
    c12 += x1 * y2;
    c13 += x1 * y3;
    c20 += x2 * y0;
    c21 += x2 * y1;
    c22 += x2 * y2;
    c23 += x2 * y3;
    c30 += x3 * y0;
    c31 += x3 * y1;
    c32 += x3 * y2;
    c33 += x3 * y3;
  }
  // biome-ignore-end format: a table of sixteen
  out.set([c00, c01, c02, c03], i * cols + j);
  out.set([c10, c11, c12, c13], (i + 1) * cols + j);
  out.set([c20, c21, c22, c23], (i + 2) * cols + j);
  out.set([c30, c31, c32, c33], (i + 3) * cols + j);
}

function edge(
  a: Float64Array | Float32Array,
  b: Float64Array | Float32Array,
  k: number,
  [iStart, iEnd]: [number, number],
  [jStart, jEnd]: [number, number],
  out: Float64Array,
  cols: number,
): void {
  for (let i = iStart; i < iEnd; i++) {
    for (let j = jStart; j < jEnd; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++) sum += a[i * k + p]! * b[j * k + p]!;
      out[i * cols + j] = sum;
    }
  }
}

function mirrorUpper(out: Float64Array, size: number): void {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) out[i * size + j] = out[j * size + i]!;
  }
}
