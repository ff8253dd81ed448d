import type { Matrix64 } from "@svcca/linalg";
import { gaussianMatrix, product } from "./helpers.js";

/** Two layers over the same datapoints that share some of their directions. */
export async function related(
  n: number,
  a: number,
  b: number,
  from: number,
): Promise<[Matrix64, Matrix64]> {
  const common = gaussianMatrix(n, Math.min(a, b), from);
  const noisy = async (d: number, s: number) => {
    const noise = gaussianMatrix(n, d, s + 1);
    const signal = await product(common, gaussianMatrix(common.cols, d, s));
    return { ...signal, data: signal.data.map((v, p) => v + noise.data[p]! * 0.5) };
  };
  return [await noisy(a, from + 1), await noisy(b, from + 3)];
}

/** `a` with every value changed, told its column. */
export function mapped(a: Matrix64, change: (value: number, column: number) => number): Matrix64 {
  return { ...a, data: a.data.map((value, p) => change(value, p % a.cols)) };
}

export function shuffled(size: number, from: number): number[] {
  const keys = gaussianMatrix(size, 1, from).data;
  return Array.from(keys, (_, i) => i).sort((i, j) => keys[i]! - keys[j]!);
}
