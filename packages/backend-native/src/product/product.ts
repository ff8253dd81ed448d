import { breather, type Matrix64, memoryFor, type ProjectOptions } from "@svcca/linalg";
import type { Gemm } from "../gemm.js";
import { copyLines, type Operand, sizesOf } from "./lines.js";
import { multiplyPanels, panelsOf, symmetricOf, trianglePanels } from "./panels.js";

/** Of each side that is copied at once, in both directions: 32 MiB at most for the left one. */
const BLOCK = 2048;

/**
 * op(a) op(b) for operands in vectors: result (i, j) is the product of vector i of `left` and vector j
 * of `right`.
 */
export async function product(
  gemm: Gemm,
  left: Operand,
  right: Operand,
  { signal, into }: ProjectOptions,
): Promise<Matrix64> {
  const breathe = breather(signal);
  const { lines, inner } = sizesOf(left);
  const cols = sizesOf(right).lines;
  const out = memoryFor(lines * cols, into);
  const [depth, step] = [Math.min(inner, BLOCK), Math.min(lines, BLOCK)];
  await gemm.spaces.with((step + cols) * depth, async (space) => {
    const [ofLeft, ofRight] = [space.subarray(0, step * depth), space.subarray(step * depth)];
    for (let start = 0; start < inner; start += depth) {
      const deep = { start, inner: Math.min(depth, inner - start) };
      const against = copyLines(right, { first: 0, lines: cols, ...deep }, ofRight);
      for (let first = 0; first < lines; first += step) {
        await breathe();
        const part = { first, lines: Math.min(step, lines - first), ...deep };
        const rows = copyLines(left, part, ofLeft);
        const panels = panelsOf(out.subarray(first * cols), part.lines, cols);
        await multiplyPanels(gemm, rows, against, panels, { adds: start > 0, signal });
      }
    }
  });
  return { data: out, rows: lines, cols };
}

/** The products of vectors with one another: exactly symmetric, for half of the work. */
export async function gram(
  gemm: Gemm,
  operand: Operand,
  signal: AbortSignal | undefined,
): Promise<Matrix64> {
  const breathe = breather(signal);
  const { lines, inner } = sizesOf(operand);
  const depth = Math.min(inner, BLOCK);
  const panels = trianglePanels(lines, lines);
  await gemm.spaces.with(lines * depth, async (space) => {
    for (let start = 0; start < inner; start += depth) {
      await breathe();
      const part = { first: 0, lines, start, inner: Math.min(depth, inner - start) };
      const copied = copyLines(operand, part, space);
      await multiplyPanels(gemm, copied, copied, panels, { adds: start > 0, signal });
    }
  });
  return symmetricOf(panels, lines, breathe);
}
