import type { Backend, CallOptions } from "../backend.js";
import { assertFinite, assertMatrix, type Matrix, type Matrix64, transpose } from "../matrix.js";
import { referenceBackend } from "../reference/index.js";
import { scaled } from "../reference/scaled.js";
import { type Reflectors, reflectPanel } from "./reflectors.js";

/** A = Q R with k = min(rows, cols). */
export interface Qr {
  /** rows x k, orthonormal columns, also where A has dependent columns. */
  readonly q: Matrix64;
  /** k x cols, upper triangular (upper trapezoidal when A is wide). */
  readonly r: Matrix64;
}

/** Options of {@link qr}. */
export interface QrOptions extends CallOptions {
  /** Where its products are computed, most of its work. Default: the reference backend. */
  readonly backend?: Backend;
}

/** Columns that are reduced one by one before the others take part, by products of matrices. */
const PANEL = 32;

/**
 * Thin QR decomposition by blocked Householder reflections, of a matrix of any shape. The signs of
 * the diagonal of R are as they fall.
 *
 * Source: Golub & Van Loan, Matrix Computations, 5.2.
 *
 * @throws SvccaError `non-finite` for NaN or infinity.
 */
export async function qr(a: Matrix, options: QrOptions = {}): Promise<Qr> {
  const { backend = referenceBackend, ...call } = options;
  assertMatrix(a, "qr");
  assertFinite(a, "qr");
  const { rows, cols } = a;
  const k = Math.min(rows, cols);
  const { data, scale } = scaled(a);
  // Columns lie together, so that a panel's reflections run along memory.
  const columns = transpose({ data, rows, cols });
  const panels: Reflectors[] = [];
  for (let first = 0; first < k; first += PANEL) {
    call.signal?.throwIfAborted();
    const end = Math.min(first + PANEL, k);
    const panel = reflectPanel(columns.data, rows, first, end - first);
    panels.push(panel);
    await reflectRows(rowsFrom(columns, end), panel, true, backend, call);
  }
  const r = new Float64Array(k * cols);
  for (let i = 0; i < k; i++) {
    for (let j = i; j < cols; j++) r[i * cols + j] = columns.data[j * rows + i]! * scale;
  }
  const qt: Matrix64 = { data: new Float64Array(k * rows), rows: k, cols: rows };
  for (let i = 0; i < k; i++) qt.data[i * rows + i] = 1;
  for (const [i, panel] of [...panels.entries()].reverse()) {
    // The rows of Q' before the panel are still those of the identity, out of its reach.
    await reflectRows(rowsFrom(qt, i * PANEL), panel, false, backend, call);
  }
  return { q: transpose(qt), r: { data: r, rows: k, cols } };
}

/** The rows from `start` on, in the same memory. */
function rowsFrom({ data, rows, cols }: Matrix64, start: number): Matrix64 {
  return { data: data.subarray(start * cols), rows: rows - start, cols };
}

/** Each row of `c`, as a column, times I - V T' V' (`forward`: the factor), or I - V T V'; in place. */
async function reflectRows(
  c: Matrix64,
  { vt, t }: Reflectors,
  forward: boolean,
  backend: Backend,
  call: CallOptions,
): Promise<void> {
  if (c.rows === 0) return;
  const along = await backend.matmul(c, vt, { ...call, transB: true });
  const turned = await backend.matmul(along, t, { ...call, transB: !forward });
  const change = await backend.matmul(turned, vt, call);
  for (let p = 0; p < c.data.length; p++) c.data[p]! -= change.data[p]!;
}
