import { hashKey, keyOf } from "../plan/keys.js";
import type { Node } from "../plan/nodes.js";
import type { StudyPlan } from "../plan/plan.js";
import { keep } from "../store/sealed.js";
import { type DirectionsFacts, factsOfDirections, makeDirections } from "./directions.js";
import { hashFiles } from "./hash.js";
import type { Machine } from "./machine.js";
import { makePairs } from "./pairs.js";
import { makeSum, removeChildren } from "./sums.js";

/**
 * Computes a node, or finds that it is there. Doing it twice, or on two machines at once, gives the
 * same bytes.
 *
 * @returns what the rest of the study needs to know of it, if anything.
 */
export async function computeNode(
  machine: Machine,
  node: Exclude<Node, { kind: "hash" }>,
): Promise<DirectionsFacts | undefined> {
  const { plan, store } = machine;
  switch (node.kind) {
    case "sum":
      await makeSum(machine, node);
      await removeChildren(machine, node);
      return undefined;
    case "directions":
      return factsOfDirections(
        await keep(store, keyOf(plan, node), () => makeDirections(machine, node)),
      );
    default:
      await keep(store, keyOf(plan, node), () => makePairs(machine, node));
      return undefined;
  }
}

/** The SHA-256 of a part of a network, which is kept as long as its files look the same. */
export async function computeHash(
  { plan, store, signal }: Pick<Machine, "store" | "signal"> & { readonly plan: StudyPlan },
  { network, part }: Extract<Node, { kind: "hash" }>,
): Promise<string> {
  const found = plan.networks[network]!.parts[part]!;
  const bytes = await keep(store, hashKey(found), async () =>
    new TextEncoder().encode(await hashFiles(found.files, signal)),
  );
  return new TextDecoder().decode(bytes);
}
