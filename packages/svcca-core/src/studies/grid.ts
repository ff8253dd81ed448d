import { SvccaError } from "@svcca/linalg";
import type { Activations } from "../input/activations.js";
import type { Similarity } from "../measures/result.js";
import type { Pair } from "../moments/moments.js";
import { comparePairs, type PairsOptions } from "./pairs.js";

/** Options of {@link grid}. */
export type GridOptions = Omit<PairsOptions, "onProgress"> & {
  /** Called with each result as it is found, by place of its row and its column. */
  readonly onResult?: (row: number, column: number, result: Similarity) => void;
};

/** What {@link grid} found: rows are the layers given first, columns the others. */
export interface GridResult {
  /** `values[i][j]`: the similarity of row i with column j. */
  readonly values: number[][];
  readonly results: readonly (readonly Similarity[])[];
}

/**
 * Every layer of one network against every layer of another: the layer x layer maps of the paper,
 * by {@link comparePairs}.
 *
 * When a layer is given in both lists, as the same object, it is decomposed once.
 *
 * Source: Raghu et al. 2017 (arXiv 1706.05806), section 4.1 and 4.4.
 *
 * @throws SvccaError as the measure; `invalid-argument` for an empty list.
 */
export async function grid(
  rows: readonly Activations[],
  columns: readonly Activations[],
  options: GridOptions = {},
): Promise<GridResult> {
  for (const [name, list] of Object.entries({ rows, columns })) {
    if (list.length === 0) {
      throw new SvccaError("invalid-argument", `grid: no ${name}; give at least one layer`, {});
    }
  }
  const given = [...new Set([...rows, ...columns])];
  const pairs = rows.flatMap((row) =>
    columns.map((column): Pair => [given.indexOf(row), given.indexOf(column)]),
  );
  const results: Similarity[][] = rows.map(() => []);
  let place = 0;
  for await (const result of comparePairs(given, pairs, options)) {
    const [row, column] = [Math.floor(place / columns.length), place % columns.length];
    results[row]!.push(result);
    options.onResult?.(row, column, result);
    place++;
  }
  return {
    values: results.map((row) => row.map(({ similarity }) => similarity)),
    results,
  };
}
