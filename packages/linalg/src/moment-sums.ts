import type { CallOptions } from "./backend.js";
import type { Matrix, Matrix64 } from "./matrix.js";

/**
 * Centred products of pairs of layers, added up over blocks of datapoints where they are computed.
 * After a call that fails the sums are meaningless.
 */
export interface MomentSums {
  /**
   * Adds (Xi - 1 mean_i')'(Xj - 1 mean_j') for each pair (i, j), with the column means of this block
   * and an error as of `Backend.centredProduct`.
   *
   * @param layers a block of each: n >= 1 rows, of the widths that were announced.
   * @returns the means, as of `Backend.blockMoments`: not finite where a value of the column is not.
   */
  add(layers: readonly Matrix[], options?: CallOptions): Promise<readonly Float64Array[]>;
  /**
   * The sums so far, in memory of their own and in the order of the pairs; of a layer with itself
   * exactly symmetric.
   */
  products(): Promise<readonly Matrix64[]>;
  /** Frees the memory; once more is harmless. Nothing else is called afterwards. */
  release(): void;
}
