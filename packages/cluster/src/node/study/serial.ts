import type { Backend } from "@svcca/linalg";
import type { BlobStore } from "../../store/blob-store.js";
import { decodeJson } from "../compute/codec.js";
import { computeHash, computeNode } from "../compute/compute.js";
import type { DirectionsFacts } from "../compute/directions.js";
import { studyId } from "../plan/keys.js";
import { nodeId } from "../plan/nodes.js";
import type { StudyPlan } from "../plan/plan.js";
import { load } from "../store/sealed.js";
import { advance, begin } from "./advance.js";
import { conclude, type StudyResults } from "./conclude.js";

/**
 * A study in this process, one node after another: what the workers do together, without a queue.
 * It uses and leaves the same files in the store.
 */
export async function runSerially(
  plan: StudyPlan,
  store: BlobStore,
  backend: Backend,
): Promise<StudyResults> {
  const hashes: string[][] = plan.networks.map(() => []);
  let step = begin(plan);
  for (const node of step.nodes) {
    if (node.kind !== "hash") continue;
    hashes[node.network]![node.part] = await computeHash({ plan, store }, node);
  }
  const machine = { plan: { ...plan, hashes }, store, backend };
  const directions = new Map<string, DirectionsFacts>();
  const none = new Set<number>();
  while (step.state.step !== "done") {
    step = advance(plan, step.state, { directions, brokenNetworks: none, brokenCouples: none });
    for (const node of step.nodes) {
      if (node.kind === "hash") continue;
      const facts = await computeNode(machine, node);
      if (facts) directions.set(nodeId(node), facts);
    }
  }
  const key = await conclude(machine, studyId(plan), step.state);
  return decodeJson((await load(store, key))!);
}
