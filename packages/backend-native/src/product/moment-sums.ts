import {
  assertAdded,
  assertPairs,
  breather,
  type Matrix,
  type Matrix64,
  type MomentSums,
} from "@svcca/linalg";
import type { Gemm, Lines } from "../gemm.js";
import { copyLines } from "./lines.js";
import { columnMeans } from "./means.js";
import {
  columnsOf,
  multiplyPanels,
  type Panel,
  panelsOf,
  symmetricOf,
  trianglePanels,
} from "./panels.js";
import { type Run, runsOf } from "./runs.js";

/** Centred values that are held at once, 64 MiB, unless layers are so wide that they need more. */
const HELD = 2 ** 23;
const LEAST_DEPTH = 256;

/** A run, and where its products are added up. */
interface Summed extends Run {
  readonly panels: readonly Panel[];
}

/**
 * Sums of products that the native code adds up in place; see `Backend.momentSums`. A block is copied
 * once for all pairs.
 *
 * @param given what is subtracted from each column of each block. Default: the means of the block.
 */
export function momentSums(
  gemm: Gemm,
  widths: readonly number[],
  pairs: readonly (readonly [number, number])[],
  given?: readonly Float64Array[],
): MomentSums {
  assertPairs("momentSums", pairs, widths.length);
  const starts = widths.map((_, i) => widths.slice(0, i).reduce((sum, d) => sum + d, 0));
  const width = widths.reduce((sum, d) => sum + d, 0);
  let summed: readonly Summed[] = runsOf(pairs).map((run): Summed => {
    const rows = widths[run.left]!;
    const cols = run.places.reduce((sum, _, k) => sum + widths[run.right + k]!, 0);
    const panels =
      run.left === run.right
        ? trianglePanels(rows, cols)
        : panelsOf(new Float64Array(rows * cols), rows, cols);
    return { ...run, panels };
  });
  let adds = false;
  return {
    async add(layers: readonly Matrix[], { signal } = {}) {
      signal?.throwIfAborted();
      assertAdded(widths, layers);
      const breathe = breather(signal);
      const means = [...(given ?? [])];
      if (!given) for (const layer of layers) means.push(await columnMeans(layer, breathe));
      const rows = layers[0]?.rows ?? 0;
      const depth = Math.min(rows, Math.max(LEAST_DEPTH, Math.floor(HELD / (width || 1))));
      await gemm.spaces.with(width * depth, async (space) => {
        for (let start = 0; start < rows && pairs.length > 0; start += depth) {
          const inner = Math.min(depth, rows - start);
          for (const [i, layer] of layers.entries()) {
            await breathe();
            const operand = { matrix: layer, alongRows: false, mean: means[i]! };
            const part = { first: 0, lines: layer.cols, start, inner };
            copyLines(operand, part, space.subarray(starts[i]! * inner));
          }
          const linesFrom = (layer: number): Lines => {
            const count = width - starts[layer]!;
            return { data: space.subarray(starts[layer]! * inner, width * inner), count, inner };
          };
          for (const { left, right, panels } of summed) {
            const how = { adds, signal };
            await breathe();
            await multiplyPanels(gemm, linesFrom(left), linesFrom(right), panels, how);
          }
          adds = true;
        }
      });
      return means;
    },
    async products() {
      const breathe = breather(undefined);
      const products: Matrix64[] = [];
      for (const { left, right, places, panels } of summed) {
        const rows = widths[left]!;
        for (const [k, place] of places.entries()) {
          const layer = right + k;
          products[place] =
            layer === left
              ? await symmetricOf(panels, rows, breathe)
              : columnsOf(panels, rows, starts[layer]! - starts[right]!, widths[layer]!);
        }
      }
      return products;
    },
    release() {
      summed = [];
    },
  };
}
