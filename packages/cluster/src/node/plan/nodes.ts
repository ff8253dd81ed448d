import type { Pair } from "@svcca/core";
import type { StudyPlan } from "./plan.js";

/**
 * Moments that are added up over all shards:
 *
 * - `layers`: of every layer of a network;
 * - `again`: of some layers of a network along their directions, to make these better;
 * - `cross`: of pairs `from` to `to` of a couple of networks, along the directions of their layers,
 *   or as they are for a measure of plain moments.
 *
 * `passes` says how often directions had been made better by then: one digit for each layer of a
 * network, in `cross` of both.
 */
export type Sum =
  | { readonly kind: "layers"; readonly network: number }
  | {
      readonly kind: "again";
      readonly network: number;
      readonly layers: readonly number[];
      readonly passes: number;
    }
  | {
      readonly kind: "cross";
      readonly couple: number;
      readonly from: number;
      readonly to: number;
      readonly passes?: readonly [x: string, y: string];
      /** Bytes of its moments, and of the directions that they are along: for the memory it takes. */
      readonly bytes: { readonly moments: number; readonly directions: number };
    };

/** One thing to compute. Everything that it needs follows from it and the plan. */
export type Node =
  /** The SHA-256 of a part of a network. */
  | { readonly kind: "hash"; readonly network: number; readonly part: number }
  /** Level 0: the moments of a shard. Above: the sum of up to {@link FAN_IN} of the level below. */
  | { readonly kind: "sum"; readonly sum: Sum; readonly level: number; readonly index: number }
  /** Of one layer. `among`: the layers that were read again together with it. */
  | {
      readonly kind: "directions";
      readonly network: number;
      readonly layer: number;
      readonly passes: number;
      readonly among?: readonly number[];
    }
  /** The results of some pairs of a couple, from the sum that holds them. */
  | {
      readonly kind: "pairs";
      readonly sum: Extract<Sum, { kind: "cross" }>;
      readonly from: number;
      readonly to: number;
    };

/** Sums that one merge adds up. More means fewer levels, less means more machines at once. */
const FAN_IN = 16;

/** How many nodes a level of the tree of a sum has. */
function nodesOnLevel({ cuts }: StudyPlan, level: number): number {
  return Math.ceil((cuts.length - 1) / FAN_IN ** level);
}

/** The sum over all shards. */
export function rootOf(plan: StudyPlan, sum: Sum): Extract<Node, { kind: "sum" }> {
  let level = 0;
  while (nodesOnLevel(plan, level) > 1) level++;
  return { kind: "sum", sum, level, index: 0 };
}

/** What a node of a sum adds up: nothing for a shard. */
export function childrenOf(
  plan: StudyPlan,
  { sum, level, index }: Extract<Node, { kind: "sum" }>,
): Extract<Node, { kind: "sum" }>[] {
  if (level === 0) return [];
  const first = index * FAN_IN;
  const end = Math.min(first + FAN_IN, nodesOnLevel(plan, level - 1));
  return Array.from({ length: end - first }, (_, i) => ({
    kind: "sum" as const,
    sum,
    level: level - 1,
    index: first + i,
  }));
}

/** The shards that a node of a sum covers. */
export function shardsOf(
  plan: StudyPlan,
  { level, index }: Extract<Node, { kind: "sum" }>,
): { first: number; end: number } {
  const width = FAN_IN ** level;
  return {
    first: index * width,
    end: Math.min((index + 1) * width, plan.cuts.length - 1),
  };
}

/** A layer that a sum is over, and which of its directions it is seen along. */
export interface Member {
  readonly network: number;
  readonly layer: number;
  readonly passes?: number;
}

/** The layers that a sum is over, and the pairs of them whose moments it holds. */
export function membersOf(plan: StudyPlan, sum: Sum): { members: Member[]; pairs: Pair[] } {
  if (sum.kind === "layers") {
    const { network } = sum;
    return {
      members: plan.networks[network]!.layers.map((_, layer) => ({ network, layer })),
      pairs: [],
    };
  }
  if (sum.kind === "again") {
    const { network, passes } = sum;
    return { members: sum.layers.map((layer) => ({ network, layer, passes })), pairs: [] };
  }
  const members: Member[] = [];
  const placeOf = (network: number, layer: number, side: 0 | 1): number => {
    const known = members.findIndex((one) => one.network === network && one.layer === layer);
    if (known >= 0) return known;
    const { passes } = sum;
    members.push({ network, layer, ...(passes ? { passes: Number(passes[side][layer]) } : {}) });
    return members.length - 1;
  };
  const [x, y] = plan.couples[sum.couple]!;
  const width = plan.networks[y]!.layers.length;
  const pairs: Pair[] = [];
  for (let k = sum.from; k < sum.to; k++) {
    pairs.push([placeOf(x, Math.floor(k / width), 0), placeOf(y, k % width, 1)]);
  }
  return { members, pairs };
}

/** A short name of a node, the same for the same node: the end of the id of its job. */
export function nodeId(node: Node): string {
  switch (node.kind) {
    case "hash":
      return `hash.${node.network}.${node.part}`;
    case "directions":
      return `directions.${node.network}.${node.layer}.${node.passes}`;
    case "pairs":
      return `pairs.${node.sum.couple}.${node.from}-${node.to}`;
    default: {
      const { sum, level, index } = node;
      const of =
        sum.kind === "layers"
          ? `${sum.network}`
          : sum.kind === "again"
            ? `${sum.network}.${sum.passes}`
            : `${sum.couple}.${sum.from}-${sum.to}`;
      return `${sum.kind}.${of}.${level}.${index}`;
    }
  }
}

/** What people call a node: it names the file of a shard. */
export function describeNode(plan: StudyPlan, node: Node): string {
  const target = (network: number) => plan.networks[network]!.target;
  switch (node.kind) {
    case "hash":
      return plan.networks[node.network]!.parts[node.part]!.target;
    case "directions":
      return `${target(node.network)}, directions of ${plan.networks[node.network]!.layers[node.layer]!.array}`;
    default: {
      const { sum } = node;
      const networks = sum.kind === "cross" ? plan.couples[sum.couple]! : [sum.network];
      const names = [...new Set(networks.map(target))].join(" and ");
      if (node.kind === "pairs") return `${names}, pairs ${node.from} to ${node.to - 1}`;
      const { first, end } = shardsOf(plan, node);
      return `${names}, datapoints ${plan.cuts[first]} to ${plan.cuts[end]! - 1}`;
    }
  }
}
