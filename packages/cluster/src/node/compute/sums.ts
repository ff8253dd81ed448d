import { type Moments, type MomentsOrigin, mergeMoments, type StoredMoments } from "@svcca/core";
import { SvccaError } from "@svcca/linalg";
import { keyOf } from "../plan/keys.js";
import { childrenOf, describeNode, type Node, rootOf, type Sum, shardsOf } from "../plan/nodes.js";
import type { StudyPlan } from "../plan/plan.js";
import { keep } from "../store/sealed.js";
import { decodeMoments, encodeMoments } from "./codec.js";
import type { Machine } from "./machine.js";
import { collectShard, originOf } from "./shard.js";

type SumNode = Extract<Node, { kind: "sum" }>;

/**
 * The moments of a node of a sum: what is kept of it, or else the sum of its children. A child that
 * is gone is made again here, so the result never depends on which machine did what, or when.
 */
export async function makeSum(machine: Machine, node: SumNode): Promise<Uint8Array> {
  const { plan, store } = machine;
  return keep(store, keyOf(plan, node), async () =>
    encodeMoments(
      node.level === 0
        ? await collectShard(machine, node.sum, node.index)
        : await addUp(machine, node),
    ),
  );
}

/** The moments over all shards. */
export async function loadMoments(machine: Machine, sum: Sum): Promise<Moments> {
  const root = rootOf(machine.plan, sum);
  const { moments, origins } = await read(machine, root);
  assertComplete(machine.plan, root, origins);
  return moments;
}

/** Lets go of what a sum was added up from, once it is there itself. */
export async function removeChildren({ plan, store }: Machine, node: SumNode): Promise<void> {
  for (const child of childrenOf(plan, node)) await store.remove?.(keyOf(plan, child));
}

async function addUp(machine: Machine, node: SumNode): Promise<StoredMoments> {
  let total: StoredMoments | undefined;
  for (const child of childrenOf(machine.plan, node)) {
    machine.signal?.throwIfAborted();
    const next = await read(machine, child);
    total = total
      ? {
          moments: mergeMoments(total.moments, next.moments),
          origins: [...total.origins, ...next.origins],
        }
      : next;
  }
  assertComplete(machine.plan, node, total!.origins);
  return total!;
}

async function read(machine: Machine, node: SumNode): Promise<StoredMoments> {
  return decodeMoments(keyOf(machine.plan, node), await makeSum(machine, node));
}

/** Every shard under a node went in, once, and nothing else. */
function assertComplete(plan: StudyPlan, node: SumNode, origins: readonly MomentsOrigin[]): void {
  const { first, end } = shardsOf(plan, node);
  const expected = Array.from({ length: end - first }, (_, i) =>
    originOf(plan, node.sum, first + i),
  );
  const found = origins.map(({ source }) => source);
  if (found.length === expected.length && found.every((source, i) => source === expected[i]))
    return;
  throw new SvccaError(
    "format",
    `${describeNode(plan, node)}: the sum is of ${found.length} shards, not of its ${expected.length}; remove the store and submit the study again`,
    { found, expected },
  );
}
