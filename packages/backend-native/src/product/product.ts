import { breather, type Matrix64 } from "@svcca/linalg";
import type { Gemm } from "../gemm.js";
import { copyLines, type Operand, sizesOf } from "./lines.js";
import { addProduct, mirrorUpper } from "./multiply.js";

/** Of each side that is copied at once, in both directions: 32 MiB at most for the left one. */
const BLOCK = 2048;

/**
 * op(a) op(b) for operands in vectors: result (i, j) is the product of vector i of `left` and vector j
 * of `right`, of `left === right` exactly symmetric.
 */
export async function product(
  gemm: Gemm,
  left: Operand,
  right: Operand,
  signal: AbortSignal | undefined,
): Promise<Matrix64> {
  const breathe = breather(signal);
  const { lines, inner } = sizesOf(left);
  const cols = sizesOf(right).lines;
  const self = left === right;
  const out = new Float64Array(lines * cols);
  const depth = Math.min(inner, BLOCK);
  const step = self ? lines : Math.min(lines, BLOCK);
  const [ofLeft, ofRight] = [
    new Float64Array(self ? 0 : step * depth),
    new Float64Array(cols * depth),
  ];
  for (let start = 0; start < inner; start += depth) {
    const deep = { start, inner: Math.min(depth, inner - start) };
    const against = copyLines(right, { first: 0, lines: cols, ...deep }, ofRight);
    for (let first = 0; first < lines; first += step) {
      await breathe();
      const part = { first, lines: Math.min(step, lines - first), ...deep };
      const rows = self ? against : copyLines(left, part, ofLeft);
      await addProduct(gemm, rows, against, out, { first, fresh: start === 0, signal });
    }
  }
  if (self) await mirrorUpper(out, lines, breathe);
  return { data: out, rows: lines, cols };
}
