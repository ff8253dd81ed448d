import { SvccaError } from "@svcca/linalg";
import type { Activations } from "../input/activations.js";
import type { Pair } from "../moments/moments.js";
import { comparePairs, type PairsOptions } from "./pairs.js";

/** Networks of one kind, for instance the same architecture from several seeds. */
export interface NetworkGroup {
  readonly name: string;
  /** The layers of each network, in the same order in all of them. */
  readonly networks: readonly (readonly Activations[])[];
}

/** How similar the networks of two groups are, layer by layer. */
export interface GroupComparison {
  /** The names of the two groups: the same twice for the networks of one group among each other. */
  readonly groups: readonly [string, string];
  /** Over the pairs of networks: the mean similarity of each layer with the same layer. */
  readonly mean: readonly number[];
  /**
   * The standard deviation of the same (divisor pairs - 1); 0 where there is one pair. Pairs that
   * share a network depend on each other: it says how far pairs lie apart, and is no error of the
   * mean.
   */
  readonly spread: readonly number[];
  readonly pairs: number;
  /** The pairs of networks, by place among the networks of all groups. */
  readonly networks: readonly (readonly [number, number])[];
  /** Pairs of networks x layers: what `mean` and `spread` are of. */
  readonly values: readonly (readonly number[])[];
}

/** The pairs of layers that a comparison of groups takes, and what follows from their results. */
export interface GroupPlan {
  /** By place among the layers of all networks, one network after another. */
  readonly pairs: readonly Pair[];
  /** @param similarities of `pairs`, in their order. */
  conclude(similarities: readonly number[]): GroupComparison[];
}

/**
 * Networks of one or more groups, pair by pair and layer by layer: within each group, and between
 * each two. One group of several seeds gives the mean and the spread over seeds; a group of
 * networks that generalize and one of networks that memorize show whether networks that generalize
 * are more alike.
 *
 * Source: Morcos, Raghu, Bengio 2018 (arXiv 1806.05759), section 3.1.
 *
 * @param groups networks over the same datapoints, all with the same number of layers.
 * @returns within the first group, within the second, ..., then between the first and the second,
 *   and so on; a group of one network has nothing within.
 * @throws SvccaError `invalid-argument` for less than two networks in all, `shape-mismatch` when
 *   their numbers of layers differ, and as the measure.
 */
export async function compareGroups(
  groups: readonly NetworkGroup[],
  options: PairsOptions = {},
): Promise<GroupComparison[]> {
  const networks = groups.flatMap((group, g) => group.networks.map((layers) => ({ g, layers })));
  if (networks.length < 2) {
    throw new SvccaError(
      "invalid-argument",
      `compareGroups: ${networks.length} network${networks.length === 1 ? "" : "s"}; give at least two`,
      { networks: networks.length },
    );
  }
  const depth = networks[0]!.layers.length;
  for (const [i, { g, layers }] of networks.entries()) {
    if (layers.length === depth) continue;
    throw new SvccaError(
      "shape-mismatch",
      `compareGroups: network ${i} (of ${groups[g]!.name}) has ${layers.length} layers, the first has ${depth}; give the same layers of each`,
      { network: i, received: layers.length, expected: depth },
    );
  }
  const { pairs, conclude } = planGroups(
    groups.map((group) => ({ name: group.name, size: group.networks.length })),
    depth,
  );
  const values: number[] = [];
  const layers = networks.flatMap((network) => network.layers);
  for await (const { similarity } of comparePairs(layers, pairs, options)) values.push(similarity);
  return conclude(values);
}

/**
 * What {@link compareGroups} compares, for programs that compare the pairs themselves: with
 * `comparePairs`, in parts, or on several machines.
 *
 * @param groups their names, and how many networks each has.
 * @param depth how many layers each network has.
 */
export function planGroups(
  groups: readonly { readonly name: string; readonly size: number }[],
  depth: number,
): GroupPlan {
  const owners = groups.flatMap(({ size }, g) => Array.from({ length: size }, () => g));
  const comparisons = comparisonsOf(groups.length)
    .map(([a, b]) => ({
      names: [groups[a]!.name, groups[b]!.name] as const,
      couples: couplesOf(owners, a, b),
    }))
    .filter(({ couples }) => couples.length > 0);
  return {
    pairs: comparisons.flatMap(({ couples }) =>
      couples.flatMap(([i, j]) =>
        Array.from({ length: depth }, (_, k): Pair => [i * depth + k, j * depth + k]),
      ),
    ),
    conclude(similarities) {
      let done = 0;
      return comparisons.map(({ names, couples }) => {
        const first = done;
        done += couples.length * depth;
        const values = couples.map((_, c) =>
          similarities.slice(first + c * depth, first + (c + 1) * depth),
        );
        const columns = Array.from({ length: depth }, (_, k) => values.map((row) => row[k]!));
        return {
          groups: names,
          mean: columns.map(meanOf),
          spread: columns.map(spreadOf),
          pairs: couples.length,
          networks: couples,
          values,
        };
      });
    },
  };
}

/** Each group with itself, then each with each that comes after it. */
function comparisonsOf(count: number): [number, number][] {
  const all = Array.from({ length: count }, (_, i) => i);
  return [
    ...all.map((i): [number, number] => [i, i]),
    ...all.flatMap((i) => all.slice(i + 1).map((j): [number, number] => [i, j])),
  ];
}

/** The pairs of different networks, one of group a and one of group b. */
function couplesOf(owners: readonly number[], a: number, b: number) {
  const couples: [number, number][] = [];
  owners.forEach((x, i) => {
    owners.forEach((y, j) => {
      if (x === a && y === b && (a !== b || i < j)) couples.push([i, j]);
    });
  });
  return couples;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function spreadOf(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = meanOf(values);
  return Math.sqrt(
    values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1),
  );
}
