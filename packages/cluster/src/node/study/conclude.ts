import { decodeJson, encodeJson } from "../compute/codec.js";
import { computeNode } from "../compute/compute.js";
import type { Machine } from "../compute/machine.js";
import type { PairResult } from "../compute/pairs.js";
import { keyOf, resultsKey, sealOf } from "../plan/keys.js";
import { keep, load } from "../store/sealed.js";
import { pairNodes } from "./groups.js";
import type { StudyState } from "./state.js";

/** What a study found: what its user is waiting for. */
export interface StudyResults {
  /** Of each couple, the results of its pairs: row by row. */
  readonly couples: readonly (readonly PairResult[])[];
  /** The SHA-256 of the parts of each network. */
  readonly hashes: readonly (readonly string[])[];
}

/**
 * Puts the results of all pairs together.
 *
 * @returns the key that they are kept under.
 */
export async function conclude(machine: Machine, id: string, state: StudyState): Promise<string> {
  const { plan, store } = machine;
  const key = resultsKey(id, sealOf(plan));
  await keep(store, key, async () => {
    const couples: PairResult[][] = [];
    for (const couple of plan.couples.keys()) {
      const results: PairResult[] = [];
      for (const node of pairNodes(plan, couple, state)) {
        let bytes = await load(store, keyOf(plan, node));
        if (!bytes) {
          await computeNode(machine, node);
          bytes = (await load(store, keyOf(plan, node)))!;
        }
        results.push(...decodeJson(bytes));
      }
      couples.push(results);
    }
    return encodeJson({ couples, hashes: plan.hashes } satisfies StudyResults);
  });
  return key;
}
