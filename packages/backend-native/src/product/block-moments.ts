import { type BlockMoments, breather, type Matrix, type Matrix64 } from "@svcca/linalg";
import type { Gemm } from "../gemm.js";
import { copyLines } from "./lines.js";
import { columnMeans } from "./means.js";
import { addProduct, mirrorUpper } from "./multiply.js";

/** Centred values that are held at once, 64 MiB, unless a layer is so wide that it needs more. */
const HELD = 2 ** 23;
const LEAST_DEPTH = 256;

/**
 * Column means of layers (those given, or computed) and the centred products of pairs of them. Each
 * block of rows is copied once for all pairs.
 */
export async function blockMoments(
  gemm: Gemm,
  layers: readonly Matrix[],
  pairs: readonly (readonly [number, number])[],
  given: readonly Float64Array[] | undefined,
  signal: AbortSignal | undefined,
): Promise<BlockMoments> {
  const breathe = breather(signal);
  const means = [...(given ?? [])];
  if (!given) for (const layer of layers) means.push(await columnMeans(layer, breathe));
  const rows = layers[0]?.rows ?? 0;
  const width = layers.reduce((sum, { cols }) => sum + cols, 0);
  const depth = Math.min(rows, Math.max(LEAST_DEPTH, Math.floor(HELD / (width || 1))));
  const spaces = layers.map(({ cols }) => new Float64Array(cols * depth));
  const products = pairs.map(([i, j]): Matrix64 => {
    const [p, q] = [layers[i]!.cols, layers[j]!.cols];
    return { data: new Float64Array(p * q), rows: p, cols: q };
  });
  for (let start = 0; start < rows && pairs.length > 0; start += depth) {
    const inner = Math.min(depth, rows - start);
    const lines = layers.map((layer, i) =>
      copyLines(
        { matrix: layer, alongRows: false, mean: means[i]! },
        { first: 0, lines: layer.cols, start, inner },
        spaces[i]!,
      ),
    );
    for (const [k, [i, j]] of pairs.entries()) {
      await breathe();
      const how = { first: 0, fresh: start === 0, signal };
      await addProduct(gemm, lines[i]!, lines[j]!, products[k]!.data, how);
    }
  }
  for (const [k, [i, j]] of pairs.entries()) {
    if (i === j) await mirrorUpper(products[k]!.data, products[k]!.rows, breathe);
  }
  return { means, products };
}
