import { type Matrix64, SvccaError } from "@svcca/linalg";
import { addProducts, type Pair, type Products } from "./products.js";

/** The second moments of one layer over n datapoints. Xc is the centred layer. */
export interface LayerMoments {
  readonly name: string;
  /** The mean of each of its d neurons. */
  readonly mean: Float64Array;
  /** Xc'Xc (d x d): a sum over the datapoints, not divided by n. */
  readonly gram: Matrix64;
}

/** The second moments between two layers. */
export interface CrossMoments {
  /** Places of the two in `layers`. */
  readonly x: number;
  readonly y: number;
  /** Xc'Yc (a x b): a sum over the datapoints, not divided by n. */
  readonly product: Matrix64;
}

/**
 * The second moments of layers over the same n datapoints: all that CCA, SVCCA, PWCCA, linear CKA,
 * PLS, PCA and Procrustes need to know, in memory that does not grow with n.
 */
export interface Moments {
  /** n, the number of datapoints. */
  readonly datapoints: number;
  readonly layers: readonly LayerMoments[];
  /** For the pairs that were asked for. */
  readonly crosses: readonly CrossMoments[];
}

export type { Pair };

/** The moments of one pair of layers. */
export interface PairView {
  readonly datapoints: number;
  readonly x: LayerMoments;
  readonly y: LayerMoments;
  readonly cross: Matrix64;
}

/**
 * The moments of the layers at `pair`.
 *
 * @throws SvccaError `not-found` when their cross moments were not collected.
 */
export function pairOf({ datapoints, layers, crosses }: Moments, [i, j]: Pair): PairView {
  const x = layers[i];
  const y = layers[j];
  const found = crosses.find((cross) => cross.x === i && cross.y === j);
  if (!x || !y || !found) {
    throw new SvccaError(
      "not-found",
      `moments: no cross moments of layers ${i} and ${j}; collect them with pairs: [[${i}, ${j}]]`,
      { pair: [i, j], layers: layers.map(({ name }) => name) },
    );
  }
  return { datapoints, x, y, cross: found.product };
}

/**
 * The moments of the datapoints of `a` and `b` together, as if they had been read in one go. Any
 * grouping and order of merges gives the same result up to rounding, so shards can be counted on
 * different machines and added up.
 *
 * @throws SvccaError `shape-mismatch` when `a` and `b` are not of the same layers and pairs.
 */
export function mergeMoments(a: Moments, b: Moments): Moments {
  assertSameLayers(a, b);
  if (a.datapoints === 0) return b;
  if (b.datapoints === 0) return a;
  const merged = copyOf(a);
  const own = a.layers.map((_, i): Pair => [i, i]);
  const pairs = [...own, ...a.crosses.map(({ x, y }): Pair => [x, y])];
  const { datapoints } = addProducts(productsOf(merged), productsOf(b), pairs);
  return { ...merged, datapoints };
}

function productsOf({ datapoints, layers, crosses }: Moments): Products {
  return {
    datapoints,
    means: layers.map(({ mean }) => mean),
    products: [...layers.map(({ gram }) => gram), ...crosses.map(({ product }) => product)],
  };
}

function copyOf({ datapoints, layers, crosses }: Moments): Moments {
  const copy = (a: Matrix64): Matrix64 => ({ ...a, data: a.data.slice() });
  return {
    datapoints,
    layers: layers.map(({ name, mean, gram }) => ({ name, mean: mean.slice(), gram: copy(gram) })),
    crosses: crosses.map((cross) => ({ ...cross, product: copy(cross.product) })),
  };
}

function assertSameLayers(a: Moments, b: Moments): void {
  const shapes = ({ layers, crosses }: Moments) =>
    [
      layers.map(({ mean }) => mean.length).join(" and "),
      crosses.map(({ x, y }) => `${x}-${y}`).join(", "),
    ] as const;
  const [widths, pairs] = shapes(a);
  const [otherWidths, otherPairs] = shapes(b);
  if (widths !== otherWidths) {
    throw new SvccaError(
      "shape-mismatch",
      `mergeMoments: layers of ${widths} and of ${otherWidths} neurons; only moments of the same layers add up`,
      { left: widths, right: otherWidths },
    );
  }
  if (pairs !== otherPairs) {
    throw new SvccaError(
      "shape-mismatch",
      `mergeMoments: cross moments of the pairs ${pairs || "(none)"} and of ${otherPairs || "(none)"}; collect the same pairs for every shard`,
      { left: pairs, right: otherPairs },
    );
  }
}
