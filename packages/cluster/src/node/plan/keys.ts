import { createHash } from "node:crypto";
import { childrenOf, type Member, membersOf, type Node, rootOf, type Sum } from "./nodes.js";
import type { PlanPart, SealedPlan, StudyPlan } from "./plan.js";
import { type Piece, pieceOf } from "./plan.js";

/**
 * The key under which the result of a node is kept: a hash of all that it follows from, that is the
 * hashes of the files, the rows, the options, the backend and the version. Equal work of two
 * studies has one key, and a file that changed changes the keys of what it is part of.
 */
export function keyOf(plan: SealedPlan, node: Exclude<Node, { kind: "hash" }>): string {
  switch (node.kind) {
    case "sum":
      return key("moments", sumHash(plan, node));
    case "directions":
      return key("directions", directionsHash(plan, node));
    default:
      return key(
        "pairs",
        hashOf(sumHash(plan, rootOf(plan, node.sum)), plan.choice, node.from, node.to),
      );
  }
}

/** The key of the hash of a part, which is known by what its files look like from outside. */
export function hashKey({ files }: PlanPart): string {
  return key("hashes", hashOf(files));
}

/** The key of a plan, and with it the name of the study. */
export function studyId(plan: StudyPlan): string {
  return hashOf(plan).slice(0, 16);
}

/** Where a plan is kept. */
export const planKey = (id: string) => `plans/${id}/plan.json`;

/** A short name of the hashes of all files of a study. */
export function sealOf({ hashes }: Pick<SealedPlan, "hashes">): string {
  return hashOf(hashes).slice(0, 16);
}

/** Where the plan is kept together with these hashes, and what was found of them. */
export const sealedKey = (id: string, seal: string) => `plans/${id}/${seal}.json`;
export const resultsKey = (id: string, seal: string) => `plans/${id}/${seal}-results.json`;

/** Hashes of a plan that were needed before, by what they are of. */
const known = new WeakMap<SealedPlan, Map<string, string>>();

function remembered(plan: SealedPlan, what: object, make: () => string): string {
  const hashes = known.get(plan) ?? new Map<string, string>();
  known.set(plan, hashes);
  const name = JSON.stringify(what);
  const hash = hashes.get(name) ?? make();
  hashes.set(name, hash);
  return hash;
}

function sumHash(plan: SealedPlan, node: Extract<Node, { kind: "sum" }>): string {
  if (node.level === 0) return shardHash(plan, node.sum, node.index);
  return remembered(plan, node, () =>
    hashOf(childrenOf(plan, node).map((child) => sumHash(plan, child))),
  );
}

function shardHash(plan: SealedPlan, sum: Sum, index: number): string {
  const { members, pairs } = membersOf(plan, sum);
  const { spatial, layout, time } = plan.choice;
  const pieces = new Map<number, Piece>();
  for (const { network } of members) {
    if (!pieces.has(network)) pieces.set(network, pieceOf(plan, network, index));
  }
  const layers = members.map((member) => {
    const { place, part, start, end } = pieces.get(member.network)!;
    const { array } = plan.networks[member.network]!.layers[member.layer]!;
    const data = [plan.hashes[member.network]![place], part.inside, array, start, end];
    return [data, member.passes === undefined ? [] : directionsHash(plan, member)];
  });
  return hashOf(plan.version, plan.backend, { spatial, layout, time }, layers, pairs);
}

function directionsHash(
  plan: SealedPlan,
  { network, layer, passes }: Pick<Member, "network" | "layer" | "passes">,
): string {
  return remembered(plan, { network, layer, passes }, () => {
    const root = sumHash(plan, rootOf(plan, { kind: "layers", network }));
    return hashOf(root, layer, passes, plan.choice);
  });
}

function hashOf(...facts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex");
}

function key(folder: string, hash: string): string {
  return `${folder}/${hash.slice(0, 2)}/${hash.slice(2)}`;
}
