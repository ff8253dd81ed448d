import type { BlockMoments, Matrix } from "@svcca/linalg";
import type { Gemm } from "../gemm.js";
import { momentSums } from "./moment-sums.js";

/** Column means of layers (those given, or computed) and the centred products of pairs of them. */
export async function blockMoments(
  gemm: Gemm,
  layers: readonly Matrix[],
  pairs: readonly (readonly [number, number])[],
  given: readonly Float64Array[] | undefined,
  signal: AbortSignal | undefined,
): Promise<BlockMoments> {
  const widths = layers.map(({ cols }) => cols);
  const sums = momentSums(gemm, widths, pairs, given);
  const call = signal ? { signal } : {};
  return { means: await sums.add(layers, call), products: await sums.products() };
}
